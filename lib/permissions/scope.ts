import type { ItemId } from '../contract/ids'
import type { Item } from '../contract/item'
import type { Duration, Grantee, Scope } from '../contract/permission'
import type { AskPart } from '../contract/sites-api'

/** What was asked for, which a decision can only narrow. */
export interface AskedPart {
  kind: Exclude<AskPart['kind'], 'identity'>
  type: string
  fields: readonly string[]
  /** To read once what the person picks: `multiple` or one. */
  pick?: { multiple: boolean } | null
  /** To read: also what is added later, if the person says so. */
  standing?: boolean
  /** The items that may be named: of the type, in the vault, not in the bin; for a write or a deletion those that it is about. */
  item(id: ItemId): Pick<Item, 'type' | 'fields' | 'binnedAt'> | undefined
}

/**
 * The scope that a person's decision about one part makes; null where it is denied. To read: `fields` of the items in `records`,
 * or of all. To act later (`standing`): `all` for what exists, else only what the grantee makes. To write or delete now:
 * without `records` all that was shown (`all`), with them only those. Throws `bad-request` for whatever goes beyond what was
 * asked, or gives nothing.
 */
export const narrow = (_asked: AskedPart, _decision: unknown): Scope | null => {
  throw new Error('not yet')
}

/** For how long a grantee may be given something, the longest first: no longer than `wanted`; pages of this computer a tab at most. */
export const durationsFor = (_grantee: Grantee, _wanted: Duration = 'untilRevoked'): Duration[] => {
  throw new Error('not yet')
}
