import type { ContactId } from '../contract/ids'
import type { Peer } from '../contract/link-api'
import { type Signal, writeSignal } from '../contract/message'
import { fromBase64, toBase64 } from '../contract/wire'
import { isFrozen } from './contact'
import type { Context } from './context'
import type { Draft } from './ledger'
import { contactOf, sendingSessions } from './sending'
import { sealSignal } from './signal'

/** Keeps a contact's offer until something can carry our answer. */
export const keepOffer = ({ ledger, now }: Context, { contact, device }: Peer, offer: string): Promise<void> =>
  ledger.change((draft) => {
    const kept = { device, bytes: fromBase64(offer), at: now() }
    draft.contacts.put({ ...contactOf(draft.contacts, contact), offer: kept })
  })

/** A connection has opened: offers that were kept for it are over. */
export const forgetOffer = async ({ ledger }: Context, id: ContactId): Promise<void> => {
  if (!ledger.contacts.get(id)?.offer) return
  await ledger.change((draft) => draft.contacts.put({ ...contactOf(draft.contacts, id), offer: null }))
}

/**
 * The signals that let a contact connect to us once they have travelled: the answer to the offer they sent, and a fresh offer.
 * None where no connection can be made here.
 */
export const connectingSignals = async (context: Context, id: ContactId): Promise<Uint8Array[]> => {
  const { ledger, link, now } = context
  const { offer } = contactOf(ledger.contacts, id)
  const device = offer?.device ?? sendingSessions(ledger, id)[0]?.device
  if (!device) return []
  const peer = { contact: id, device }
  const signals: Signal[] = []
  const answered = offer && (await link.command('answer', { peer, offer: offer.bytes }).catch(() => null))
  if (answered) signals.push({ kind: 'answer', connection: answered.connection, answer: toBase64(answered.answer) })
  // Also beside an answer, since the offer that it answers may have gone with the page that made it; and where we seem
  // connected, since a letter is read later, when we may not be.
  const offered = await link.command('offer', { peer, addresses: 'all' }).catch(() => null)
  if (offered) signals.push({ kind: 'offer', offer: toBase64(offered.offer) })
  return ledger.change((draft) => {
    if (answered) draft.contacts.put({ ...contactOf(draft.contacts, id), offer: null })
    return signals.map((signal) => sealSignalFor(draft, peer, signal, now())).filter((frame) => frame !== null)
  })
}

/** Seals a signal for a contact's device; null where there is no session with it, or the contact is frozen. */
export const sealSignalFor = (
  draft: Draft,
  { contact, device }: Peer,
  signal: Signal,
  now: number,
): Uint8Array | null => {
  const record = sendingSessions(draft, contact).find((s) => s.device === device)
  if (!record || isFrozen(contactOf(draft.contacts, contact))) return null
  const signalled = Math.max(record.signalled + 1, now)
  const { frame, session } = sealSignal(record.session, signalled, writeSignal(signal), now)
  draft.sessions.put({ ...record, session, signalled })
  return frame
}

/**
 * Closes the connections of devices that a contact's newest list no longer names, so that they notice: what they send would
 * open for nobody; and those of a contact who is frozen. Returns how to stop.
 */
export const closeRevoked = ({ ledger, link }: Context): (() => void) => {
  const devicesOf = (id: ContactId) => {
    const contact = ledger.contacts.get(id)
    return contact && !isFrozen(contact) ? contact.devices.map((d) => d.device) : []
  }
  const known = new Map([...ledger.contacts.values()].map(({ id }) => [id, devicesOf(id)]))
  return ledger.onCommit(async ({ contacts }) => {
    for (const id of contacts) {
      const [before, now] = [known.get(id) ?? [], devicesOf(id)]
      known.set(id, now)
      const gone = before.filter((device) => !now.includes(device))
      if (gone.length === 0) continue
      const connections = await link.command('connections', {}).catch(() => [])
      for (const { connection, peer } of connections)
        if (peer?.contact === id && gone.includes(peer.device))
          await link.command('close', { connection }).catch(() => undefined)
    }
  })
}
