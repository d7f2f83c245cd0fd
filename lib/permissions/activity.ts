import { type ActivityWord, termsOf } from '../contract/activity-terms'
import type { ActivityEntry } from '../contract/permission'
import { encodeText } from '../contract/wire'
import type { SealedStore } from '../vault/sealed'
import type { Commit, Step } from './step'

/** Something that happened, to be counted with what is like it in the same minute. */
export type Noted = Omit<ActivityEntry, 'id' | 'at' | 'times'>

/** Entries in which all words occur, the newest first. */
export interface ActivityPage {
  words?: readonly ActivityWord[]
  offset: number
  limit: number
}

/** What was done with permissions, minute by minute. */
export interface Activity {
  /**
   * Counts it. The first of its kind in a minute is `fresh`: it should be written now; the others can wait a moment. What could
   * not be done after all is taken back.
   */
  count(noted: readonly Noted[]): { fresh: boolean; takeBack(): void }
  /** Writes all that was counted and not written yet. */
  write(): Step
  find(page: ActivityPage): Promise<{ entries: ActivityEntry[]; total: number }>
  /** Forgets what is older than `before`, and all but the newest 50,000. */
  forget(before: number): Promise<void>
}

const MOST_ENTRIES = 50_000
const MINUTE = 60_000
const AT_ONCE = 500
// No type has as many.
const MOST_FIELDS = 100

/** Opens what happened. What does not open is left out. */
export const openActivity = (store: SealedStore, commit: Commit, now: () => number, most = MOST_ENTRIES): Activity => {
  const table = store.table<ActivityEntry>('activity')
  /** Those of this minute, and those that are not written. */
  const open = new Map<string, ActivityEntry>()
  const unwritten = new Set<string>()
  /** Those of which all that is on disk is counted in `open`. */
  const whole = new Set<string>()
  const reader = openReader(store, most)

  const set = (entry: ActivityEntry): void => {
    open.set(entry.id, entry)
    reader.set(entry)
  }

  const less = ({ id, items }: ActivityEntry): void => {
    const entry = open.get(id)
    if (!entry) return
    if (entry.times > 1) set({ ...entry, items: entry.items - items, times: entry.times - 1 })
    else {
      open.delete(id)
      unwritten.delete(id)
      reader.delete(id)
    }
  }

  const idOf = ({ grantee, what, type, outcome, duration, grant }: Noted, at: number): string =>
    store.indexHmac(
      'activity',
      encodeText(JSON.stringify([grantee, what, type, outcome, duration, grant, minuteOf(at)])),
    )

  return {
    count: (noted) => {
      const at = now()
      const entries = noted.map((each): ActivityEntry => ({ ...each, id: idOf(each, at), at, times: 1 }))
      const fresh = entries.some(({ id }) => !open.has(id))
      for (const entry of entries) {
        set(together(open.get(entry.id), entry))
        unwritten.add(entry.id)
      }
      return { fresh, takeBack: () => entries.forEach(less) }
    },
    write: () => {
      const written: { entry: ActivityEntry; before: ActivityEntry | undefined }[] = []
      return {
        write: async () => {
          for (const id of unwritten) {
            // A worker that has just begun may go on in a minute in which another one has counted.
            const before = whole.has(id) ? undefined : await table.get(id).catch(() => undefined)
            const entry = open.get(id) as ActivityEntry
            written.push({ entry, before })
            await table.put(id, together(before, entry), { minute: minuteOf(entry.at) })
          }
        },
        done: () => {
          for (const { entry, before } of written) {
            const { id } = entry
            if (open.get(id) === entry) unwritten.delete(id)
            if (before) set(together(before, open.get(id) as ActivityEntry))
            whole.add(id)
          }
          for (const [id, { at }] of open) {
            if (unwritten.has(id) || minuteOf(at) === minuteOf(now())) continue
            open.delete(id)
            whole.delete(id)
          }
        },
      }
    },
    find: async ({ words = [], offset, limit }) => {
      const all = await reader.all(() => open.values())
      const found = words.length === 0 ? all : all.filter(holding(words))
      return { entries: found.slice(offset, offset + limit), total: found.length }
    },
    forget: async (before) => {
      const erase = async (to: number, limit: number): Promise<number> => {
        const ids: string[] = []
        const rows = await table.where({ index: 'minute', from: 0, to, limit }, (id) => ids.push(id))
        ids.push(...rows.map(({ id }) => id))
        await commit(() => ids.map((id) => ({ write: () => table.delete(id) })))
        return ids.length
      }
      while ((await erase(minuteOf(before) - 1, AT_ONCE)) === AT_ONCE) await pause()
      for (let over = (await table.count()) - most; over > 0; over -= AT_ONCE) {
        await erase(Number.MAX_SAFE_INTEGER, Math.min(over, AT_ONCE))
        await pause()
      }
      reader.release()
    },
  }
}

/** All entries in memory, from when somebody asks until they are released. */
const openReader = (store: SealedStore, most: number) => {
  const table = store.table<ActivityEntry>('activity')
  let loading: Promise<Map<string, ActivityEntry>> | null = null
  let read: Map<string, ActivityEntry> | null = null
  let sorted: ActivityEntry[] | null = null

  const load = async (): Promise<Map<string, ActivityEntry>> => {
    const found = new Map<string, ActivityEntry>()
    for (let to = Number.MAX_SAFE_INTEGER, limit = AT_ONCE; found.size < most; await pause()) {
      let damaged = 0
      const rows = await table.where({ index: 'minute', from: 0, to, reverse: true, limit }, () => damaged++)
      for (const row of rows) found.set(row.id, row)
      if (rows.length + damaged < limit) break
      const next = rows.reduce((least, { at }) => Math.min(least, minuteOf(at)), to)
      // One minute of more rows than were asked for: only more of them lead out of it.
      limit = next === to ? limit * 2 : AT_ONCE
      to = next
    }
    return found
  }

  const release = (): void => {
    loading = null
    read = null
    sorted = null
  }

  return {
    set: (entry: ActivityEntry): void => {
      read?.set(entry.id, entry)
      sorted = null
    },
    delete: (id: string): void => {
      read?.delete(id)
      sorted = null
    },
    all: async (open: () => Iterable<ActivityEntry>): Promise<readonly ActivityEntry[]> => {
      loading ??= load()
      const found = await loading.catch((error: unknown) => {
        release()
        throw error
      })
      if (!read) {
        read = found
        for (const entry of open()) read.set(entry.id, entry)
      }
      sorted ??= [...read.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
      return sorted
    },
    release,
  }
}

const minuteOf = (at: number): number => Math.floor(at / MINUTE)

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

const together = (a: ActivityEntry | undefined, b: ActivityEntry): ActivityEntry =>
  a
    ? {
        ...b,
        at: Math.max(a.at, b.at),
        fields: [...new Set([...a.fields, ...b.fields])].slice(0, MOST_FIELDS),
        items: a.items + b.items,
        times: a.times + b.times,
      }
    : b

const holding =
  (words: readonly ActivityWord[]) =>
  (entry: ActivityEntry): boolean => {
    const own = termsOf(entry)
    return words.every(({ text, terms }) => entry.grantee.includes(text) || own.some((term) => terms.includes(term)))
  }
