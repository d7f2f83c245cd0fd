import { createPrivateKey, createPublicKey, hkdfSync } from 'node:crypto'
import { base58 } from '@scure/base'
import { expect, it } from 'vitest'
import { siteIdentity } from '../../lib/identity/pairwise'

const root = Uint8Array.from({ length: 32 }, (_, n) => n)

/** The same by Node's own crypto: a PKCS #8 frame around the seed. */
const expected = (origin: string): string => {
  const seed = Buffer.from(hkdfSync('sha256', root, origin, 'hearth/v1/site-identity', 32))
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const { x = '' } = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).export({
    format: 'jwk',
  })
  return `did:key:z${base58.encode(Buffer.concat([Buffer.from([0xed, 0x01]), Buffer.from(x, 'base64url')]))}`
}

it('the identity for an origin is what PROTOCOL.md says, and another for any other origin', () => {
  const origins = [
    'https://shop.example',
    'https://shop.example:8443',
    'https://www.shop.example',
    'http://localhost:3000',
  ]
  const dids = origins.map((origin) => siteIdentity(root, origin).did)
  expect(dids).toEqual(origins.map(expected))
  expect(new Set(dids).size).toBe(origins.length)
  // Whoever changes this locks everybody out of their sites.
  expect(dids[0]).toBe('did:key:z6MkevwLDXwdJuKBpuT8z1XMmCB8SR8oSkZk87HzVNCUUTdi')
})
