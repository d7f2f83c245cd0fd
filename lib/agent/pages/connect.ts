import type { PageParams, PageResults } from '../../contract/page-api'
import { signInToken, TOKEN_SECONDS } from '../../identity/sign-in-token'
import type { NewGrant } from '../../permissions/permissions'
import { durationsFor } from '../../permissions/scope'
import { PageFault } from './fault'
import {
  checkDescriptor,
  grantsOf,
  identityPart,
  missingOf,
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
    if (!cover || missingOf(site, permissions).length > 0) return null
    const used = await site.permissions.use(cover, [{ what: 'connect', type: null, fields: [], items: 0 }])
    return used ? { result: connected(site) } : null
  },
  ask: (site, { permissions }) => {
    const missing = missingOf(site, permissions)
    const { durations, wanted } = timesOf(site, missing, missing.length > 0 ? 'tab' : 'untilRevoked')
    const isKnown = site.permissions.cover(site, CONNECT) !== null
    return {
      // To be known for one use is to be known as long as the tab.
      durations: missing.length > 0 ? durations : durations.filter((each) => each !== 'once'),
      wanted,
      purpose: purposeOf(missing),
      parts: [...(isKnown ? [] : [identityPart(site, 'connect')]), ...partsOf(site, missing)],
    }
  },
  allow: async (site, { permissions }, ask, { duration, asking, parts }) => {
    const isKnown = site.permissions.cover(site, CONNECT) !== null
    // Without being known there is nothing to answer with.
    if (!isKnown && !parts[0]?.allow) throw new PageFault('NotAllowedError')
    const from = isKnown ? 0 : 1
    const missing = missingOf(site, permissions)
    const known: NewGrant = { ...CONNECT, scope: null, purpose: purposeOf(missing) }
    const grants = grantsOf(site, missing, asking.parts.slice(from), parts.slice(from))
    const { grantee, tab, identity } = site
    const all = isKnown ? grants : [known, ...grants]
    await site.permissions.allow({ grantee, tab, ask, did: identity.did, duration, grants: all })
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
  check: ({ nonce, statement = '', resources, expirationTime }, now) => {
    for (const [name, words] of Object.entries({ nonce, statement, resources: resources.join('') }))
      if (UNSHOWN.test(words)) refuse(`${name}: characters that cannot be shown`)
    if (expirationTime !== undefined && !(expiryOf(expirationTime) > now / 1000)) refuse('expirationTime: has passed')
  },
  answer: async (site, params) => {
    // What would be signed beside who they are the person has not seen.
    if (params.statement !== undefined || params.resources.length > 0) return null
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

// What is signed is what is shown: nothing in it controls, hides or reorders, and it is on one line.
const UNSHOWN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]|(?!\u200c|\u200d|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}/u

const SIGNED_IN = { what: 'signIn', type: null, fields: [], items: 0 } as const

const signedIn = (
  { identity, grantee, now }: Site,
  { nonce, statement, expirationTime, resources }: PageParams<'identity_signIn'>,
): PageResults['identity_signIn'] => {
  const iat = Math.floor(now() / 1000)
  const exp = expirationTime === undefined ? iat + TOKEN_SECONDS : Math.floor(expiryOf(expirationTime))
  // The person took longer than the site would have waited.
  if (!(exp > iat)) throw new PageFault('InvalidStateError')
  const claims = { nonce, resources, ...(statement !== undefined && { statement }) }
  return { did: identity.did, token: signInToken(identity, grantee, claims, iat, exp) }
}

/** Seconds since 1970. */
const expiryOf = (time: number | string): number => (typeof time === 'number' ? time : Date.parse(time) / 1000)
