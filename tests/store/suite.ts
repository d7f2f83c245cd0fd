import { HearthError } from '../../lib/contract/errors'
import { openDatabase, readHeader, TABLE_NAMES, writeHeader } from '../../lib/store/database'
import { type SealedStore, sealedStore } from '../../lib/vault/sealed'

/** What became of one check: its name, and why it failed or null. */
export interface Outcome {
  name: string
  failure: string | null
}

interface Note {
  id: string
  text: string
  bytes?: Uint8Array
}

type Check = (store: SealedStore, db: ReturnType<typeof openDatabase>) => Promise<void>

const KEY = new Uint8Array(32).fill(7)
let databases = 0

/**
 * Runs the storage checks against the IndexedDB around them: the same in Node with a fake one, and in real browsers, whose
 * transactions differ. Nothing of a test runner is needed, so that a plain page can run it.
 */
export const runStoreSuite = async (): Promise<Outcome[]> => {
  const outcomes: Outcome[] = []
  for (const [name, check] of Object.entries(CHECKS)) {
    const db = openDatabase(`suite-${++databases}`)
    const failure = await check(sealedStore(db, KEY), db).then(
      () => null,
      (error: unknown) => String(error instanceof Error ? (error.stack ?? error) : error),
    )
    outcomes.push({ name, failure })
    await db.delete()
  }
  return outcomes
}

