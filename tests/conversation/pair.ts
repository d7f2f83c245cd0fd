import type { ContactId, DeviceId } from '../../lib/contract/ids'
import { concat } from '../../lib/contract/wire'
import { newContact } from '../../lib/conversation/contact'
import type { Self } from '../../lib/conversation/context'
import { sealEnvelope } from '../../lib/conversation/envelope'
import { startSession } from '../../lib/conversation/handshake'
import { type Ledger, openLedger } from '../../lib/conversation/ledger'
import { withDevice } from '../../lib/conversation/profile'
import { type Receipt, receive } from '../../lib/conversation/receiving'
import type { ContactRecord, MessageRecord } from '../../lib/conversation/records'
import { sendingSessions } from '../../lib/conversation/sending'
import { toHex } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'
import { newSigningKey, type SigningKey } from '../../lib/crypto/signature'
import { certify, readCertificate } from '../../lib/identity/certificate'
import { newDeviceKeys } from '../../lib/identity/device'
import { NO_PREVIOUS, signDeviceList } from '../../lib/identity/device-list'
import { bundleOf, newBundle } from '../../lib/identity/prekey'

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
  const self = { name, identity: identity.public, certificate, device, deviceList }
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
    const accepted = [{ id: 'aa' as never, hash, secret, replyText: '', connection: null, at: NOW }]
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
    draft.sessions.put({ id: session.id, contact: bob.contact, device: theirs.device, session, opening, signalled: 0 })
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
