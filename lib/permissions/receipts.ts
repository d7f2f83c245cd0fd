import type { ReceiptId } from '../contract/ids'
import type { Capability, Duration, Grant, Grantee, Purpose } from '../contract/permission'
import type { Receipt } from '../contract/receipt'
import type { SealedStore } from '../vault/sealed'
import { receiptOf } from './receipt'
import type { Step } from './step'

/** What a receipt says. */
export interface ReceiptRow {
  id: ReceiptId
  at: number
  grantee: Grantee
  /** The identity for this grantee. */
  did: string
  /** `data.read` for what was picked, too. */
  capabilities: Capability[]
  type: string | null
  fields: string[]
  purpose: Purpose | null
  duration: Duration
  expiresAt: number | null
  ended: Grant['ended']
}

/** The receipts, sealed; which there are is in memory once somebody has asked. */
export interface Receipts {
  give(rows: readonly ReceiptRow[]): Step
  /** Null where there is none. */
  get(id: ReceiptId): Promise<Receipt | null>
  /** Says in the receipts of these that they have ended. */
  end(grants: readonly Grant[]): Step
  /** The newest first. */
  read(page: { grantee?: Grantee; offset: number; limit: number }): Promise<{ receipts: Receipt[]; total: number }>
}

/** Opens them; one that does not open is left out. */
export const openReceipts = (store: SealedStore): Receipts => {
  const table = store.table<ReceiptRow>('receipts')
  type Head = Pick<ReceiptRow, 'id' | 'at' | 'grantee'>
  let heads: Promise<Map<string, Head>> | null = null

  const get = async (id: ReceiptId): Promise<Receipt | null> => {
    const row = await table.get(id).catch(() => undefined)
    return row ? receiptOf(row) : null
  }
  const headOf = ({ id, at, grantee }: ReceiptRow): Head => ({ id, at, grantee })
  const load = async () => {
    const rows = await table.all(() => undefined)
    return new Map(rows.map((row) => [row.id, headOf(row)]))
  }

  return {
    give: (rows) => ({
      write: async () => {
        for (const row of rows) await table.put(row.id, row)
      },
      done: () => {
        for (const row of rows) void heads?.then((all) => all.set(row.id, headOf(row)))
      },
    }),
    get,
    end: (grants) => ({
      write: async () => {
        for (const { receipt: id, ended } of grants) {
          const row = await table.get(id).catch(() => undefined)
          if (row) await table.put(id, { ...row, ended })
        }
      },
    }),
    read: async ({ grantee, offset, limit }) => {
      heads ??= load()
      const all = await heads.catch((error: unknown) => {
        heads = null
        throw error
      })
      const found = [...all.values()]
        .filter((each) => grantee === undefined || each.grantee === grantee)
        .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
      const receipts: Receipt[] = []
      for (const { id } of found.slice(offset, offset + limit)) {
        const receipt = await get(id)
        if (receipt) receipts.push(receipt)
      }
      return { receipts, total: found.length }
    },
  }
}
