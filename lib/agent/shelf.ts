import type { ContactId } from '../contract/ids'
import { encodeText } from '../contract/wire'
import type { Held, HeldTable, RowChange, Shelf } from '../conversation/ledger'
import type { MessageRecord } from '../conversation/records'
import type { TableName } from '../store/database'
import type { SealedStore } from '../vault/sealed'

const TABLES: readonly TableName[] = ['contacts', 'sessions', 'outbox', 'invitations', 'prekeys', 'messages']

/** The ledger's shelf in the sealed store. Row ids are HMACs: some of ours are known to others. */
export const sealedShelf = (store: SealedStore): Shelf & { isDamaged(table: HeldTable, id: string): boolean } => {
  const damaged = new Set<string>()
  const rowOf = (table: TableName, id: string) => store.indexHmac(table, encodeText(id))
  const messages = store.table<MessageRecord>('messages')

  const write = async ({ table, id, value }: RowChange): Promise<void> => {
    const row = rowOf(table, id)
    if (value === null) return store.table(table).delete(row)
    return store
      .table<unknown>(table)
      .put(row, value, clearOf(table, value as { contact?: ContactId; position?: number }))
  }
  return {
    // A row that does not open is left out and left as it is: one flipped bit must not cost the whole vault.
    all: <K extends HeldTable>(table: K) => store.table<Held[K]>(table).all((row) => damaged.add(`${table} ${row}`)),
    /** Whether that row is there and does not open. */
    isDamaged: (table, id) => damaged.size > 0 && damaged.has(`${table} ${rowOf(table, id)}`),
    write: (changes) =>
      store.writing(() =>
        store.transaction(TABLES, async () => {
          await Promise.all(changes.map(write))
        }),
      ),
    newest: async (contact, limit) => {
      const index = '[contact+position]'
      const from = [contact, Number.NEGATIVE_INFINITY]
      const to = [contact, Number.POSITIVE_INFINITY]
      const rows = await messages.where({ index, from, to, reverse: true, limit }, () => undefined)
      return rows.reverse()
    },
  }
}

/** What the indexes need in clear: a random id, and a counter. */
const clearOf = (
  table: TableName,
  value: { contact?: ContactId; position?: number },
): Record<string, string | number> => {
  if (table === 'messages') return { contact: value.contact as string, position: value.position as number }
  return {}
}
