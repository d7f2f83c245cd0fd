import { base64urlnopad } from '@scure/base'
import { encodeText } from '../contract/wire'
import { sign } from '../crypto/signature'
import type { SiteIdentity } from './pairwise'

/** The longest that a token is good for, in seconds. */
export const TOKEN_SECONDS = 300

/** What a token says besides who, to whom and when. */
export interface SignInClaims {
  nonce: string
  statement?: string
  resources?: readonly string[]
}

/**
 * A compact JWS (RFC 7515, RFC 8037) by which the identity for an origin signs in there: `iss` and `sub` are its did:key, `aud` the
 * exact origin, `kid` the did:key's verification method. `iat` and `exp` are seconds since 1970; `exp` is at most
 * {@link TOKEN_SECONDS} later.
 */
export const signInToken = (
  { key, did }: SiteIdentity,
  origin: string,
  { nonce, statement, resources = [] }: SignInClaims,
  iat: number,
  exp: number,
): string => {
  const header = { alg: 'EdDSA', typ: 'JWT', kid: `${did}#${did.slice('did:key:'.length)}` }
  const claims = {
    iss: did,
    sub: did,
    aud: origin,
    nonce,
    iat,
    exp: Math.min(exp, iat + TOKEN_SECONDS),
    ...(statement !== undefined && { statement }),
    ...(resources.length > 0 && { resources }),
  }
  const signed = `${part(header)}.${part(claims)}`
  return `${signed}.${base64urlnopad.encode(sign(key.secret, encodeText(signed)))}`
}

const part = (value: object): string => base64urlnopad.encode(encodeText(JSON.stringify(value)))
