import type { GrantId, ItemId } from '../contract/ids'
import type { Capability, Grant, Grantee, Scope } from '../contract/permission'
import type { SealedStore } from '../vault/sealed'
import { includes } from './scope'
import type { Step } from './step'

/** A grant as it is sealed. `going`: the query whose further pages are still its one use. */
export interface GrantRow extends Grant {
  going?: { query: string; until: number }
}

/** Whether a grant is looked for: whose, in which tab, and for a query that goes on. */
export interface Wanted {
  grantee: Grantee
  tab: number
  capability?: Capability
  type?: string | null
  continues?: string | undefined
}

/**
 * The grants: all in memory, sealed on disk. What narrows them is true at once, and written afterwards, so that nothing slips
 * through in between, nor on a full disk; what widens them is true when it is on disk.
 */
export interface Grants {
  /** The newest first. */
  all(): readonly GrantRow[]
  get(id: GrantId): GrantRow | undefined
  /** The live ones that fit; the newest first. */
  live(wanted: Wanted): GrantRow[]
  give(rows: readonly GrantRow[]): Step
  /** Ends those that have not ended; they have to be written. */
  end(which: (row: GrantRow) => boolean, why: NonNullable<Grant['ended']>['why']): GrantRow[]
  /** Counts a use; false, and nothing has happened, where one of them is not live any more. Spends what was for one use. */
  use(ids: readonly GrantId[], more: string | null, continues: string | undefined): GrantRow[] | null
  /** Ends what the clock, or another session of the browser, has ended. */
  expire(): GrantRow[]
  /** When something ends by itself next. */
  next(): number | null
  add(row: GrantRow, items: readonly ItemId[]): Step
  /** Writes what memory has of these. */
  write(rows: readonly GrantRow[]): Step
  forget(before: number): Step
  onChange(listener: (grantee: Grantee | null) => void): () => void
}

const GOES_ON = 300_000
// Beyond this the oldest of what a site made is no longer its own to change: the row is written as a whole.
const MOST_RECORDS = 10_000

/** Opens the grants; one that does not open is none. */
export const openGrants = async (store: SealedStore, now: () => number, session: string): Promise<Grants> => {
  const table = store.table<GrantRow>('grants')
  const rows = new Map((await table.all(() => undefined)).map((row) => [row.id, row]))
  const listeners = new Set<(grantee: Grantee | null) => void>()

  const tell = (changed: readonly Grant[]): void => {
    for (const grantee of new Set(changed.map((row) => row.grantee)))
      for (const listener of listeners) listener(grantee)
  }
  const change = (id: GrantId, part: Partial<GrantRow>): GrantRow => {
    const row = { ...(rows.get(id) as GrantRow), ...part }
    rows.set(id, row)
    return row
  }
  const newest = (a: Grant, b: Grant) => b.at - a.at || (a.id < b.id ? 1 : -1)
  const endsAt = (row: GrantRow): number => Math.min(row.expiresAt ?? Infinity, row.going?.until ?? Infinity)
  const isLive = (row: GrantRow): boolean =>
    !row.ended && endsAt(row) > now() && (row.tab === null || row.tab.session === session)
  const goesOn = (row: GrantRow, query: string | undefined): boolean => !row.going || row.going.query === query

  const end: Grants['end'] = (which, why) => {
    const ended = [...rows.values()]
      .filter((row) => !row.ended && which(row))
      .map((row) => change(row.id, { ended: { at: Math.min(endsAt(row), now()), why } }))
    tell(ended)
    return ended
  }

  const write: Grants['write'] = (changed) => ({
    write: async () => {
      for (const { id } of changed) {
        const row = rows.get(id)
        if (row) await table.put(id, row)
      }
    },
  })

  return {
    all: () => [...rows.values()].sort(newest),
    get: (id) => rows.get(id),
    live: ({ grantee, tab, capability, type, continues }) =>
      [...rows.values()]
        .filter(
          (row) =>
            row.grantee === grantee &&
            (capability === undefined || row.capability === capability) &&
            (type === undefined || row.type === type) &&
            (row.tab === null || row.tab.id === tab) &&
            isLive(row) &&
            goesOn(row, continues),
        )
        .sort(newest),
    give: (given) => ({
      write: async () => {
        for (const row of given) await table.put(row.id, row)
      },
      done: () => {
        for (const row of given) rows.set(row.id, row)
        tell(given)
      },
    }),
    end,
    use: (ids, more, continues) => {
      const used = ids.flatMap((id) => rows.get(id) ?? [])
      if (used.length < ids.length || !used.every((row) => isLive(row) && goesOn(row, continues))) return null
      return used.map((row) => {
        const counted = change(row.id, { usedAt: now(), uses: row.going ? row.uses : row.uses + 1 })
        if (row.duration !== 'once') return counted
        if (more === null) return end(({ id }) => id === row.id, 'spent')[0] ?? counted
        return change(row.id, { going: { query: more, until: row.going?.until ?? now() + GOES_ON } })
      })
    },
    expire: () => [
      ...end((row) => row.going !== undefined && row.going.until <= now(), 'spent'),
      ...end((row) => !isLive(row), 'expired'),
    ],
    next: () => {
      const times = [...rows.values()].filter((row) => !row.ended).map(endsAt)
      const first = times.length === 0 ? Infinity : Math.min(...times)
      return first === Infinity ? null : first
    },
    add: ({ id }, items) => {
      const scope = withItems((rows.get(id) as GrantRow).scope as Scope, items)
      return {
        write: () => table.put(id, { ...(rows.get(id) as GrantRow), scope }),
        done: () => {
          change(id, { scope })
        },
      }
    },
    write,
    forget: (before) => {
      const old = [...rows.values()].filter(({ ended }) => ended && ended.at < before)
      return {
        write: async () => {
          for (const { id } of old) await table.delete(id)
        },
        done: () => {
          for (const { id } of old) rows.delete(id)
        },
      }
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const withItems = (scope: Scope, items: readonly ItemId[]): Scope => {
  // Deleting is about whole items: where no field is named, the rule still has to say something.
  const named = scope.fields.length > 0 ? scope.fields : ['*']
  const whole = Object.fromEntries(named.map((field) => [field, true as const]))
  const added = items.filter((item) => !includes(scope, item)).map((item) => [item, whole] as const)
  const records = [...Object.entries(scope.records), ...added].slice(-MOST_RECORDS)
  return { ...scope, records: Object.fromEntries(records) }
}
