import type { ContactId, DeviceId } from '../contract/ids'
import type { Signal } from '../contract/message'
import { writeSignal } from '../contract/message'
import { fromBase64, toBase64 } from '../contract/wire'
import { type Context, NO_DEVICE_YET } from './context'
import { contactOf, sendingSessions } from './sending'
import { sealSignal } from './signal'

/** Acts on a signal that a contact's device sent: applies an answer, keeps an offer until something can carry our answer. */
export const takeSignal = async (
  { ledger, link, direct }: Context,
  contact: ContactId,
  device: DeviceId,
  signal: Signal,
): Promise<void> => {
  const peer = { contact, device }
  if (signal.kind === 'answer') {
    const { connection, answer } = signal
    // An answer to an offer that has gone, or a second one, is nothing to worry about.
    await link.command('accept', { connection, peer, answer: fromBase64(answer) }).catch(() => undefined)
  } else if (direct.reach(peer) !== 'now') {
    const bytes = fromBase64(signal.offer)
    await ledger.change((draft) => {
      draft.contacts.put({ ...contactOf(draft.contacts, contact), offer: { device, bytes } })
    })
  }
}

/**
 * The signal that lets a contact connect to us once it has travelled: the answer to the offer they sent, or a fresh offer.
 * null where the two are connected, or no connection can be made here.
 */
export const connectingSignal = async (context: Context, id: ContactId): Promise<Uint8Array | null> => {
  const { ledger, link, direct, now } = context
  const contact = contactOf(ledger.contacts, id)
  const device = contact.offer?.device ?? sendingSessions(ledger, id)[0]?.device
  if (!device || direct.reach({ contact: id, device }) === 'now') return null
  const peer = { contact: id, device }
  const answered = contact.offer && (await link.command('answer', { peer, offer: contact.offer.bytes }).catch(() => null))
  const offered = answered ? null : await link.command('offer', { peer, addresses: 'all' }).catch(() => null)
  const signal: Signal | null = answered
    ? { kind: 'answer', connection: answered.connection, answer: toBase64(answered.answer) }
    : offered && { kind: 'offer', offer: toBase64(offered.offer) }
  if (!signal) return null
  return ledger.change((draft) => {
    const record = sendingSessions(draft, id).find((s) => s.device === device)
    if (!record) return null
    const signalled = Math.max(record.signalled + 1, now())
    const sealed = sealSignal(record.session, signalled, writeSignal(signal), now())
    draft.sessions.put({ ...record, session: sealed.session, signalled })
    if (answered) draft.contacts.put({ ...contactOf(draft.contacts, id), offer: null })
    return sealed.frame
  })
}

/** Names the device of a connection that was answered before its owner had shown one. */
export const nameDevice = async ({ link }: Context, contact: ContactId, device: DeviceId): Promise<void> => {
  for (const { connection, peer } of await link.command('connections', {}))
    if (peer?.contact === contact && peer.device === NO_DEVICE_YET)
      await link.command('assign', { connection, peer: { contact, device } })
}
