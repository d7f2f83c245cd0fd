import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../../lib/crypto/hash'
import { newSigningKey } from '../../lib/crypto/signature'
import { didOf, hueOf, keyOfDid } from '../../lib/identity/did'
import { thrown } from '../crypto/thrown'

// The Ed25519 example of the did:key specification.
const KEY = '2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6'
const DID = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'

describe('did:key', () => {
  it('is that of the specification', () => {
    expect(didOf(fromHex(KEY))).toBe(DID)
    expect(toHex(keyOfDid(DID))).toBe(KEY)
  })

  it.each([
    ['nothing', ''],
    ['no key', 'did:key:z'],
    ['another method', DID.replace('did:key', 'did:web')],
    ['a cut end', DID.slice(0, -1)],
    ['a letter too many', `${DID}2`],
    ['a letter outside base58', DID.replace('h', '0')],
    ['another multibase', DID.replace(':z', ':u')],
    ['a leading zero byte', DID.replace(':z', ':z1')],
    ['an X25519 key', 'did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F'],
    ['a very long text', `${DID}${'2'.repeat(1_000_000)}`],
  ])('throws damaged for %s', (_, did) => {
    expect(thrown(() => keyOfDid(did))).toMatchObject({ reason: 'damaged' })
  })
})

describe('the hue', () => {
  it('stands for the key: always the same, 0 to 359, and spread', () => {
    expect(hueOf(fromHex(KEY))).toBe(hueOf(keyOfDid(DID)))
    const hues = Array.from({ length: 40 }, () => hueOf(newSigningKey().public))
    expect(hues.every((hue) => Number.isInteger(hue) && hue >= 0 && hue < 360)).toBe(true)
    expect(new Set(hues).size).toBeGreaterThan(20)
  })
})
