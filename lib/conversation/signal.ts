import { HearthError } from '../contract/errors'
import { headOf, kindOf } from '../contract/frame'
import { concat, Reader, sameBytes, Writer } from '../contract/wire'
import { hkdf } from '../crypto/hash'
import { random } from '../crypto/random'
import { pad, unpad } from './padding'
import { bounded, openUnder, SALT_BYTES, sealUnder, TAG_BYTES, tagOf } from './sealing'
import type { Session } from './session'

const DAY = 86_400_000
/** Days for which a signal opens after it was sealed. */
const KEPT = 3
/** Days that a clock may be ahead. */
const AHEAD = 1
/** Nobody is silent for longer in one session: a clock that is further on than this is wrong, and moves nothing. */
const MAX_DAYS = 1_100

/** The signal key of one UTC day, counted from 1970. */
interface DayKey {
  day: number
  key: Uint8Array
}

/** A session's signal keys. Each direction's key steps every day; `receive` stands at the oldest day that is still kept. */
export interface Signals {
  tagSend: Uint8Array
  tagReceive: Uint8Array
  send: DayKey
  receive: DayKey
  /** The highest sequence number that was opened, -1 before. */
  highest: number
}

/** The signal keys of a new session. */
export const signalsFrom = (
  tag: { send: Uint8Array; receive: Uint8Array },
  key: { send: Uint8Array; receive: Uint8Array },
  day: number,
): Signals => ({
  tagSend: tag.send,
  tagReceive: tag.receive,
  send: { day, key: key.send },
  receive: { day, key: key.receive },
  highest: -1,
})

/** The UTC day of a time in milliseconds since 1970. */
export const dayOf = (time: number): number => Math.floor(time / DAY)

const LABEL = 'hearth/v1/signal'
const HEAD = 1 + SALT_BYTES + TAG_BYTES

/**
 * Seals a signal under today's key; `sequence` is above every one before it. Throws `too-large`, and `expired` where the
 * session is older, by our clock, than any session gets.
 */
export const sealSignal = (
  session: Session,
  sequence: number,
  plaintext: Uint8Array,
  now: number,
): { frame: Uint8Array; session: Session } => {
  const signals = stepped(session.signals, dayOf(now))
  const salt = random(SALT_BYTES)
  const head = concat(Uint8Array.of(headOf('signal')), salt, tagOf(signals.tagSend, salt))
  const padded = pad(new Writer().u64(sequence).bytes(plaintext).done())
  const sealed = sealUnder(signals.send.key, salt, LABEL, padded, concat(session.ad, head))
  return { frame: bounded(concat(head, sealed)), session: { ...session, signals } }
}

/** Whether the frame is a signal to us in this session, by its tag. */
export const signalMatches = (session: Session, frame: Uint8Array, _now: number): boolean =>
  hasTag(frame, session.signals.tagReceive)

/** Whether we sealed the signal ourselves, by its tag. */
export const isOwnSignal = (session: Session, frame: Uint8Array): boolean => hasTag(frame, session.signals.tagSend)

const hasTag = (frame: Uint8Array, tagKey: Uint8Array): boolean =>
  kindOf(frame) === 'signal' &&
  frame.length > HEAD &&
  sameBytes(frame.subarray(1 + SALT_BYTES, HEAD), tagOf(tagKey, frame.subarray(1, 1 + SALT_BYTES)))

/**
 * Opens a signal of the last three days, or of a clock that is a day ahead. Throws `damaged` (also where its day's key is
 * gone), `already-opened` unless its sequence number is above every one opened before, `for-somebody-else`, `expired` as above.
 */
export const openSignal = (
  session: Session,
  frame: Uint8Array,
  now: number,
): { session: Session; sequence: number; plaintext: Uint8Array } => {
  if (!signalMatches(session, bounded(frame), now)) throw new HearthError('for-somebody-else', 'no such tag')
  const signals = stepped(session.signals, dayOf(now))
  const reader = new Reader(unpad(openWithAnyDay(session, signals, frame, dayOf(now))))
  const sequence = reader.u64()
  if (sequence <= signals.highest) throw new HearthError('already-opened', 'a newer signal was opened')
  return { session: { ...session, signals: { ...signals, highest: sequence } }, sequence, plaintext: reader.rest() }
}

const openWithAnyDay = (session: Session, signals: Signals, frame: Uint8Array, today: number): Uint8Array => {
  const head = frame.subarray(0, HEAD)
  const salt = frame.subarray(1, 1 + SALT_BYTES)
  // A sender whose clock is behind seals with the session's first day.
  const last = Math.max(today + AHEAD, signals.receive.day)
  for (let { day, key } = signals.receive; day <= last; { day, key } = nextDay({ day, key })) {
    try {
      return openUnder(key, salt, LABEL, frame.subarray(HEAD), concat(session.ad, head))
    } catch {
      // Another day's.
    }
  }
  throw new HearthError('damaged', 'signal does not open')
}

const nextDay = ({ day, key }: DayKey): DayKey => ({
  day: day + 1,
  key: hkdf(key, NO_SALT, 'hearth/v1/signal-day', 32),
})

const NO_SALT = new Uint8Array(32)

/** The keys as they stand on this UTC day, those of days that are over gone; the same object where none is. */
export const agedSignals = (signals: Signals, today: number): Signals => {
  const over = signals.receive.day < today - KEPT || signals.send.day < today
  return over && today - signals.receive.day <= MAX_DAYS ? stepped(signals, today) : signals
}

const stepped = (signals: Signals, today: number): Signals => {
  if (today - signals.receive.day > MAX_DAYS) throw new HearthError('expired', 'session too old for signals')
  return { ...signals, send: stepTo(signals.send, today), receive: stepTo(signals.receive, today - KEPT) }
}

const stepTo = (from: DayKey, day: number): DayKey => {
  let at = from
  while (at.day < day) at = nextDay(at)
  return at
}
