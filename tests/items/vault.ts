import 'fake-indexeddb/auto'
import type { ImportId, ItemId } from '../../lib/contract/ids'
import type { Draft, Imported, Item } from '../../lib/contract/item'
import { random } from '../../lib/crypto/random'
import { type Data, openData } from '../../lib/items/data'
import { itemOf } from '../../lib/items/entry'
import { newId } from '../../lib/items/item-store'
import { type HearthDatabase, openDatabase } from '../../lib/store/database'
import { type SealedStore, sealedStore } from '../../lib/vault/sealed'

let vaults = 0

/** A vault on a disk of its own. Opening it again is what a crash leaves: everything that was only in memory is gone. */
export class Vault {
  readonly #name = `vault-${++vaults}`
  readonly #key = random(32)
  #clock = Date.UTC(2026, 10, 23)
  db: HearthDatabase = openDatabase(this.#name)
  store: SealedStore = null as never
  data: Data = null as never

  async open(): Promise<Data> {
    this.data?.close()
    this.db.close()
    this.db = openDatabase(this.#name)
    this.store = sealedStore(this.db, this.#key)
    this.data = await openData(
      this.store,
      () => this.#clock++,
      () => undefined,
    )
    await this.data.items.ready
    return this.data
  }
  passes(ms: number): void {
    this.#clock += ms
  }
  /** Every item there is, by name, in the bin or not. */
  all(): Item[] {
    return this.data.items
      .all()
      .map(itemOf)
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  }
  names(): string[] {
    return this.all()
      .filter(({ binnedAt }) => binnedAt === undefined)
      .map(nameOf)
  }
}

export const nameOf = ({ fields }: Pick<Item, 'fields'>): string => String(fields.name ?? '')

/** A note of that name. */
export const note = (name: string, text = 'text'): Draft => ({ type: 'Note', fields: { name, text }, tags: [] })

/** A contact with these fields. */
export const contact = (name: string, fields: Draft['fields'] = {}): Draft => ({
  type: 'Contact',
  fields: { name, ...fields },
  tags: [],
})

/** Adds an item and says which. */
export const add = async (data: Data, draft: Draft): Promise<ItemId> => {
  const id = newId<ItemId>()
  await data.editing.save(id, draft, null)
  return id
}

/** What an importer read: the same key is the same thing, the same text the same state of it. */
export const imported = (key: string, name = key, text = 'text'): Imported => ({
  ...note(name, text),
  key,
  version: text,
})

/** A whole import. */
export const bring = async (data: Data, items: readonly Imported[], id: ImportId = newId()): Promise<ImportId> => {
  await data.imports.start(id, 'notes.vcf', 'vcard')
  await data.imports.add(id, 0, { items, problems: [], unread: 0 })
  await data.imports.finish(id)
  return id
}
