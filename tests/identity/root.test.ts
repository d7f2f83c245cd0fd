import { hkdfSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { toHex } from '../../lib/crypto/hash'
import { signingKey } from '../../lib/crypto/signature'
import { didOf } from '../../lib/identity/did'
import { deriveIdentity } from '../../lib/identity/root'
import { rootOfWords } from '../../lib/identity/words'
import { thrown } from '../crypto/thrown'

const ROOT = rootOfWords('legal winner thank year wave sausage worth useful legal winner thank yellow')

describe('the root', () => {
  const keys = deriveIdentity(ROOT)

  it.each([
    ['hearth/v1/identity', keys.identity.secret],
    ['hearth/v1/pairwise', keys.pairwiseRoot],
    ['hearth/v1/cloud', keys.cloudKey],
    ['hearth/v1/recovery', keys.recoveryKey],
  ])('gives by %s what HKDF of OpenSSL gives', (label, key) => {
    expect(toHex(key)).toBe(Buffer.from(hkdfSync('sha256', ROOT, '', label, 32)).toString('hex'))
  })

  it('always gives the same identity, so that words restore it', () => {
    expect(keys.identity).toEqual(signingKey(keys.identity.secret))
    expect(didOf(keys.identity.public)).toBe('did:key:z6MkhJiHc3FGmb8ErM4TDA2sg7Z9M31MnD1D47UMRKBt7tPU')
  })

  it('gives something else for a root with one bit changed', () => {
    const other = deriveIdentity(ROOT.map((byte, n) => (n === 15 ? byte ^ 1 : byte)))
    expect(other.identity.public).not.toEqual(keys.identity.public)
  })

  it.each([0, 15, 17, 32])('refuses %i bytes', (length) => {
    expect(thrown(() => deriveIdentity(new Uint8Array(length)))).toMatchObject({ reason: 'damaged' })
  })
})
