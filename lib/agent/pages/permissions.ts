import type { PageGrant, PageParams } from '../../contract/page-api'
import type { Access, Capability, Descriptor, Duration, Grant, Purpose, Scope } from '../../contract/permission'
import { DURATIONS } from '../../contract/permission'
import type { AskPart, PartDecision } from '../../contract/sites-api'
import { pageGrant } from '../../permissions/page-view'
import type { NewGrant } from '../../permissions/permissions'
import { durationsFor } from '../../permissions/scope'
import { PageFault } from './fault'
import { type Asking, checkFields, type Question, recordsWith, scopeOf } from './question'
import type { Site } from './site'

type Standing = Exclude<Access, 'read'>

/** `permissions_request`: what is already given is answered with, all else is asked in one prompt. */
export const request: Question<'permissions_request'> = {
  check: (descriptors) => descriptors.forEach(checkDescriptor),
  answer: async (site, descriptors) => {
    const result = grantedOf(site, descriptors)
    return result && { result }
  },
  ask: (site, descriptors) => ({
    ...timesOf(site, descriptors, 'once'),
    purpose: purposeOf(descriptors),
    parts: descriptors.flatMap((descriptor) => partsOf(site, descriptor)),
  }),
  allow: async (site, descriptors, ask, { duration, asking, parts }) => {
    const grants = grantsOf(site, descriptors, asking.parts, parts)
    if (grants.length === 0) throw new PageFault('NotAllowedError')
    const given = await site.permissions.allow({ ...callerOf(site), ask, did: site.identity.did, duration, grants })
    return viewsOf(site, given)
  },
  noted: (descriptors) => descriptors.map(notedOf),
}

/** Refuses types and fields that there are none of. */
export const checkDescriptor = (descriptor: Descriptor): void => {
  if (descriptor.name === 'data') checkFields(descriptor.type, descriptor.fields)
}

/** The live grants that give all of this, as the site sees them; null where anything of it is not given. */
export const grantedOf = (site: Site, descriptors: readonly Descriptor[]): PageGrant[] | null => {
  const found = new Map<string, Grant>()
  for (const descriptor of descriptors)
    for (const need of needsOf(descriptor)) {
      const cover = site.permissions.cover(site, need)
      if (!cover) return null
      for (const grant of cover.grants) found.set(grant.id, grant)
    }
  return viewsOf(site, [...found.values()])
}

const needsOf = (descriptor: Descriptor) =>
  descriptor.name === 'identity'
    ? [{ capability: 'identity.signIn' as const, type: null }]
    : descriptor.access.map((access) => ({
        capability: `data.${access}` as const,
        type: descriptor.type,
        ...(access !== 'delete' && { fields: descriptor.fields }),
      }))

/** Grants as their site sees them. */
export const viewsOf = ({ now }: Site, grants: readonly Grant[]): PageGrant[] =>
  grants.map((grant) => pageGrant(grant, now()))

/** Who calls, without the rest of the site. */
export const callerOf = ({ grantee, tab }: Site) => ({ grantee, tab })

/** How long it may be for: no longer than the shortest that was asked for, where that was said. */
export const timesOf = (
  { grantee }: Site,
  descriptors: readonly Descriptor[],
  unsaid: Duration,
): Pick<Asking, 'durations' | 'wanted'> => {
  const said = descriptors.flatMap(({ duration }) => duration ?? [])
  const shortest = DURATIONS.find((duration) => said.includes(duration))
  const durations = durationsFor(grantee, shortest)
  const wanted = shortest ?? unsaid
  return { durations, wanted: durations.includes(wanted) ? wanted : (durations[0] ?? 'once') }
}

/** The purposes of all of them: the same words once. */
export const purposeOf = (descriptors: readonly Descriptor[]): Purpose | null => {
  const purposes = descriptors.flatMap(({ purpose }) => purpose ?? [])
  const [first] = purposes
  if (!first) return null
  const same = purposes.every((each) => JSON.stringify(each) === JSON.stringify(first))
  return same ? first : { text: [...new Set(purposes.map(({ text }) => text))].join('\n') }
}

