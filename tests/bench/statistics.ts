/** One line of the report. Times are in milliseconds unless `unit` says otherwise. */
export interface Measured {
  what: string
  samples: number[]
  /** The same work without Hearth, in the same run. */
  bare?: number[]
  unit?: 'ms' | '/s' | 'kB' | '%' | 'MB' | '/h'
  /** What the median must reach, and the 95th percentile where there is a budget for it. */
  budget?: { median?: number; p95?: number }
}

/** A line of the report that says why there are no figures. */
export interface Missing {
  what: string
  missing: string
}

/** The value below which this part of the samples lies. */
export const quantile = (samples: readonly number[], part: number): number => {
  const sorted = [...samples].sort((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]
  if (value === undefined) throw new Error('nothing was measured')
  return value
}

const median = (samples: readonly number[]) => quantile(samples, 0.5)

const figure = (value: number | undefined): string =>
  value === undefined ? '' : value.toFixed(value < 1 ? 2 : value < 10 ? 1 : 0).replace(/\B(?=(\d{3})+$)/, ' ')

/** Rates must reach their budget, everything else must stay within it. */
const isMet = ({ samples, unit, budget }: Measured): boolean | null => {
  if (!budget) return null
  const { median: most, p95 } = budget
  if (unit === '/s') return most === undefined || median(samples) >= most
  return (most === undefined || median(samples) <= most) && (p95 === undefined || quantile(samples, 0.95) <= p95)
}

const cells = (measured: Measured): string[] => {
  const { what, samples, bare, unit = 'ms', budget } = measured
  const met = isMet(measured)
  const allowed = [budget?.median, budget?.p95].filter((limit) => limit !== undefined).map(figure)
  return [
    what,
    `${figure(median(samples))} ${unit}`,
    samples.length > 1 ? figure(quantile(samples, 0.95)) : '',
    allowed.join(' / '),
    met === null ? '' : met ? 'met' : 'MISSED',
    bare ? figure(median(bare)) : '',
    bare ? `${(median(samples) / median(bare)).toFixed(2)} x` : '',
    String(samples.length),
  ]
}

/** The report as a table of plain text; under it, what could not be measured, and why. */
export const tableOf = (report: readonly (Measured | Missing)[]): string => {
  const all = report.filter((line): line is Measured => !('missing' in line))
  const missing = report
    .filter((line) => 'missing' in line)
    .map((line) => `${line.what}  not measured: ${line.missing}`)
  const head = ['', 'median', 'p95', 'budget', '', 'bare', 'ratio', 'n']
  const rows = [head, ...all.map(cells)]
  const widths = head.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
  return [...lines, ...missing].join('\n')
}
