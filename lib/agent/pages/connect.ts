import type { PageParams, PageResults } from '../../contract/page-api'
import { signInToken, TOKEN_SECONDS } from '../../identity/sign-in-token'
import type { NewGrant } from '../../permissions/permissions'
import { durationsFor } from '../../permissions/scope'
import { PageFault } from './fault'
import {
  callerOf,
  checkDescriptor,
  grantedOf,
  grantsOf,
  identityPart,
  partsOf,
  purposeOf,
  request,
  timesOf,
  viewsOf,
} from './permissions'
import { type Question, refuse } from './question'
import type { Site } from './site'

const CONNECT = { capability: 'identity.connect', type: null } as const
const SIGN_IN = { capability: 'identity.signIn', type: null } as const

/** `agent_connect`: to be known to the site, and what else it asks for, in one prompt. */
export const connect: Question<'agent_connect'> = {
  check: ({ permissions }) => permissions.forEach(checkDescriptor),
  answer: async (site, { permissions }) => {
    const cover = site.permissions.cover(site, CONNECT)
    const given = cover && grantedOf(site, permissions)
    if (!given) return null
    const used = await site.permissions.use(cover, [{ what: 'connect', type: null, fields: [], items: 0 }])
    return used ? { result: connected(site) } : null
  },
  ask: (site, { permissions }) => ({
    ...timesOf(site, permissions, permissions.length > 0 ? 'tab' : 'untilRevoked'),
    purpose: purposeOf(permissions),
    parts: [identityPart(site, 'connect'), ...permissions.flatMap((descriptor) => partsOf(site, descriptor))],
  }),
  allow: async (site, { permissions }, ask, { duration, asking, parts }) => {
    // Without being known there is nothing to answer with.
    if (!parts[0]?.allow) throw new PageFault('NotAllowedError')
    const known: NewGrant = { ...CONNECT, scope: null, purpose: purposeOf(permissions) }
    const grants = [known, ...grantsOf(site, permissions, asking.parts.slice(1), parts.slice(1))]
    await site.permissions.allow({ ...callerOf(site), ask, did: site.identity.did, duration, grants })
    return connected(site)
  },
  noted: ({ permissions }) => [{ what: 'connect', type: null, fields: [] }, ...request.noted(permissions)],
}

const connected = (site: Site): PageResults['agent_connect'] => ({
  did: site.identity.did,
  grants: viewsOf(site, site.permissions.live(site)),
})

/** `agent_disconnect`: the site gives up all that it was given. */
export const disconnect = async ({ permissions, grantee }: Site): Promise<null> => {
  if (permissions.grants(grantee).some(({ ended }) => !ended)) await permissions.revoke({ grantee }, 'site')
  return null
}

/** `identity_signIn`: asked each time, unless a grant says otherwise. */
export const signIn: Question<'identity_signIn'> = {
  check: ({ expirationTime }, now) => {
    if (expirationTime !== undefined && expiryOf(expirationTime) <= now / 1000) refuse('expirationTime: has passed')
  },
  answer: async (site, params) => {
    const cover = site.permissions.cover(site, SIGN_IN)
    const used = cover && (await site.permissions.use(cover, [SIGNED_IN]))
    return used ? { result: signedIn(site, params) } : null
  },
  ask: (site, { statement, resources }) => ({
    purpose: null,
    durations: durationsFor(site.grantee, 'once'),
    wanted: 'once',
    parts: [identityPart(site, 'signIn', { statement: statement ?? null, resources })],
  }),
  allow: async (site, params, ask, { parts }) => {
    if (!parts[0]?.allow) throw new PageFault('NotAllowedError')
    const { grantee, identity, permissions } = site
    const answer = signedIn(site, params)
    await permissions.done({ ask, grantee, did: identity.did, purpose: null, acts: [SIGNED_IN] })
    return answer
  },
  noted: () => [{ what: 'signIn', type: null, fields: [] }],
}

const SIGNED_IN = { what: 'signIn', type: null, fields: [], items: 0 } as const

const signedIn = (
  { identity, grantee, now }: Site,
  { nonce, statement, expirationTime, resources }: PageParams<'identity_signIn'>,
): PageResults['identity_signIn'] => {
  const iat = Math.floor(now() / 1000)
  const exp = expirationTime === undefined ? iat + TOKEN_SECONDS : Math.floor(expiryOf(expirationTime))
  // The person took longer than the site would have waited.
  if (exp <= iat) throw new PageFault('InvalidStateError')
  const claims = { nonce, resources, ...(statement !== undefined && { statement }) }
  return { did: identity.did, token: signInToken(identity, grantee, claims, iat, exp) }
}

/** Seconds since 1970. */
const expiryOf = (time: number | string): number => (typeof time === 'number' ? time : Date.parse(time) / 1000)
