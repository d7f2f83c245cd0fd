import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '../browser/harness/site'
import { seedOfRun } from './dice'
import type { Home } from './home'
import { live, type Outcome, type Run } from './pairing'
import { tableOf } from './table'

/** What one pairing goes through. */
export type Trial = Omit<Run, 'seed'>

/** Chromium's own word for a relay that was stopped. */
const NO_RELAY = /^WebSocket connection to .* failed/

/** The tests of all pairings: nothing is lost, nothing doubled, each in its order, and all said to be delivered. */
export const throughChaos = (trials: Trial[]): void => {
  const seed = seedOfRun()
  const outcomes: Outcome[] = []
  let script: string
  let homes: Home[] = []
  beforeAll(async () => {
    script = await bundle(join(import.meta.dirname, 'page.ts'))
  })
  afterEach(async () => {
    const leaving = homes
    homes = []
    await Promise.all(leaving.map((home) => home.leave()))
  })
  afterAll(() => console.log(`\n${tableOf(seed, outcomes)}\n`))

  describe(`with HEARTH_SEED=${seed}`, () => {
    it.each(trials)(
      '$kinds.0 with $kinds.1, brought together by $by, lose nothing, double nothing and keep their order',
      async (trial) => {
        const outcome = await live({ ...trial, seed }, script, homes)
        outcomes.push(outcome)
        const complaints = homes.flatMap((home) => home.complaints())
        expect(complaints.filter(({ text }) => !NO_RELAY.test(text))).toEqual([])
        const [hers, his] = outcome.shown
        for (const [one, other] of [
          [hers, his],
          [his, hers],
        ] as const) {
          expect(one?.own).toEqual(one?.wrote)
          expect(one?.theirs).toEqual(other?.wrote)
          expect(one?.states).toEqual(['delivered'])
        }
      },
    )
  })
}
