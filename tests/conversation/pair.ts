import type { ContactId, DeviceId } from '../../lib/contract/ids'
import { concat } from '../../lib/contract/wire'
import { tendSessions } from '../../lib/conversation/beginning'
import { newContact } from '../../lib/conversation/contact'
import type { Self } from '../../lib/conversation/context'
import { sealEnvelope } from '../../lib/conversation/envelope'
import { startSession } from '../../lib/conversation/handshake'
import { type Ledger, openLedger } from '../../lib/conversation/ledger'
import { newRecord, putSession } from '../../lib/conversation/opening'
import { introduce, withDevice } from '../../lib/conversation/profile'
import { type Receipt, receive } from '../../lib/conversation/receiving'
import type { ContactRecord, MessageRecord, SessionRecord } from '../../lib/conversation/records'
import { compose, contactOf, sealAcknowledgement, sendingSessions } from '../../lib/conversation/sending'
import { toHex } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'
import { newSigningKey, type SigningKey } from '../../lib/crypto/signature'
import { certify, readCertificate } from '../../lib/identity/certificate'
import { newDeviceKeys } from '../../lib/identity/device'
import { NO_PREVIOUS, signDeviceList } from '../../lib/identity/device-list'
import { bundleOf, newBundle, newPrekey } from '../../lib/identity/prekey'

export const NOW = Date.UTC(2026, 10, 23)

/** One side of a conversation: a real ledger, and the identity key that an honest device would not hold. */
export interface Side {
  identity: SigningKey
  self: Self
  ledger: Ledger
  messages: MessageRecord[]
  contact: ContactId
}

const side = async (name: string): Promise<Side> => {
  const identity = newSigningKey()
  const device = newDeviceKeys()
  const certificate = certify(identity, device, NOW)
  const deviceList = signDeviceList(identity, {
    epoch: NOW,
    version: 1,
    previous: NO_PREVIOUS,
    certificates: [certificate],
  })
  const messages: MessageRecord[] = []
  const ledger = await openLedger({ all: async () => [], newest: async () => [], write: async () => {} })
  ledger.onCommit((commit) => messages.push(...commit.messages))
  const self = { name, identity: identity.public, certificate, device, deviceList, relays: [] }
  return { identity, self, ledger, messages, contact: toHex(random(16)) as ContactId }
}

const contactFor = (of: Side, other: Side, extra: Partial<ContactRecord>): ContactRecord => ({
  ...newContact(other.self.identity, other.self.name, NOW),
  id: of.contact,
  ...extra,
})

/** Alice has a session with Bob, opened by Bob, as after an invitation of Bob's that Alice accepted. */
export const pair = async (): Promise<{ alice: Side; bob: Side }> => {
  const [alice, bob] = await Promise.all([side('Alice'), side('Bob')])
  const secret = random(32)
  const hash = random(32)
  const bundle = newBundle()
  await alice.ledger.change((draft) => {
    const id = String(bundle.id)
    draft.prekeys.put({ id, keys: bundle, record: null, createdAt: NOW, forgetAt: NOW + 1e10, opened: [] })
    const accepted = [
      {
        ...{ id: 'aa' as never, hash, secret, replyText: '', relays: [], connection: null },
        ...{ at: NOW, expiresAt: NOW + 1e9, leftAt: null },
      },
    ]
    draft.contacts.put(contactFor(alice, bob, { waiting: 'reply', accepted }))
  })
  const theirs = readCertificate(alice.self.certificate)
  const { session, opening, pairKey } = startSession({
    identity: bob.self.identity,
    certificate: bob.self.certificate,
    agreement: bob.self.device.agreement,
    bundle: bundleOf(bundle),
    peer: { identity: alice.self.identity, certificate: theirs.bytes, agreement: theirs.agreement },
    peerDevice: theirs.device,
    psk: secret,
    intakeKey: secret,
    invitation: hash,
    now: NOW,
  })
  await bob.ledger.change((draft) => {
    draft.contacts.put(withDevice(contactFor(bob, alice, { pairKeys: [pairKey] }), theirs.device, theirs.bytes))
    putSession(draft, { ...newRecord(session, bob.contact, theirs.device), opening })
  })
  return { alice, bob }
}

/** Whatever bytes one side wants to seal as a message, hostile or not; its ratchet steps as usual. */
export const sealRaw = (from: Side, plaintext: Uint8Array): Promise<Uint8Array> =>
  from.ledger.change((draft) => {
    const [record] = sendingSessions(draft, from.contact)
    if (!record) throw new Error('no session')
    const { frame, sessions } = sealEnvelope([record.session], plaintext, NOW)
    draft.sessions.put({ ...record, session: sessions[0] ?? record.session })
    return record.opening ? concat(record.opening, frame) : frame
  })

export const take = (to: Side, frame: Uint8Array, now = NOW): Promise<Receipt> =>
  to.ledger.change((draft) => receive(draft, to.self, frame, now))

export const contactAt = (of: Side): ContactRecord => of.ledger.contacts.get(of.contact) as ContactRecord

export const deviceOf = (of: Side): DeviceId => of.self.device.id

/** Everything that waits at one side, and the acknowledgements that it owes, in the hands of the other; says what became of each frame. */
export const carry = async (from: Side, to: Side, now = NOW): Promise<string[]> => {
  const outcomes: string[] = []
  const hand = async (frame: Uint8Array) =>
    outcomes.push(
      await take(to, frame, now).then(
        (r) => r.outcome,
        (error) => error.reason,
      ),
    )
  for (const { sealed } of [...from.ledger.outbox.values()].sort((a, b) => a.seq - b.seq))
    for (const { frame } of sealed ?? []) await hand(frame)
  const owed = await from.ledger.change((draft) =>
    contactOf(draft.contacts, from.contact).devices.flatMap((d) =>
      sealAcknowledgement(draft, from.contact, d.device, now),
    ),
  )
  for (const { frame } of owed) await hand(frame)
  return outcomes
}

/** Alice and Bob have introduced themselves, each with a prekey, and nothing waits. */
export const acquainted = async (): Promise<{ alice: Side; bob: Side }> => {
  const { alice, bob } = await pair()
  for (const side of [bob, alice, bob, alice]) {
    const other = side === bob ? alice : bob
    await side.ledger.change((draft) => {
      if ([...draft.prekeys.values()].some((p) => p.record)) return
      const { record, createdAt, expiresAt, ...keys } = newPrekey(side.self.device, NOW)
      draft.prekeys.put({ id: String(keys.id), keys, record, createdAt, forgetAt: expiresAt, opened: [] })
      introduce(draft, side.self, side.contact, NOW)
    })
    await carry(side, other)
  }
  return { alice, bob }
}

/** What was said and shown to this side, in order of the conversation. */
export const heard = (of: Side): string[] =>
  of.messages
    .toSorted((a, b) => a.position - b.position)
    .flatMap((m) => (!m.mine && m.content.kind === 'text' ? [m.content.text] : []))

export const say = (from: Side, text: string, now = NOW): Promise<void> =>
  from.ledger.change((draft) => {
    tendSessions(draft, from.self, from.contact, now)
    compose(draft, from.contact, { kind: 'text', text }, now)
  })

export const sessionsAt = (of: Side): SessionRecord[] =>
  [...of.ledger.sessions.values()].sort((a, b) => a.rank - b.rank)
