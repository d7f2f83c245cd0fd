import { countOf, type Outcome } from './pairing'
import { EVILS } from './weather'

const inSeconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

const COLUMNS: [string, (outcome: Outcome) => string | number][] = [
  ['pairing', ({ run }) => run.kinds.join(' - ')],
  ['again by', ({ run }) => run.by],
  ['each way', ({ run }) => run.lines],
  ...EVILS.map((evil): [string, (outcome: Outcome) => number] => [evil, ({ strokes }) => countOf(strokes, evil)]),
  ['took', ({ took }) => inSeconds(took)],
  ['since clear', ({ settled }) => inSeconds(settled)],
  ['messages/s', ({ run, took }) => ((2_000 * run.lines) / took).toFixed(1)],
]

/** What happened in each pairing: how often which evil, and how long everything took. */
export const tableOf = (seed: number, outcomes: readonly Outcome[]): string => {
  const rows = COLUMNS.map(([title, cellOf]) => [title, ...outcomes.map((outcome) => String(cellOf(outcome)))])
  const widths = [0, ...outcomes.map((_, i) => i + 1)].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('   ')
      .trimEnd(),
  )
  return [`chaos, HEARTH_SEED=${seed}`, ...lines].join('\n')
}
