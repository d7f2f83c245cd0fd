import { HearthError, reasonOf } from '../contract/errors'
import type { ContactId, MessageId } from '../contract/ids'
import type { Peer } from '../contract/link-api'
import { forgetOffer, takeSignal } from './connecting'
import type { Context } from './context'
import type { Draft } from './ledger'
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
/** So many are handed to the link at once: each on its own would wait for its way there and back. */
const AT_ONCE = 16
/** Marks of "sent" wait this long for the acknowledgement that makes them needless. */
const MARK_DELAY = 250

/** A peer whose frames in a row open for nobody is cut off after so many: each may cost us work, and none is of use. */
const MAX_FAILURES = 32
/**
 * A frame that skips the most it may takes a third of a second. So much beyond what an ordinary frame takes may one contact
 * cost us in a minute, in milliseconds; what comes then is dropped unread, and repeated by whoever is honest.
 */
const COST_PER_MINUTE = 2_000
const MINUTE = 60_000
const ORDINARY = 10
const ORDINARY_PER_MIB = 200

/** Devices are named by a key that their owner chose: only together with the contact they are one's own. */
const keyOf = ({ contact, device }: Peer): string => `${contact}/${device}`

/** The bytes of a message that were handed to the link, when last and how often. */
interface Try {
  frame: Uint8Array
  at: number
  count: number
}

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
  /** When each message was last handed to the link for a device of a contact, and how often; until it is acknowledged. */
  const tries = new Map<string, Map<MessageId, Try>>()
  const failures = new Map<string, number>()
  const costs = new Map<ContactId, { since: number; ms: number }>()
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

  const triesOf = (peer: Peer) => {
    const own = tries.get(keyOf(peer)) ?? new Map<MessageId, Try>()
    tries.set(keyOf(peer), own)
    return own
  }

  const forgetAcknowledged = () => {
    for (const own of tries.values()) for (const id of own.keys()) if (!ledger.outbox.get(id)) own.delete(id)
  }

  /** Whether the message may go to the device now: for the first time within the window, again after its pause or when it was sealed anew. */
  const due = (peer: Peer, id: MessageId, frame: Uint8Array): boolean => {
    const own = triesOf(peer)
    const last = own.get(id)
    if (!last) return own.size < WINDOW
    return last.frame !== frame || now() - last.at > Math.min(FIRST_RETRY * 2 ** (last.count - 1), LAST_RETRY)
  }

  const sendEntry = (entry: OutboxRecord): Promise<void>[] =>
    (entry.sealed ?? []).flatMap(({ frame, devices }) =>
      devices
        .map((device) => ({ contact: entry.contact, device }))
        .filter((peer) => entry.pending.includes(peer.device) && direct.reach(peer) === 'now')
        .filter((peer) => due(peer, entry.id, frame))
        .map(async (peer) => {
          const own = triesOf(peer)
          own.set(entry.id, { frame, at: now(), count: (own.get(entry.id)?.count ?? 0) + 1 })
          await direct.send(peer, frame)
          if (entry.sent?.carrier !== 'direct') marks.set(entry.id, now())
        }),
    )

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
      forgetAcknowledged()
      let sending: Promise<void>[] = []
      for (const entry of entriesOf(contact)) {
        sending.push(...sendEntry(entry))
        if (sending.length < AT_ONCE) continue
        await Promise.all(sending)
        sending = []
        if (stopped) return
      }
      await Promise.all(sending)
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

  const cutOff = async (from: Peer): Promise<void> => {
    for (const { connection, peer } of await context.link.command('connections', {}).catch(() => []))
      if (peer && keyOf(peer) === keyOf(from))
        await context.link.command('close', { connection }).catch(() => undefined)
  }

  /** Counts what a connection brings for nothing, and closes one that brings nothing else. */
  const judge = async (from: Peer, { outcome }: Receipt): Promise<void> => {
    // A repeat opens as often as one likes to send it, and so proves nothing.
    if (outcome === 'repeated') return
    const count = outcome === 'not-ours' ? (failures.get(keyOf(from)) ?? 0) + 1 : 0
    failures.set(keyOf(from), count)
    if (count < MAX_FAILURES) return
    failures.delete(keyOf(from))
    await cutOff(from)
  }

  const costOf = (contact: ContactId): { since: number; ms: number } => {
    const current = costs.get(contact)
    if (current && Math.abs(now() - current.since) < MINUTE) return current
    const fresh = { since: now(), ms: 0 }
    costs.set(contact, fresh)
    return fresh
  }
  const tooCostly = (from: Peer | null): boolean => from !== null && costOf(from.contact).ms > COST_PER_MINUTE

  /** Receives, on the account of whoever's connection brought the frame. */
  const receiveFrom = (draft: Draft, frame: Uint8Array, from: Peer | null): Receipt => {
    // Looked at here again: what waited in the same batch may have used up the rest.
    if (tooCostly(from)) throw new HearthError('too-many', 'too costly')
    const began = performance.now()
    try {
      return receive(draft, context.self(), frame, now())
    } finally {
      const ordinary = ORDINARY + (ORDINARY_PER_MIB * frame.length) / (1 << 20)
      if (from) costOf(from.contact).ms += Math.max(0, performance.now() - began - ordinary)
    }
  }

  const take = async (frame: Uint8Array, from: Peer | null): Promise<Receipt> => {
    const receipt = await ledger
      .change((draft) => receiveFrom(draft, frame, from))
      .catch((error: unknown): Receipt => {
        if (error instanceof HearthError && error.reason === 'storage-full') throw error
        return { outcome: 'not-ours', reason: reasonOf(error) }
      })
    if (receipt.outcome === 'not-ours') dropped++
    if (from && tooCostly(from)) await cutOff(from)
    else if (from) await judge(from, receipt)
    if (receipt.outcome === 'signal') await takeSignal(context, receipt.contact, receipt.device, receipt.signal)
    if (receipt.outcome === 'opened' && receipt.connection) {
      const peer = { contact: receipt.contact, device: receipt.device }
      await context.link.command('assign', { connection: receipt.connection, peer }).catch(() => undefined)
    }
    return receipt
  }

  const retry = setInterval(() => {
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
      tries.delete(keyOf(peer))
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
