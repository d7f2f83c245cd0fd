import { openDatabase } from '../../../lib/store/database'
import { sealedStore } from '../../../lib/vault/sealed'
import { createVault, unlockVault } from '../../../lib/vault/vault'
import { runStoreSuite } from '../../store/suite'

const TABLES = ['sessions', 'outbox', 'drafts'] as const

const open = (name: string) => sealedStore(openDatabase(name), new Uint8Array(32).fill(7))

/** What the tests ask of a plain page in a real browser. */
const page = {
  runStoreSuite,

  /** Steps three tables together, transaction after transaction, without an end; the title says when it is under way. */
  async churn(name: string): Promise<void> {
    const store = open(name)
    const begin = (await store.table<number>('sessions').get('row')) ?? 0
    for (let n = begin + 1; ; n++) {
      await store.transaction(TABLES, async () => {
        for (const table of TABLES) await store.table(table).put('row', n, { contact: 'c', order: 1 })
      })
      if (n === begin + 3) document.title = 'under way'
    }
  },

  /** The last step that each of the tables saw. */
  steps(name: string) {
    const store = open(name)
    return store.transaction(TABLES, () => Promise.all(TABLES.map((table) => store.table<number>(table).get('row'))))
  },

  /** Writes two rows of a megabyte in each transaction until one fails; tells why, and how many rows there were and are. */
  async fill(name: string): Promise<{ failure: string; committed: number; found: number }> {
    const store = open(name)
    const messages = store.table<Uint8Array>('messages')
    const large = new Uint8Array(1 << 20)
    let committed = 0
    try {
      for (; committed < 100; committed += 2) {
        await store.transaction(['messages'], async () => {
          await messages.put(`m${committed}`, large, { contact: 'c', position: committed })
          await messages.put(`m${committed + 1}`, large, { contact: 'c', position: committed + 1 })
        })
      }
    } catch (error) {
      const failure = String((error as { reason?: string }).reason ?? error)
      return { failure, committed, found: (await messages.all()).length }
    }
    return { failure: 'none', committed, found: (await messages.all()).length }
  },

  /** Makes a vault, opens it, and opens the one whose header came from elsewhere. */
  async vaults(elsewhere: number[], passphrase: string): Promise<{ opens: boolean; key: number[] }> {
    const made = await createVault({ passphrase, root: new Uint8Array(16), recoveryKey: new Uint8Array(32) })
    const again = await unlockVault(made.header, passphrase)
    const { key } = await unlockVault(Uint8Array.from(elsewhere), passphrase)
    return { opens: again.key.join() === made.key.join(), key: [...key] }
  },
}

export type StoragePage = typeof page

Object.assign(globalThis, { storagePage: page })
document.title = 'ready'
