import type { Carrier, CarrierName } from '../carriers/carrier'
import type { ContactId, MessageId } from '../contract/ids'
import type { Peer } from '../contract/link-api'
import { oweAcknowledgement } from './applying'
import { forgetOffer } from './connecting'
import { isFrozen } from './contact'
import type { Context } from './context'
import { type Intake, startIntake } from './intake'
import { startReaching } from './reaching'
import type { OutboxRecord, SealedFrame } from './records'
import { startReplying } from './replying'
import { sealAcknowledgement } from './sending'
import { createTries, type How } from './tries'

/** How long arrivals are gathered before they are acknowledged, in milliseconds. */
const ACK_DELAY = { now: 200, stored: 60_000 }
const RETRY_TICK = 5_000
/** So many are handed to the link at once: each on its own would wait for its way there and back. */
const AT_ONCE = 16
/** Marks of "sent" wait this long for the acknowledgement that makes them needless. */
const MARK_DELAY = 250

/** The frame's way to a device, or to all of a contact's devices that look where it is left. */
interface Route {
  carrier: Carrier
  how: How
  peer: Peer
  frame: Uint8Array
}

export interface Delivery extends Intake {
  stop(): void
}

/** The best carrier that takes something for this peer by itself, and how. */
const bestFor = (carriers: readonly Carrier[], peer: Peer): { carrier: Carrier; how: How } | null => {
  for (const how of ['now', 'stored'] as const)
    for (const carrier of carriers) if (carrier.reach(peer) === how) return { carrier, how }
  return null
}

/** Moves the outbox whenever a carrier can take it, the best first, and acknowledges what arrives, until stopped. */
export const startDelivery = (context: Context): Delivery => {
  const { ledger, carriers, direct, now } = context
  const reaching = startReaching(context)
  const intake = startIntake(context, reaching.heard)
  const pumps = new Map<ContactId, { again: boolean }>()
  const tries = createTries(now)
  const marks = new Map<MessageId, { carrier: CarrierName; at: number }>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
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

  const markSent = () =>
    ledger.change((draft) => {
      for (const [id, sent] of marks) {
        const entry = draft.outbox.get(id)
        if (entry) draft.outbox.put({ ...entry, sent })
      }
      marks.clear()
    })

  /** One way for each device that a connection reaches, and one for all the others. */
  const routesOf = (contact: ContactId, pending: readonly string[], { frame, devices }: SealedFrame): Route[] => {
    const ways = devices
      .filter((device) => pending.includes(device))
      .flatMap((device) => {
        const peer = { contact, device }
        const best = bestFor(carriers, peer)
        return best ? [{ ...best, peer, frame }] : []
      })
    const stored = ways.find(({ how }) => how === 'stored')
    return ways.filter((way) => way.how === 'now' || way === stored)
  }

  const sendOn = async (entry: OutboxRecord, { carrier, how, peer, frame }: Route): Promise<void> => {
    tries.tried(how, peer, entry.id, frame)
    try {
      await carrier.send(peer, frame)
    } catch (error) {
      // A relay that did not take it is asked again; a connection that did not is none, and its end is told.
      if (how === 'stored') tries.failed(how, peer, entry.id)
      throw error
    }
    // What is kept somewhere stays so, whatever becomes of a connection.
    if (entry.sent?.carrier !== carrier.name && entry.sent?.carrier !== 'relay')
      marks.set(entry.id, { carrier: carrier.name, at: now() })
    if (marks.size > 0) soon('marks', MARK_DELAY, markSent)
  }

  const sendEntry = (entry: OutboxRecord): Promise<void>[] => {
    const contact = ledger.contacts.get(entry.contact)
    if (!contact || isFrozen(contact)) return []
    const heardAt = contact.lastSeen ?? 0
    return (entry.sealed ?? [])
      .flatMap((sealed) => routesOf(entry.contact, entry.pending, sealed))
      .filter(({ carrier, how, peer, frame }) => {
        // An earlier life of this agent left it there.
        if (how === 'stored' && entry.sent?.carrier === carrier.name && !tries.has(how, peer, entry.id))
          tries.tried(how, peer, entry.id, frame, entry.sent.at)
        return tries.due(how, peer, entry.id, frame, heardAt)
      })
      .flatMap((route) => {
        const sending = sendOn(entry, route)
        if (route.how === 'now') return [sending]
        // Relays take their time: nothing waits for them.
        sending.catch(() => undefined)
        return []
      })
  }

  const pump = (contact: ContactId): void => {
    const running = pumps.get(contact)
    if (running) running.again = true
    if (stopped || running) return
    const state = { again: false }
    pumps.set(contact, state)
    const run = async () => {
      tries.keep((id) => ledger.outbox.get(id) !== undefined)
      let sending: Promise<void>[] = []
      for (const entry of entriesOf(contact)) {
        sending.push(...sendEntry(entry))
        if (sending.length < AT_ONCE) continue
        await Promise.all(sending)
        sending = []
        if (stopped) return
      }
      await Promise.all(sending)
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
      const peer = { contact, device }
      const best = bestFor(carriers, peer)
      if (!ackOwed || !best) continue
      const frames = await ledger.change((draft) => sealAcknowledgement(draft, contact, device, now()))
      for (const { frame } of frames)
        await best.carrier.send(peer, frame).catch(async (error: unknown) => {
          await ledger.change((draft) => oweAcknowledgement(draft, contact, device))
          throw error
        })
    }
  }

  const tend = (contact: ContactId): void => {
    pump(contact)
    for (const { device, ackOwed } of ledger.contacts.get(contact)?.devices ?? []) {
      const best = ackOwed && bestFor(carriers, { contact, device })
      if (best) soon(`ack/${best.how}/${contact}`, ACK_DELAY[best.how], () => acknowledge(contact))
    }
  }

  const onReach = (carrier: Carrier) =>
    carrier.onReach((peer, reach) => {
      const { contact } = peer
      context.changed(contact)
      if (carrier === direct && reach === 'now') {
        // A new connection: whatever was under way on the last one may be lost.
        tries.restart(peer)
        forgetOffer(context, contact).catch(() => undefined)
      } else if (carrier === direct) {
        // They were here until now.
        const left = ledger.change((draft) => {
          const known = draft.contacts.get(contact)
          if (known?.lastSeen != null) draft.contacts.put({ ...known, lastSeen: Math.max(known.lastSeen, now()) })
        })
        left.catch(() => undefined)
      }
      tend(contact)
    })

  const retry = setInterval(() => {
    for (const contact of new Set([...ledger.outbox.values()].map((entry) => entry.contact))) pump(contact)
  }, RETRY_TICK)

  const stops = [
    ledger.onCommit(({ contacts }) => {
      for (const contact of contacts) tend(contact)
    }),
    ...carriers.map((carrier) =>
      carrier.onFrame(async (frame, from) => {
        await intake.take(frame, from)
      }),
    ),
    ...carriers.map(onReach),
    reaching.stop,
    startReplying(context),
  ]
  for (const { id } of ledger.contacts.values()) tend(id)

  return {
    ...intake,
    stop: () => {
      stopped = true
      clearInterval(retry)
      for (const timer of timers.values()) clearTimeout(timer)
      for (const stop of stops) stop()
    },
  }
}
