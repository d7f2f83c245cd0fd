import type { Panel } from '../../contract/panel-api'
import type { ActivityEntry } from '../../contract/permission'
import type { Receipt } from '../../contract/receipt'
import { patiently } from '../data/patient'

/** All activity, the newest first. What happens meanwhile moves the rest along: each entry comes once. */
export const readActivity = async (panel: Panel): Promise<ActivityEntry[]> => {
  const entries = new Map<string, ActivityEntry>()
  for (let offset = 0; ; ) {
    const page = await patiently(() => panel.ask('readActivity', { offset }))
    for (const entry of page.entries) entries.set(entry.id, entry)
    offset += page.entries.length
    if (page.entries.length === 0 || offset >= page.total) return [...entries.values()]
  }
}

/** Receipts, the newest first, from `offset`. */
export const receiptsFrom = (panel: Panel, offset: number): Promise<{ receipts: Receipt[]; total: number }> =>
  patiently(() => panel.ask('readReceipts', { offset }))

/** All of them. */
export const readReceipts = async (panel: Panel): Promise<Receipt[]> => {
  const receipts: Receipt[] = []
  for (;;) {
    const page = await receiptsFrom(panel, receipts.length)
    receipts.push(...page.receipts)
    if (page.receipts.length === 0 || receipts.length >= page.total) return receipts
  }
}
