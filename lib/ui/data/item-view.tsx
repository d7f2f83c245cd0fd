import type { ItemId } from '../../contract/ids'

/** One item: looked at, and edited. */
export const ItemView = (_: { id: ItemId }) => null