/** What one descriptor asks the person: to read, and to do other things later. */
export const partsOf = (site: Site, descriptor: Descriptor): AskPart[] => {
  if (descriptor.name === 'identity') return [identityPart(site, 'signIn')]
  const { type, fields } = descriptor
  const access = standingOf(descriptor.access)
  const parts: AskPart[] = []
  if (descriptor.access.includes('read'))
    parts.push({ kind: 'read', type, fields, ...recordsWith(site, type, fields), pick: null, standing: true })
  const named = access.every((each) => each === 'delete') ? [] : fields
  if (access.length > 0)
    parts.push({
      kind: 'standing',
      access,
      type,
      fields: named,
      total: site.data.search.find({ type }, 'newest').length,
    })
  return parts
}

const standingOf = (access: readonly Access[]): Standing[] =>
  [...new Set(access)].filter((each): each is Standing => each !== 'read')

/** The identity for this site, to be known by or to sign in with. */
export const identityPart = (
  site: Site,
  act: 'connect' | 'signIn',
  { statement = null, resources = [] }: { statement?: string | null; resources?: string[] } = {},
): AskPart => {
  const { connectedAt, signedInAt } = site.permissions.site(site.grantee)
  const lastAt = act === 'connect' ? connectedAt : signedInAt
  return { kind: 'identity', act, did: site.identity.did, lastAt, statement, resources }
}

/** The grants that the decisions make, in the order of the parts that `partsOf` made of the descriptors. */
export const grantsOf = (
  site: Site,
  descriptors: readonly Descriptor[],
  parts: readonly AskPart[],
  decided: readonly PartDecision[],
): NewGrant[] => {
  const left = parts.map((part, index) => ({ part, decision: decided[index] ?? { allow: false as const } }))
  return descriptors.flatMap((descriptor): NewGrant[] => {
    const purpose = descriptor.purpose ?? null
    if (descriptor.name === 'identity')
      return left.shift()?.decision.allow ? [{ capability: 'identity.signIn', type: null, scope: null, purpose }] : []
    const { access, type, fields } = descriptor
    const grant = (capability: Capability, scope: Scope): NewGrant => ({ capability, type, scope, purpose })
    const given: NewGrant[] = []
    if (access.includes('read')) {
      const scope = scopeOfNext(site, left)
      if (scope) given.push(grant('data.read', scope))
    }
    const standing = standingOf(access)
    const scope = standing.length > 0 ? scopeOfNext(site, left) : null
    for (const each of scope ? standing : [])
      given.push(grant(`data.${each}`, { ...(scope as Scope), ...(each === 'delete' && { fields }) }))
    return given
  })
}

const scopeOfNext = (site: Site, left: { part: AskPart; decision: PartDecision }[]): Scope | null => {
  const next = left.shift()
  return next && next.part.kind !== 'identity' ? scopeOf(site, next.part, next.decision) : null
}

const notedOf = (descriptor: Descriptor) =>
  descriptor.name === 'identity'
    ? { what: 'request' as const, type: null, fields: [] }
    : { what: 'request' as const, type: descriptor.type, fields: descriptor.fields }

/** `permissions_query`: the live grants that are asked about; all of them without a word. */
export const query = (site: Site, asked: PageParams<'permissions_query'>): PageGrant[] => {
  const live = viewsOf(site, site.permissions.live(site))
  return asked === undefined ? live : live.filter((grant) => asked.some((each) => isAbout(each, grant)))
}

/** `permissions_revoke`: the site gives up what is its own; of others' it learns nothing. */
export const revoke = async (site: Site, which: PageParams<'permissions_revoke'>): Promise<null> => {
  const ids = site.permissions
    .live(site)
    .filter((grant) => which.some((each) => each === grant.id || isAbout(each, pageGrant(grant, site.now()))))
    .map(({ id }) => id)
  if (ids.length > 0) await site.permissions.revoke({ ids, grantee: site.grantee }, 'site')
  return null
}

/** Whether a descriptor, or as much of one as there is, is about this grant. */
const isAbout = (asked: unknown, { parentCapability, caveats }: PageGrant): boolean => {
  if (typeof asked !== 'object' || asked === null) return false
  const { name, type, access } = asked as { name?: unknown; type?: unknown; access?: unknown }
  const [kind, what] = parentCapability.split('.')
  const of = caveats.find((caveat) => caveat.type === 'type')?.value
  return name === kind && (type === undefined || type === of) && (!Array.isArray(access) || access.includes(what))
}

/** `receipts_list`: the newest hundred of this site's own. */
export const receipts = async ({ permissions, grantee }: Site): Promise<object[]> => {
  // Nothing is looked up for whoever never got anything: that takes as long locked or not.
  if (permissions.site(grantee).first) return []
  return (await permissions.receipts({ grantee, offset: 0, limit: 100 })).receipts
}
