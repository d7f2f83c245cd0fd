import { base58ToBytes, verifyJWT } from 'did-jwt'
import { Resolver, type VerificationMethod } from 'did-resolver'
import { importJWK, jwtVerify } from 'jose'
import { getResolver } from 'key-did-resolver'
import { describe, expect, it } from 'vitest'
import { siteIdentity } from '../../lib/identity/pairwise'
import { signInToken } from '../../lib/identity/sign-in-token'

// What a site's server does with a token: with packages that know nothing of Hearth, and none of our code.

const resolver = new Resolver({ ...getResolver() })
const ORIGINS = [
  'https://shop.example',
  'https://shop.example:8443',
  'http://localhost:3000',
  'https://xn--mller-kva.example',
]
const NOW = Math.floor(Date.now() / 1_000)

/** The key that a did names, as another's resolver says it. */
const keyOf = async (did: string) => {
  const { didDocument } = await resolver.resolve(did)
  const { publicKeyBase58 = '' } = (didDocument?.verificationMethod?.[0] ?? {}) as VerificationMethod
  const x = Buffer.from(base58ToBytes(publicKeyBase58)).toString('base64url')
  return importJWK({ kty: 'OKP', crv: 'Ed25519', x }, 'EdDSA')
}

const byJose = async (token: string, origin: string, nonce: string) => {
  const { kid = '' } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid?: string }
  const did = kid.split('#')[0] ?? ''
  const { payload, protectedHeader } = await jwtVerify(token, await keyOf(did), {
    algorithms: ['EdDSA'],
    typ: 'JWT',
    issuer: did,
    subject: did,
    audience: origin,
    maxTokenAge: '5 minutes',
    requiredClaims: ['nonce', 'exp', 'iat'],
  })
  if (payload.nonce !== nonce) throw new Error('another nonce')
  expect(protectedHeader.kid).toBe(`${did}#${did.slice('did:key:'.length)}`)
  return payload
}

const byDidJwt = async (token: string, origin: string, nonce: string) => {
  const { payload, issuer, verified } = await verifyJWT(token, { resolver, audience: origin })
  if (!verified || payload.nonce !== nonce || payload.sub !== issuer) throw new Error('not verified')
  return payload
}

const VERIFIERS = [
  ['jose', byJose],
  ['did-jwt with key-did-resolver', byDidJwt],
] as const

const tokenFor = (origin: string, { nonce = 'n-0S6_WzA2Mj', iat = NOW, exp = NOW + 300, root = 7 } = {}) => {
  const identity = siteIdentity(new Uint8Array(32).fill(root), origin)
  return {
    did: identity.did,
    nonce,
    token: signInToken(identity, origin, { nonce, statement: 'Grüße: 壁炉' }, iat, exp),
  }
}

describe.each(VERIFIERS)('a sign-in token, read by %s', (_, verify) => {
  it.each(ORIGINS)('says who signs in at %s', async (origin) => {
    for (let root = 0; root < 16; root++) {
      const { did, nonce, token } = tokenFor(origin, { root })
      expect(await verify(token, origin, nonce)).toMatchObject({
        ...{ iss: did, sub: did, aud: origin, nonce, iat: NOW, exp: NOW + 300 },
        statement: 'Grüße: 壁炉',
      })
    }
  })

  it('is good for one origin, one nonce and five minutes', async () => {
    const [origin = '', other = ''] = ORIGINS
    const { token, nonce } = tokenFor(origin)
    await expect(verify(token, other, nonce)).rejects.toThrow()
    await expect(verify(token, origin, 'another')).rejects.toThrow()
    const old = tokenFor(origin, { iat: NOW - 1_000, exp: NOW - 700 })
    await expect(verify(old.token, origin, old.nonce)).rejects.toThrow()
    const long = tokenFor(origin, { exp: NOW + 86_400 })
    expect(await verify(long.token, origin, long.nonce)).toMatchObject({ exp: NOW + 300 })
  })

  it('is refused with any part of it changed', async () => {
    const [origin = ''] = ORIGINS
    const { token, nonce } = tokenFor(origin)
    const stranger = tokenFor(origin, { root: 8 }).token.split('.')
    for (let part = 0; part < 3; part++) {
      const parts = token.split('.')
      parts[part] = stranger[part] ?? ''
      await expect(verify(parts.join('.'), origin, nonce)).rejects.toThrow()
    }
    const [, payload] = token.split('.')
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT', kid: tokenFor(origin).did })).toString(
      'base64url',
    )
    await expect(verify(`${none}.${payload}.`, origin, nonce)).rejects.toThrow()
  })
})

it('two sites see two identities, and each the same one again', () => {
  const didsOf = () => ORIGINS.map((origin) => tokenFor(origin).did)
  expect(didsOf()).toEqual(didsOf())
  expect(new Set(didsOf()).size).toBe(ORIGINS.length)
})
