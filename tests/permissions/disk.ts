import 'fake-indexeddb/auto'
import { HearthError } from '../../lib/contract/errors'
import type { AskId, ItemId } from '../../lib/contract/ids'
import type { Duration, Grant, Scope } from '../../lib/contract/permission'
import { toHex } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'
import type { Allowed, NewGrant } from '../../lib/permissions/giving'
import { openPermissions, type Permissions } from '../../lib/permissions/permissions'
import { type HearthDatabase, openDatabase } from '../../lib/store/database'
import { type SealedStore, sealedStore } from '../../lib/vault/sealed'

export const SHOP = 'https://shop.example'
export const FORUM = 'https://forum.example'
export const TAB = 7
export const DAY = 86_400_000

let disks = 0

/** A vault on a disk of its own. Opening it again is what a killed worker leaves: what was only in memory is gone. */
export class Disk {
  readonly #name = `permissions-${++disks}`
  readonly #key = random(32)
  clock = Date.UTC(2026, 10, 23, 12)
  full = false
  /** Called when something is on disk, before whoever wrote it knows. */
  written: () => void = () => undefined
  db: HearthDatabase = openDatabase(this.#name)
  store: SealedStore = null as never

  readonly now = (): number => this.clock

  async open(session = 'today'): Promise<Permissions> {
    this.db.close()
    this.db = openDatabase(this.#name)
    const store = sealedStore(this.db, this.#key)
    this.store = {
      ...store,
      transaction: async (tables, work) => {
        if (this.full) throw new HearthError('storage-full')
        const result = await store.transaction(tables, work)
        this.written()
        return result
      },
    }
    return openPermissions(this.store, this.now, session)
  }
  passes(ms: number): void {
    this.clock += ms
  }
}

export const newId = <Id extends string>(): Id => toHex(random(16)) as Id
export const newAsk = (): AskId => newId()

/** Everything of a type, in these fields. */
export const everything = (...fields: string[]): Scope => ({ fields, all: true, records: {} })

/** Only these items, whole. */
export const only = (fields: string[], ...items: ItemId[]): Scope => ({
  fields,
  all: false,
  records: Object.fromEntries(items.map((item) => [item, Object.fromEntries(fields.map((field) => [field, true]))])),
})

/** To read contacts. */
export const reading = (scope: Scope): NewGrant => ({
  capability: 'data.read',
  type: 'Contact',
  scope,
  purpose: { text: 'Fill the delivery address', retention: 'P30D' },
})

/** What a person allows the shop. */
export const allowed = (duration: Duration, ...grants: NewGrant[]): Allowed => ({
  ask: newAsk(),
  grantee: SHOP,
  tab: TAB,
  did: 'did:key:z6MkShop',
  duration,
  grants,
})

/** Gives the shop one permission. */
export const give = async (
  permissions: Permissions,
  duration: Duration,
  grant: NewGrant,
  who: Partial<Allowed> = {},
): Promise<Grant> => {
  const [given] = await permissions.allow({ ...allowed(duration, grant), ...who })
  if (!given) throw new Error('nothing was given')
  return given
}
