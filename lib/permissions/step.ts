import type { TableName } from '../store/database'
import type { SealedStore } from '../vault/sealed'

/** One part of a transaction: table calls only in `write`, and what memory shows of it in `done`, once it is on disk. */
export interface Step {
  write(): Promise<void>
  done?(): void
}

/** Makes a plan from what is there once every earlier write has ended, and writes all of it or nothing. */
export type Commit = (plan: () => readonly Step[]) => Promise<void>

const TABLES: readonly TableName[] = ['grants', 'receipts', 'activity', 'sites']

/** Commits to the tables of permissions. Throws `storage-full`, `locked`, and what `plan` throws. */
export const commitTo =
  (store: SealedStore): Commit =>
  (plan) =>
    store.writing(async () => {
      const steps = plan()
      if (steps.length === 0) return
      await store.transaction(TABLES, async () => {
        for (const step of steps) await step.write()
      })
      for (const step of steps) step.done?.()
    })
