import type { Carrier } from '../carriers/carrier'
import { ceiling } from '../carriers/pace'
import { type Reason, reasonOf } from '../contract/errors'
import type { ConnectionId, ContactId } from '../contract/ids'
import type { Peer } from '../contract/link-api'
import type { Signal } from '../contract/message'
import { fromBase64, toBase64 } from '../contract/wire'
import { keepOffer, sealSignalFor } from './connecting'
import { isFrozen } from './contact'
import { type Context, NO_DEVICE } from './context'
import type { OnSignal } from './intake'
import { sendingSessions } from './sending'
import { keyOf } from './tries'

const SECOND = 1_000
const MINUTE = 60 * SECOND
/** Who said something longer ago than this, by their clock, may have gone. */
const FRESH = 10 * MINUTE
/** Offers and answers to one contact in ten minutes. */
const MOST_TRIES = 20
/** For so long our own offer may be under way, and no other is made. */
const UNDER_WAY = 15 * SECOND
/** Offers that cross within this time: the one of the lower device id wins. */
const GLARE = 5 * SECOND
/** What did not open is tried again after these pauses, as long as nothing else is heard. */
const AGAIN = [20 * SECOND, MINUTE, 3 * MINUTE]
/** "I am here" is said to one contact so often in a minute; and because something waits for them, every five minutes. */
const GREETINGS = 4
const KNOCK_EVERY = 5 * MINUTE
/** A relay may have lost it: it is said again after these pauses, the last of them again and again. */
const HERE_AGAIN = [MINUTE, 10 * MINUTE, 60 * MINUTE, 360 * MINUTE] as const
/** Contacts to whom it is said when we come online: those of the newest conversations. */
const MOST_GREETED = 32

export interface Reaching {
  heard: OnSignal
  stop(): void
}

/**
 * Brings connections about without anybody's help: says "I am here" where things are kept for contacts, offers a connection to
 * whoever says so, answers offers, and offers anew when a connection weakens (PROTOCOL.md, Meeting again).
 */
