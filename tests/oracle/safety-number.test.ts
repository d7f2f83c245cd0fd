import { Fingerprint, PublicKey } from '@signalapp/libsignal-client'
import { describe, expect, it } from 'vitest'
import { fingerprint } from '../../lib/conversation/safety-number'
import { newAgreementKey } from '../../lib/crypto/agreement'
import { typed } from './wire'

describe('the safety number', () => {
  it.each([1, 2, 3, 4])('is the number that libsignal shows (%i)', () => {
    const [ours, theirs] = [newAgreementKey().public, newAgreementKey().public]
    const publicKey = (key: Uint8Array) => PublicKey.deserialize(Buffer.from(typed(key)))
    const oracle = Fingerprint.new(5200, 2, Buffer.from(ours), publicKey(ours), Buffer.from(theirs), publicKey(theirs))
    // libsignal types its keys; everything else is the same code.
    const halves = [fingerprint(typed(ours), ours), fingerprint(typed(theirs), theirs)]
    expect(halves.sort().join('')).toBe(oracle.displayableFingerprint().toString())
  })
})
