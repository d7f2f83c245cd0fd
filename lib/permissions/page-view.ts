import type { PageGrant } from '../contract/page-api'
import type { Grant } from '../contract/permission'

/** A grant as its site sees it at that time. Which items it is of is not said, and one that is spent has expired. */
export const pageGrant = (grant: Grant, now: number): PageGrant => ({
  id: grant.id,
  invoker: grant.grantee,
  parentCapability: grant.capability,
  date: new Date(grant.at).toISOString(),
  duration: grant.duration,
  caveats: caveatsOf(grant),
  status: statusOf(grant, now),
  receipt: grant.receipt,
})

const caveatsOf = ({ capability, type, scope, purpose, expiresAt }: Grant): PageGrant['caveats'] => {
  const caveats: PageGrant['caveats'] = []
  if (type !== null) caveats.push({ type: 'type', value: type })
  if (scope) {
    caveats.push({ type: 'fields', value: [...scope.fields] })
    const some = Object.values(scope.records).filter((rule) => Object.keys(rule).length > 0).length
    // What is added is never one of those that are there.
    if (capability !== 'data.create') caveats.push({ type: 'records', value: scope.all ? 'all' : some })
  }
  if (expiresAt !== null) caveats.push({ type: 'expiresAt', value: new Date(expiresAt).toISOString() })
  if (purpose) caveats.push({ type: 'purpose', value: { ...purpose } })
  return caveats
}

const statusOf = ({ ended, expiresAt }: Grant, now: number): PageGrant['status'] => {
  if (ended) return ended.why === 'revoked' ? 'revoked' : 'expired'
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active'
}
