import { letterCarrier } from '../carriers/letter'
import { armor, unarmor } from '../contract/armor'
import { HearthError } from '../contract/errors'
import { kindOf } from '../contract/frame'
import type { ContactId } from '../contract/ids'
import { tendSessions } from './beginning'
import { connectingSignals } from './connecting'
import { isFrozen } from './contact'
import type { Context } from './context'
import type { Delivery } from './delivery'
import { isOwnEnvelope } from './envelope'
import { envelopeOf } from './handshake'
import type { Ledger } from './ledger'
import type { Receipt } from './receiving'
import type { OutboxRecord, SessionRecord } from './records'
import { compose, contactOf, newMessageId, sealAcknowledgement, sendingSessions } from './sending'
import { isOwnSignal } from './signal'

const DAY = 86_400_000
/** What one letter carries at most; the rest goes with the next. */
const MAX_FRAMES = 48
const MAX_BYTES = 128 * 1024

/**
 * Seals `text`, what still waits for the contact, what is owed to them and a connection offer or answer into one block.
 * Messages that an earlier letter carries are repeated when it is a day old, when nothing newer waits, or when they begin a
 * session in which nothing came back yet: without them the rest could not be opened.
 */
export const sealText = async (context: Context, contact: ContactId, text: string): Promise<{ text: string }> => {
  const { ledger, now } = context
  if (isFrozen(contactOf(ledger.contacts, contact))) throw new HearthError('frozen')
  await ledger.change((draft) => tendSessions(draft, context.self(), contact, now()))
  const sessions = sendingSessions(ledger, contact)
  if (sessions.length === 0) throw new HearthError('not-connected-yet')
  if (text.trim() !== '')
    await ledger.change((draft) => compose(draft, contact, { kind: 'text', text }, now(), newMessageId()))
  const letter = letterCarrier()
  const [{ device: anyDevice }] = sessions as [SessionRecord]
  const put = (frame: Uint8Array) => letter.send({ contact, device: anyDevice }, frame)
  const entries = entriesForLetter(ledger, contact, now())
  for (const { sealed } of entries) for (const { frame } of sealed ?? []) await put(frame)
  for (const { device } of sessions)
    for (const { frame } of await ledger.change((draft) => sealAcknowledgement(draft, contact, device, now())))
      await put(frame)
  // Without a way to connect, the messages still go.
  for (const frame of await connectingSignals(context, contact).catch(() => [])) await put(frame)
  const payload = letter.take(contact)
  if (!payload) throw new HearthError('unreachable', 'nothing to send')
  await ledger.change((draft) => {
    for (const { id } of entries) {
      const entry = draft.outbox.get(id)
      if (entry) draft.outbox.put({ ...entry, sent: { carrier: 'letter', at: now() } })
    }
  })
  return { text: armor('SEALED TEXT', payload) }
}

const entriesForLetter = ({ outbox, sessions }: Ledger, contact: ContactId, now: number): OutboxRecord[] => {
  const waiting = [...outbox.values()].filter((e) => e.contact === contact && e.sealed).sort((a, b) => a.seq - b.seq)
  const begins = (e: OutboxRecord) => e.sealed?.some((f) => f.sessions.some((id) => sessions.get(id)?.opening != null))
  const unposted = waiting.filter((e) => e.sent?.carrier !== 'letter' || e.sent.at + DAY < now || begins(e))
  let bytes = 0
  let frames = 0
  return (unposted.length > 0 ? unposted : waiting).filter(({ sealed }) => {
    frames += sealed?.length ?? 0
    bytes += (sealed ?? []).reduce((sum, { frame }) => sum + frame.length, 0)
    return frames <= MAX_FRAMES && bytes <= MAX_BYTES
  })
}

/** Opens a pasted block, whatever the order; says whom it is from and how many messages it brought. */
export const openSealedText = async (
  { ledger, direct }: Context,
  delivery: Delivery,
  text: string,
): Promise<{ contact: ContactId; messages: number; answerWaiting: boolean }> => {
  const receipts: Exclude<Receipt, { outcome: 'not-ours' }>[] = []
  let own = false
  let newer = false
  const letter = letterCarrier()
  letter.onFrame(async (frame) => {
    const receipt = await delivery.takeByHand(frame)
    if (receipt.outcome !== 'not-ours') receipts.push(receipt)
    else if (receipt.reason === 'newer-version') newer = true
    else own ||= isOwn(ledger, frame)
  })
  await letter.open(unarmor(text, 'SEALED TEXT'))
  // Whose letter it is says what is new in it: an old frame of somebody else's may stand before.
  const from = receipts.find((r) => r.outcome !== 'repeated') ?? receipts[0]
  if (!from) throw new HearthError(newer ? 'newer-version' : own ? 'your-own' : 'for-somebody-else')
  if (receipts.every((r) => r.outcome === 'repeated')) throw new HearthError('already-opened')
  const { contact, device } = from
  const messages = receipts.filter((r) => r.outcome === 'opened' && r.contact === contact && r.text).length
  const answerWaiting = ledger.contacts.get(contact)?.offer != null && direct.reach({ contact, device }) !== 'now'
  return { contact, messages, answerWaiting }
}

const isSignal = (frame: Uint8Array): boolean => kindOf(frame) === 'signal'

const isOwn = (ledger: Ledger, frame: Uint8Array): boolean =>
  [...ledger.sessions.values()].some(({ session }) =>
    isSignal(frame)
      ? isOwnSignal(session, frame)
      : isOwnEnvelope(session, kindOf(frame) === 'opening' ? envelopeOf(frame) : frame),
  )
