import { same } from '../../contract/canonical'
import { HearthError } from '../../contract/errors'
import type { PageGrant, PageParams } from '../../contract/page-api'
import {
  type About,
  type Access,
  type Capability,
  type Descriptor,
  DURATIONS,
  type Duration,
  type Grant,
  type Purpose,
  type Scope,
} from '../../contract/permission'
import type { AskPart, PartDecision } from '../../contract/sites-api'
import { pageGrant } from '../../permissions/page-view'
import type { Cover, NewGrant } from '../../permissions/permissions'
import { durationsFor } from '../../permissions/scope'
import { PageFault } from './fault'
import { type Asking, checkFields, type Question, readsLater, recordsWith, scopeOf } from './question'
import type { Site } from './site'

type Standing = Exclude<Access, 'read'>

/** `permissions_request`: what is already given is answered with, all else is asked in one prompt. */
export const request: Question<'permissions_request'> = {
  check: (descriptors) => descriptors.forEach(checkDescriptor),
  answer: async (site, descriptors) =>
    missingOf(site, descriptors).length === 0 ? { result: viewsOf(site, givenOf(site, descriptors)) } : null,
  ask: (site, descriptors) => {
    const missing = missingOf(site, descriptors)
    return { ...timesOf(site, missing, 'once'), purpose: purposeOf(missing), parts: partsOf(site, missing) }
  },
  allow: async (site, descriptors, ask, { duration, asking, parts }) => {
    const before = givenOf(site, descriptors)
    const grants = grantsOf(site, missingOf(site, descriptors), asking.parts, parts)
    if (grants.length === 0) throw new PageFault('NotAllowedError')
    const { grantee, tab, identity, permissions } = site
    const given = await permissions.allow({ grantee, tab, ask, did: identity.did, duration, grants })
    return viewsOf(site, [...before, ...given])
  },
  noted: (descriptors) => descriptors.map(notedOf),
}

/** Refuses types and fields that there are none of. */
export const checkDescriptor = (descriptor: Descriptor): void => {
  if (descriptor.name === 'data') checkFields(descriptor.type, descriptor.fields)
}

/** What of these is not given yet: only that is asked. */
export const missingOf = (site: Site, descriptors: readonly Descriptor[]): Descriptor[] =>
  descriptors.flatMap((descriptor): Descriptor[] => {
    if (descriptor.name === 'identity') return coverOf(site, descriptor, 'signIn') ? [] : [descriptor]
    const access = descriptor.access.filter((each) => !coverOf(site, descriptor, each))
    return access.length === 0 ? [] : [{ ...descriptor, access }]
  })

/** The live grants that give what of these is given. */
const givenOf = (site: Site, descriptors: readonly Descriptor[]): Grant[] => {
  const covers = descriptors.flatMap((each) => each.access.flatMap((access) => coverOf(site, each, access) ?? []))
  return [...new Map(covers.flatMap(({ grants }) => grants.map((grant) => [grant.id, grant]))).values()]
}

// What was given for another purpose was not given for this one.
const coverOf = (site: Site, descriptor: Descriptor, access: Access | 'signIn'): Cover | null => {
  const { purpose } = descriptor
  if (descriptor.name === 'identity')
    return site.permissions.cover(site, { capability: 'identity.signIn', type: null, purpose })
  const { type, fields } = descriptor
  const capability: Capability = `data.${access as Access}`
  return site.permissions.cover(site, { capability, type, purpose, ...(access !== 'delete' && { fields }) })
}

/** Grants as their site sees them. */
export const viewsOf = ({ now }: Site, grants: readonly Grant[]): PageGrant[] =>
  grants.map((grant) => pageGrant(grant, now()))

/** How long it may be for: no longer than the shortest that was asked for, where that was said. */
export const timesOf = (
  { grantee }: Site,
  descriptors: readonly Descriptor[],
  unsaid: Duration,
): Pick<Asking, 'durations' | 'wanted'> => {
  const shortest = (of: readonly (Duration | undefined)[]) => DURATIONS.find((duration) => of.includes(duration))
  const said = descriptors.map(({ duration }) => duration)
  const durations = durationsFor(grantee, shortest(said))
  // Of several the one that says nothing is as if it stood alone.
  const wanted = shortest(said.map((duration) => duration ?? unsaid)) ?? unsaid
  return { durations, wanted: durations.includes(wanted) ? wanted : (durations[0] ?? 'once') }
}

/** The purposes of all of them: the same words once. */
export const purposeOf = (descriptors: readonly Descriptor[]): Purpose | null => {
  const purposes = descriptors.flatMap(({ purpose }) => purpose ?? [])
  const [first] = purposes
  if (!first) return null
  const isOne = purposes.every((each) => same(each, first))
  return isOne ? first : { text: [...new Set(purposes.map(({ text }) => text))].join('\n') }
}

/** What descriptors ask the person: to read, and to do other things later. */
export const partsOf = (site: Site, descriptors: readonly Descriptor[]): AskPart[] =>
  descriptors.flatMap((descriptor) => {
    if (descriptor.name === 'identity') return [identityPart(site, 'signIn')]
    const { type, fields } = descriptor
    const access = standingOf(descriptor.access)
    const parts: AskPart[] = []
    if (descriptor.access.includes('read'))
      parts.push({ kind: 'read', type, fields, ...recordsWith(site, type, fields), pick: null, standing: true })
    const named = access.every((each) => each === 'delete') ? [] : fields
    const total = () => site.data.search.find({ type }, 'newest').length
    const reads = access.includes('create') && readsLater(site, type)
    if (access.length > 0) parts.push({ kind: 'standing', access, type, fields: named, total: total(), reads })
    return parts
  })

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

/** The grants that the decisions make, in the order of the parts. Throws `changed-since` where these are of other descriptors. */
export const grantsOf = (
  site: Site,
  descriptors: readonly Descriptor[],
  parts: readonly AskPart[],
  decided: readonly PartDecision[],
): NewGrant[] => {
  // What was missing when it was shown may have been given or have ended since.
  if (!same(parts, partsOf(site, descriptors))) throw new HearthError('changed-since')
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
  const live = site.permissions.live(site)
  return viewsOf(site, asked ? live.filter((grant) => asked.some((each) => isAbout(each, grant))) : live)
}

/** `permissions_revoke`: the site gives up what is its own; of others' it learns nothing. */
export const revoke = async (site: Site, which: PageParams<'permissions_revoke'>): Promise<null> => {
  const isMeant = (grant: Grant) =>
    which.some((each) => (typeof each === 'string' ? each === grant.id : isAbout(each, grant)))
  const ids = site.permissions.live(site).flatMap((grant) => (isMeant(grant) ? grant.id : []))
  if (ids.length > 0) await site.permissions.revoke({ ids, grantee: site.grantee }, 'site')
  return null
}

const isAbout = ({ name, type, access }: About, grant: Grant): boolean => {
  const means = access?.map((each) => `${name}.${each}`).includes(grant.capability) ?? grant.capability.startsWith(name)
  return means && (type === undefined || type === grant.type)
}

/** `receipts_list`: the newest hundred of this site's own. */
export const receipts = async ({ permissions, grantee }: Site): Promise<object[]> => {
  // Nothing is looked up for whoever never got anything: that takes as long locked or not.
  if (permissions.site(grantee).first) return []
  return (await permissions.receipts({ grantee, offset: 0, limit: 100 })).receipts
}
