import { HearthError } from '../contract/errors'
import type { ContactId, DeviceId, MessageId } from '../contract/ids'
import type { Peer } from '../contract/link-api'
import { forgetOffer, nameDevice, takeSignal } from './connecting'
import { type Context, NO_DEVICE_YET } from './context'
import { type Receipt, receive } from './receiving'
import type { OutboxRecord } from './records'
import { sealAcknowledgement } from './sending'

/** How long arrivals are gathered before they are acknowledged over a link, in milliseconds. */
const ACK_DELAY = 200
/** How soon an unacknowledged message is repeated over a link, doubled each time up to the last, in milliseconds. */
const FIRST_RETRY = 10_000
const LAST_RETRY = 300_000
const RETRY_TICK = 5_000
/** How many messages may be under way to one device without an acknowledgement: more than its link would hold are too many. */
const WINDOW = 256
/** Marks of "sent" wait this long for the acknowledgement that makes them needless. */
const MARK_DELAY = 250

export interface Delivery {
  /** Takes one frame from any carrier. What is malformed, a stranger's or repeated changes nothing. Throws `storage-full`. */
  take(frame: Uint8Array, from: Peer | null): Promise<Receipt>
  /** Frames that changed nothing because nothing of ours could read them. */
  dropped(): number
  stop(): void
}

/** Moves the outbox whenever a carrier can take it and acknowledges what arrives, until stopped. */
export const startDelivery = (context: Context): Delivery => {
  const { ledger, direct, now } = context
  const pumps = new Map<ContactId, { again: boolean }>()
  const tries = new Map<string, { at: number; count: number }>()
  const marks = new Map<MessageId, number>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let dropped = 0
  let stopped = false

  /** Runs `work` once, `delay` from the first time it was asked for. */
  const soon = (name: string, delay: number, work: () => Promise<unknown>) => {
    if (stopped || timers.has(name)) return
    const timer = setTimeout(() => {
      timers.delete(name)
      // What fails here is tried again: by the next arrival, the next tick, the next connection.
      work().catch(() => undefined)
    }, delay)
    timers.set(name, timer)
  }

  const entriesOf = (contact: ContactId) =>
    [...ledger.outbox.values()].filter((entry) => entry.contact === contact).sort((a, b) => a.seq - b.seq)

  const due = (key: string): boolean => {
    const last = tries.get(key)
    return !last || now() - last.at > Math.min(FIRST_RETRY * 2 ** (last.count - 1), LAST_RETRY)
  }

  const underWay = (device: DeviceId): number => {
    let count = 0
    for (const key of tries.keys()) if (key.endsWith(`/${device}`) && ledger.outbox.get(key.slice(0, 32))) count++
    return count
  }

  const sendEntry = async (entry: OutboxRecord): Promise<void> => {
    for (const { frame, devices } of entry.sealed ?? []) {
      for (const device of devices) {
        const peer = { contact: entry.contact, device }
        const key = `${entry.id}/${device}`
        if (!entry.pending.includes(device) || direct.reach(peer) !== 'now' || !due(key)) continue
        if (!tries.has(key) && underWay(device) >= WINDOW) continue
        tries.set(key, { at: now(), count: (tries.get(key)?.count ?? 0) + 1 })
        await direct.send(peer, frame)
        if (entry.sent?.carrier !== 'direct') marks.set(entry.id, now())
      }
    }
  }

  const markSent = () =>
    ledger.change((draft) => {
      for (const [id, at] of marks) {
        const entry = draft.outbox.get(id)
        if (entry) draft.outbox.put({ ...entry, sent: { carrier: 'direct', at } })
      }
      marks.clear()
    })

  const pump = (contact: ContactId): void => {
    const running = pumps.get(contact)
    if (running) running.again = true
    if (stopped || running) return
    const state = { again: false }
    pumps.set(contact, state)
    const run = async () => {
      for (const entry of entriesOf(contact)) if (!stopped) await sendEntry(entry)
      if (marks.size > 0) soon('marks', MARK_DELAY, markSent)
    }
    run()
      .catch(() => undefined)
      .finally(() => {
        pumps.delete(contact)
        if (state.again) pump(contact)
      })
  }

  const acknowledge = async (contact: ContactId): Promise<void> => {
    for (const { device, ackOwed } of ledger.contacts.get(contact)?.devices ?? []) {
      if (!ackOwed || direct.reach({ contact, device }) !== 'now') continue
      const frames = await ledger.change((draft) => sealAcknowledgement(draft, contact, device, now()))
      for (const { frame } of frames) await direct.send({ contact, device }, frame)
    }
  }

  const tend = (contact: ContactId): void => {
    pump(contact)
    if (ledger.contacts.get(contact)?.devices.some((d) => d.ackOwed))
      soon(`ack/${contact}`, ACK_DELAY, () => acknowledge(contact))
  }

  const take = async (frame: Uint8Array, from: Peer | null): Promise<Receipt> => {
    const receipt = await ledger
      .change((draft) => receive(draft, context.self(), frame, now()))
      .catch((error: unknown): Receipt => {
        if (error instanceof HearthError && error.reason === 'storage-full') throw error
        return { outcome: 'not-ours' }
      })
    if (receipt.outcome === 'not-ours') dropped++
    if (receipt.outcome === 'signal') await takeSignal(context, receipt.contact, receipt.device, receipt.signal)
    if (receipt.outcome === 'opened' && from?.contact === receipt.contact && from.device === NO_DEVICE_YET)
      await nameDevice(context, receipt.contact, receipt.device).catch(() => undefined)
    return receipt
  }

  const retry = setInterval(() => {
    for (const key of tries.keys()) if (!ledger.outbox.get(key.slice(0, 32))) tries.delete(key)
    for (const contact of new Set([...ledger.outbox.values()].map((entry) => entry.contact))) pump(contact)
  }, RETRY_TICK)

  const stops = [
    ledger.onCommit(({ contacts }) => {
      for (const contact of contacts) tend(contact)
    }),
    direct.onFrame(async (frame, from) => {
      await take(frame, from)
    }),
    direct.onReach((peer, reach) => {
      context.changed(peer.contact)
      if (reach !== 'now') return
      // A new connection: whatever was under way on the last one may be lost.
      for (const key of tries.keys()) if (key.endsWith(`/${peer.device}`)) tries.delete(key)
      forgetOffer(context, peer.contact).catch(() => undefined)
      tend(peer.contact)
    }),
  ]
  for (const { id } of ledger.contacts.values()) tend(id)

  return {
    take,
    dropped: () => dropped,
    stop: () => {
      stopped = true
      clearInterval(retry)
      for (const timer of timers.values()) clearTimeout(timer)
      for (const stop of stops) stop()
    },
  }
}
