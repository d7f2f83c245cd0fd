import type { PageGrant } from '../contract/page-api'
import type { Grant } from '../contract/permission'

/** A grant as its site sees it at that time. */
export const pageGrant = (_grant: Grant, _now: number): PageGrant => {
  throw new Error('not yet')
}