const CHECKS: Record<string, Check> = {
  'a value comes back as it went in': async (store) => {
    const notes = store.table<unknown>('settings')
    const value = {
      text: 'grüße 🏠',
      bytes: Uint8Array.of(0, 255),
      numbers: [0, -1, 2 ** 53 - 1, 1.5],
      none: null,
      yes: true,
    }
    await notes.put('a', value)
    same(await notes.get('a'), value)
    same(await notes.get('b'), undefined)
  },

  'one transaction holds reading, opening, a step, sealing and writing': async (store) => {
    const sessions = store.table<{ step: number }>('sessions')
    const outbox = store.table<Note>('outbox')
    await sessions.put('s', { step: 1 }, { contact: 'c' })
    await store.transaction(['sessions', 'outbox'], async () => {
      const session = await sessions.get('s')
      await sessions.put('s', { step: (session?.step ?? 0) + 1 }, { contact: 'c' })
      await outbox.put('m', { id: 'm', text: 'sealed' })
      same((await outbox.all()).length, 0)
    })
    same(await sessions.get('s'), { step: 2 })
    same((await outbox.all()).length, 1)
  },

  'a transaction that throws leaves nothing behind, and throws what was thrown': async (store) => {
    const sessions = store.table<{ step: number }>('sessions')
    await sessions.put('s', { step: 1 }, { contact: 'c' })
    const work = store.transaction(['sessions', 'drafts'], async () => {
      await sessions.put('s', { step: 2 }, { contact: 'c' })
      await store.table('drafts').put('d', 'half')
      throw new HearthError('too-many')
    })
    same(await reasonOf(work), 'too-many')
    same(await sessions.get('s'), { step: 1 })
    same(await store.table('drafts').get('d'), undefined)
  },

  'transactions that step the same row at once lose no step': async (store) => {
    const sessions = store.table<number>('sessions')
    const step = () =>
      store.transaction(['sessions'], async () => sessions.put('s', ((await sessions.get('s')) ?? 0) + 1))
    await Promise.all(Array.from({ length: 20 }, step))
    same(await sessions.get('s'), 20)
  },

  'the writes of a transaction leave without a pause, behind the guard that undoes half of them': async (store) => {
    await store.table('drafts').put('makes the guard', 1)
    const { add, put } = IDBObjectStore.prototype
    const asked: string[] = []
    const noted = (request: typeof put) =>
      function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
        asked.push(this.name)
        if (this.name === 'guard') queueMicrotask(() => asked.push('a pause'))
        return request.apply(this, args)
      }
    IDBObjectStore.prototype.add = noted(add)
    IDBObjectStore.prototype.put = noted(put)
    try {
      await store.transaction(['drafts', 'outbox', 'contacts'], async () => {
        await store.table('drafts').put('a', 1)
        await store.transaction(['outbox'], () => store.table('outbox').put('b', 2, { contact: 'c', order: 1 }))
        await store.table('contacts').put('c', 3)
      })
    } finally {
      Object.assign(IDBObjectStore.prototype, { add, put })
    }
    same(asked, ['guard', 'drafts', 'outbox', 'contacts', 'a pause'])
  },

  'the last of several writes to a row in one transaction counts, as the value was then': async (store, db) => {
    const drafts = store.table<{ text: string }>('drafts')
    await drafts.put('gone', { text: 'gone' })
    const value = { text: 'as it was' }
    await store.transaction(['drafts'], async () => {
      await drafts.put('kept', { text: 'first' })
      await drafts.put('kept', value)
      await drafts.delete('gone')
      await drafts.put('never', { text: 'never' })
      await drafts.delete('never')
      value.text = 'changed later'
    })
    same(await drafts.all(), [{ text: 'as it was' }])
    same((await db.table('drafts').get('kept')).rev, 1)
  },

  'a transaction inside another is part of it': async (store) => {
    const drafts = store.table<number>('drafts')
    const outer = store.transaction(['drafts', 'contacts'], async () => {
      await store.transaction(['drafts'], () => drafts.put('d', 1))
      throw new HearthError('too-many')
    })
    same(await reasonOf(outer), 'too-many')
    same(await drafts.get('d'), undefined)
  },

  'a table that the transaction did not name is refused, and nothing is written': async (store) => {
    const work = store.transaction(['drafts'], async () => {
      await store.table('drafts').put('d', 1)
      await store.table('contacts').put('c', 1)
    })
    same((await reasonOf(work)).startsWith('not ours: NotFoundError'), true)
    same(await store.table('drafts').get('d'), undefined)
  },

  'writing runs one after another, also behind one that failed': async (store) => {
    const order: string[] = []
    const slow = store.writing(async () => {
      order.push('slow begins')
      await store.table('settings').put('a', 1)
      order.push('slow ends')
    })
    const failing = store.writing(() => Promise.reject(new HearthError('too-many')))
    const last = store.writing(async () => order.push('last'))
    same(await reasonOf(failing), 'too-many')
    await Promise.all([slow, last])
    same(order, ['slow begins', 'slow ends', 'last'])
  },

  '1,000 rows are written in one transaction and found by index, newest first': async (store) => {
    const messages = store.table<Note>('messages')
    await store.transaction(['messages'], async () => {
      for (let n = 0; n < 1000; n++) {
        await messages.put(`m${n}`, { id: `m${n}`, text: `line ${n}` }, { contact: `c${n % 2}`, position: n })
      }
    })
    same((await messages.all()).length, 1000)
    const index = '[contact+position]'
    const newest = { index, from: ['c1', 0], to: ['c1', Number.MAX_SAFE_INTEGER], reverse: true, limit: 3 }
    same(
      (await messages.where(newest)).map((note) => note.id),
      ['m999', 'm997', 'm995'],
    )
    same(await messages.count({ index: 'contact', equals: 'c0' }), 500)
    same(await messages.count(), 1000)
  },

  'a row that was altered is reported, and neither lost nor deleted': async (store, db) => {
    const contacts = store.table<Note>('contacts')
    for (const id of ['a', 'b', 'c']) await contacts.put(id, { id, text: id })
    const row = await db.table('contacts').get('b')
    row.box[30] ^= 1
    await db.table('contacts').put(row)
    same(await reasonOf(contacts.get('b')), 'vault-damaged')
    same(await reasonOf(contacts.all()), 'vault-damaged')
    const damaged: string[] = []
    same(
      (await contacts.all((id) => damaged.push(id))).map((note) => note.id),
      ['a', 'c'],
    )
    same(damaged, ['b'])
    same(await db.table('contacts').count(), 3)
  },

  'rows of any wrong shape are damaged rows': async (store, db) => {
    const rows = db.table('contacts')
    const boxes = [undefined, null, 'text', 5, {}, new Uint8Array(0), new Uint8Array(23), new Uint8Array(104)]
    for (const [n, box] of boxes.entries()) {
      await rows.put({ id: `r${n}`, rev: 1, box })
      same(await reasonOf(store.table('contacts').get(`r${n}`)), 'vault-damaged')
    }
  },

  'a row does not open under another id, revision, contact or table, or with another key': async (store, db) => {
    await store.table('messages').put('a', 'mine', { contact: 'c', position: 1 })
    const row = await db.table('messages').get('a')
    const moved = [
      { ...row, id: 'b' },
      { ...row, rev: 2 },
      { ...row, contact: 'd' },
      { ...row, position: 2 },
      { ...row, extra: 1 },
    ]
    for (const changed of moved) {
      await db.table('messages').put(changed)
      same(await reasonOf(store.table('messages').get(changed.id)), 'vault-damaged')
    }
    await db.table('outbox').put(row)
    same(await reasonOf(store.table('outbox').get('a')), 'vault-damaged')
    await db.table('messages').put(row)
    same(await store.table('messages').get('a'), 'mine')
    same(await reasonOf(sealedStore(db, new Uint8Array(32)).table('messages').get('a')), 'vault-damaged')
  },

  'every write counts the row up, seals anew and hides lengths by blocks': async (store, db) => {
    const sizes: number[] = []
    const boxes = new Set<string>()
    for (const text of ['', 'a', 'a', 'a'.repeat(40), 'a'.repeat(80)]) {
      await store.table('drafts').put('d', text)
      const row = await db.table('drafts').get('d')
      sizes.push(row.box.length)
      boxes.add(row.box.join())
    }
    same(sizes, [104, 104, 104, 104, 168])
    same(boxes.size, 5)
    same((await db.table('drafts').get('d')).rev, 5)
  },

  'deleted is gone, and every table takes rows': async (store) => {
    for (const name of TABLE_NAMES) {
      const table = store.table<string>(name)
      await table.put('x', name, { contact: 'c', position: 1, order: 1 })
      same(await table.all(), [name])
      await table.delete('x')
      same(await table.get('x'), undefined)
    }
  },

  'names made by HMAC depend on label, bytes and vault': async (store, db) => {
    const bytes = Uint8Array.of(1, 2)
    const names = [
      store.indexHmac('a', bytes),
      store.indexHmac('b', bytes),
      store.indexHmac('a', Uint8Array.of(1)),
      store.indexHmac('a\u0001', Uint8Array.of(2)),
      sealedStore(db, new Uint8Array(32)).indexHmac('a', bytes),
    ]
    same(new Set(names).size, 5)
    same(store.indexHmac('a', bytes), names[0])
    same(
      names.every((name) => /^[0-9a-f]{32}$/.test(name)),
      true,
    )
  },

  'the header is none at first, and then what was written': async (_, db) => {
    same(await readHeader(db), null)
    await writeHeader(db, Uint8Array.of(1, 2, 3))
    same(await readHeader(db), Uint8Array.of(1, 2, 3))
  },

  'a full disk is storage-full, and the transaction leaves nothing behind': async (store) => {
    await store.table('drafts').put('d', 'before')
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('no room', 'QuotaExceededError')
    }
    try {
      same(await reasonOf(store.table('drafts').put('d', 'after')), 'storage-full')
      const both = store.transaction(['drafts', 'contacts'], async () => store.table('contacts').put('c', 1))
      same(await reasonOf(both), 'storage-full')
    } finally {
      IDBObjectStore.prototype.put = put
    }
    same(await store.table('drafts').get('d'), 'before')
  },
}

const reasonOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
  } catch (error) {
    return error instanceof HearthError ? error.reason : `not ours: ${String(error)}`
  }
  return 'nothing was thrown'
}

const same = (actual: unknown, expected: unknown): void => {
  if (show(actual) !== show(expected)) throw new Error(`expected ${show(expected)}, got ${show(actual)}`)
}

// One text per value: keys in order, byte strings apart from arrays.
const show = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (part instanceof Uint8Array) return `bytes ${part.join()}`
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
  }) ?? 'undefined'
