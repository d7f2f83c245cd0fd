import { describe, expect, it } from 'vitest'
import { concat, encodeText, toBase64 } from '../../lib/contract/wire'
import { sealEnvelope } from '../../lib/conversation/envelope'
import { startSession } from '../../lib/conversation/handshake'
import { compose } from '../../lib/conversation/sending'
import { certify, readCertificate } from '../../lib/identity/certificate'
import { newDeviceKeys } from '../../lib/identity/device'
import { NO_PREVIOUS, signDeviceList } from '../../lib/identity/device-list'
import { bundleOf, newPrekey } from '../../lib/identity/prekey'
import { contactAt, NOW, pair, type Side, sealRaw, take } from './pair'

const DAY = 86_400_000
const text = (seq: number, content: object = { kind: 'text', text: 'hi' }) =>
  encodeText(JSON.stringify({ v: 1, id: seq.toString(16).padStart(32, '0'), seq, at: NOW, acks: [], content }))

/** Alice knows Bob and has a weekly prekey, of which his devices know. */
const acquainted = async () => {
  const { alice, bob } = await pair()
  await take(alice, await sealRaw(bob, text(1)))
  const { record, createdAt, expiresAt, ...keys } = newPrekey(alice.self.device, NOW)
  await alice.ledger.change((draft) =>
    draft.prekeys.put({ id: String(keys.id), keys, record, createdAt, forgetAt: expiresAt, opened: [] }),
  )
  return { alice, bob, bundle: bundleOf(keys) }
}

/** A letter that opens a session towards Alice's prekey, from a device of Bob's identity, with one message in it. */
const openingFrom = (
  alice: Side,
  bob: Side,
  bundle: ReturnType<typeof bundleOf>,
  device: typeof bob.self.device,
  plaintext: Uint8Array,
) => {
  const [key] = contactAt(alice).pairKeys as [Uint8Array]
  const theirs = readCertificate(alice.self.certificate)
  const { session, opening } = startSession({
    identity: bob.self.identity,
    certificate: certify(bob.identity, device, NOW),
    agreement: device.agreement,
    bundle,
    peer: { identity: alice.self.identity, certificate: theirs.bytes, agreement: theirs.agreement },
    peerDevice: theirs.device,
    psk: key,
    intakeKey: key,
    invitation: null,
    now: NOW,
  })
  return concat(opening, sealEnvelope([session], plaintext, NOW).frame)
}

const listOf = (bob: Side, version: number, devices: (typeof bob.self.device)[]) => ({
  kind: 'profile',
  name: 'Bob',
  devices: toBase64(
    signDeviceList(bob.identity, {
      epoch: NOW,
      version,
      previous: NO_PREVIOUS,
      certificates: devices.map((device) => certify(bob.identity, device, NOW)),
    }),
  ),
  prekeys: [],
})

describe('a session that somebody known opens', () => {
  it('is accepted from a new device that their list names', async () => {
    const { alice, bob, bundle } = await acquainted()
    const laptop = newDeviceKeys()
    const frame = openingFrom(alice, bob, bundle, laptop, text(1, listOf(bob, 1, [bob.self.device, laptop])))
    expect(await take(alice, frame)).toMatchObject({ outcome: 'opened', device: laptop.id })
    expect(await take(alice, frame)).toMatchObject({ outcome: 'repeated' })
    expect([...alice.ledger.sessions.values()]).toHaveLength(2)
  })

  it('is refused from a device that their newest list leaves out', async () => {
    const { alice, bob, bundle } = await acquainted()
    await take(alice, await sealRaw(bob, text(2, listOf(bob, 2, [bob.self.device]))))
    const stolen = newDeviceKeys()
    for (const content of [{ kind: 'text', text: 'let me in' }, listOf(bob, 1, [bob.self.device, stolen])]) {
      await expect(take(alice, openingFrom(alice, bob, bundle, stolen, text(1, content)))).rejects.toMatchObject({
        reason: 'damaged',
      })
    }
    expect([...alice.ledger.sessions.values()].map((s) => s.device)).toEqual([bob.self.device.id])
    expect(contactAt(alice).devices.map((d) => d.device)).toEqual([bob.self.device.id])
  })

  it('does not come without end: sixteen a day, eight kept for a device, the rest changes nothing', async () => {
    const { alice, bob, bundle } = await acquainted()
    const already = contactAt(alice).openings?.count ?? 0
    const outcomes: unknown[] = []
    for (let seq = 2; seq < 22; seq++) {
      const frame = openingFrom(alice, bob, bundle, bob.self.device, text(seq))
      outcomes.push(
        await take(alice, frame)
          .then((r) => r.outcome)
          .catch((error) => error.reason),
      )
    }
    expect(outcomes.filter((o) => o === 'opened')).toHaveLength(16 - already)
    expect(outcomes.at(-1)).toBe('too-many')
    expect([...alice.ledger.sessions.values()]).toHaveLength(8)
    const tomorrow = openingFrom(alice, bob, bundle, bob.self.device, text(40))
    expect(await take(alice, tomorrow, NOW + DAY)).toMatchObject({ outcome: 'opened' })
  })

  it('from more devices than there can be leaves us able to write to them, and to everybody else', async () => {
    const { alice, bob, bundle } = await acquainted()
    for (let i = 0; i < 12; i++) await take(alice, openingFrom(alice, bob, bundle, newDeviceKeys(), text(1)))
    await alice.ledger.change((draft) => compose(draft, alice.contact, { kind: 'text', text: 'still here' }, NOW))
    expect(contactAt(alice).devices).toHaveLength(8)
    const devices = new Set([...alice.ledger.sessions.values()].map((s) => s.device))
    expect([...devices].sort()).toEqual(
      contactAt(alice)
        .devices.map((d) => d.device)
        .sort(),
    )
  })
})