export const startReaching = (context: Context): Reaching => {
  const { ledger, link, direct, carriers, now } = context
  const offered = new Map<string, number>()
  const opened = new Map<string, number>()
  /** Who has just said goodbye. */
  const left = new Set<string>()
  const greeted = new Map<ContactId, number>()
  const greetings = new Map<ContactId, () => number>()
  const repeats = new Map<ContactId, number>()
  const allowances = new Map<ContactId, () => number>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let stopped = false

  const keeping = (contact: ContactId): Carrier | undefined =>
    carriers.find((carrier) => carrier.reach({ contact, device: NO_DEVICE }) === 'stored')
  const isOpen = (peer: Peer): boolean => direct.reach(peer) === 'now'
  /** Whom nothing is written to learns nothing of where we are either. */
  const isSilent = (contact: ContactId): boolean => {
    const known = ledger.contacts.get(contact)
    return known !== undefined && isFrozen(known)
  }
  /** Each offer and answer costs us a connection, and a question to the STUN servers. */
  const mayTry = ({ contact }: Peer): boolean => {
    const own = allowances.get(contact) ?? ceiling(MOST_TRIES, FRESH, now)
    allowances.set(contact, own)
    return own() === 0
  }

  const say = async (peer: Peer, signal: Signal): Promise<void> => {
    const carrier = keeping(peer.contact)
    if (!carrier || stopped) return
    const frame = await ledger.change((draft) => sealSignalFor(draft, peer, signal, now()))
    if (frame) await carrier.send(peer, frame)
  }

  const offerTo = async (peer: Peer, tried = 0): Promise<void> => {
    const key = keyOf(peer)
    const isUnderWay = now() - (offered.get(key) ?? 0) < UNDER_WAY
    if (stopped || !keeping(peer.contact) || isSilent(peer.contact)) return
    tryAgain(peer, tried)
    if (isUnderWay || !mayTry(peer)) return
    offered.set(key, now())
    const { offer } = await link.command('offer', { peer, addresses: 'all' })
    context.note('offered', peer.contact)
    await say(peer, { kind: 'offer', offer: toBase64(offer) }).catch((error: unknown) => {
      // It never left: theirs is to be answered, and ours made again as soon as there is a way.
      offered.delete(key)
      throw error
    })
  }
  /** Runs the newest of what is to be done for this peer or contact. */
  const later = (key: string, pause: number, work: () => void): void => {
    clearTimeout(timers.get(key))
    if (!stopped) timers.set(key, setTimeout(work, pause))
  }
  const tryAgain = (peer: Peer, tried: number): void => {
    const key = keyOf(peer)
    const pause = AGAIN[tried]
    const go = () => {
      if (!isOpen(peer) || direct.isWeak(peer)) offerTo(peer, tried + 1).catch(() => undefined)
    }
    if (pause !== undefined) later(key, pause, go)
  }

  const answerTo = async (peer: Peer, offer: string): Promise<void> => {
    const ours = now() - (offered.get(keyOf(peer)) ?? 0) < GLARE
    if (ours && context.self().device.id < peer.device) return
    if (stopped || !mayTry(peer)) return
    const { connection, answer } = await link.command('answer', { peer, offer: fromBase64(offer) })
    context.note('answered', peer.contact)
    await say(peer, { kind: 'answer', connection, answer: toBase64(answer) })
  }

  /** Applies an answer to an offer that was made for them: an invitation's is for whom the person says yes to. */
  const accept = async (peer: Peer, connection: ConnectionId, answer: string): Promise<Reason | null> => {
    const connections = await link.command('connections', {}).catch(() => [])
    const ours = connections.find((one) => one.connection === connection)
    if (!ours) return 'expired'
    if (ours.peer?.contact !== peer.contact || ours.peer.device !== peer.device) return 'for-somebody-else'
    return link.command('accept', { connection, peer, answer: fromBase64(answer) }).then(() => null, reasonOf)
  }

  /** Whether a connection to them has opened since then, and is open. */
  const isSince = (peer: Peer, at: number): boolean => isOpen(peer) && at < (opened.get(keyOf(peer)) ?? 0)

  const heard: OnSignal = async ({ contact, device, signal, at }) => {
    const peer = { contact, device }
    if (isSilent(contact)) return
    const isFresh = Math.abs(now() - at) < FRESH
    if (signal.kind === 'answer') {
      const reason = await accept(peer, signal.connection, signal.answer)
      // They are there, and our offer is not any more: it may have gone with a worker or a page.
      if (reason === 'expired' && isFresh && !isOpen(peer)) await offerTo(peer).catch(() => undefined)
    } else if (signal.kind === 'offer') {
      if (keeping(contact) && isFresh) await answerTo(peer, signal.offer).catch(() => undefined)
      // Kept although we may seem connected: who offers has lost the connection, and we may not have noticed yet. Unless it
      // is from before that, as the offer beside the answer in a letter.
      else if (!isSince(peer, at)) await keepOffer(context, peer, signal.offer)
    } else if (isFresh && !isSince(peer, at)) await offerTo(peer).catch(() => undefined)
  }

  const greet = (contact: ContactId): void => {
    const away = sendingSessions(ledger, contact).filter(({ device }) => !isOpen({ contact, device }))
    if (stopped || !keeping(contact) || isSilent(contact) || away.length === 0) return
    const own = greetings.get(contact) ?? ceiling(GREETINGS, MINUTE, now)
    greetings.set(contact, own)
    const wait = own()
    // Said when its time has come, should it still be worth it.
    if (wait > 0) return void later(contact, wait, () => greet(contact))
    greeted.set(contact, now())
    for (const { device } of away) say({ contact, device }, { kind: 'here' }).catch(() => undefined)
    repeat(contact)
  }
  const repeat = (contact: ContactId): void => {
    const count = repeats.get(contact) ?? 0
    repeats.set(contact, count + 1)
    const pause = HERE_AGAIN[Math.min(count, HERE_AGAIN.length - 1)] as number
    if (isClose(contact)) later(contact, pause, () => greet(contact))
  }
  const knock = (contact: ContactId): void => {
    if (now() - (greeted.get(contact) ?? 0) > KNOCK_EVERY && hasWaiting(contact)) greet(contact)
  }
  const isClose = (contact: ContactId): boolean => {
    const newest = [...ledger.contacts.values()].sort((a, b) => b.lastAt - a.lastAt).slice(0, MOST_GREETED)
    return newest.some(({ id }) => id === contact) || hasWaiting(contact)
  }
  const hasWaiting = (contact: ContactId): boolean =>
    [...ledger.outbox.values()].some((entry) => entry.contact === contact)

  const stops = [
    ...carriers
      .filter((carrier) => carrier !== direct)
      .map((carrier) =>
        carrier.onReach(({ contact }, reach) => {
          if (reach !== 'stored') return
          const weak = sendingSessions(ledger, contact).filter(({ device }) => direct.isWeak({ contact, device }))
          for (const { device } of weak) offerTo({ contact, device }).catch(() => undefined)
          if (!isClose(contact)) return
          repeats.delete(contact)
          greet(contact)
        }),
      ),
    direct.onReach((peer, reach) => {
      const key = keyOf(peer)
      // Whatever offer opened this one, none is under way any more.
      offered.delete(key)
      clearTimeout(timers.get(key))
      left.delete(key)
      repeats.delete(peer.contact)
      if (reach === 'now') opened.set(key, now())
      // Why it ended is told next, where it is known: who said goodbye has gone, or has too many connections.
      else queueMicrotask(() => left.delete(key) || greet(peer.contact))
    }),
    direct.onConnections((event) => {
      // Also where it opened beside another, which reach does not tell.
      if (event?.kind === 'open' && event.peer) offered.delete(keyOf(event.peer))
      if (event?.kind === 'closed' && event.why === 'bye' && event.peer && !isOpen(event.peer))
        left.add(keyOf(event.peer))
    }),
    direct.onWeak((peer) => {
      offerTo(peer).catch(() => undefined)
    }),
    ledger.onCommit(({ contacts }) => {
      for (const contact of contacts) knock(contact)
    }),
  ]
  return {
    heard,
    stop: () => {
      stopped = true
      for (const timer of timers.values()) clearTimeout(timer)
      for (const stop of stops) stop()
    },
  }
}
