import type { GrantId } from '../contract/ids'
import type { Activity } from './activity'
import type { GrantRow, Grants } from './grants'
import type { Receipts } from './receipts'
import type { Commit, Step } from './step'

/** Brings to disk what memory knows already: ended and used grants, with their receipts, and what was counted. */
export interface Saving {
  /** These have changed in memory. */
  mark(rows: readonly GrantRow[]): void
  /** Writes everything that is not written, with what `more` adds, in one transaction; what fails is tried again with the next. */
  now(more?: () => readonly Step[]): Promise<void>
  /** Within a second: for what may be lost with the worker, as how often something was used. */
  soon(): void
  /** Nothing is written later any more. */
  stop(): void
}

const SOON = 1_000

/** A saving of these tables. */
export const openSaving = (commit: Commit, grants: Grants, activity: Activity, receipts: Receipts): Saving => {
  const marked = new Set<GrantId>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const save = async (more: () => readonly Step[] = () => []): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    let rows: GrantRow[] = []
    try {
      await commit(() => {
        const steps = more()
        rows = [...marked].flatMap((id) => grants.get(id) ?? [])
        marked.clear()
        return [...steps, grants.write(rows), receipts.end(rows.filter(({ ended }) => ended)), activity.write()]
      })
    } catch (error) {
      for (const { id } of rows) marked.add(id)
      throw error
    }
  }

  return {
    mark: (rows) => {
      for (const { id } of rows) marked.add(id)
    },
    now: save,
    soon: () => {
      timer ??= setTimeout(() => void save().catch(() => undefined), SOON)
    },
    stop: () => clearTimeout(timer),
  }
}
