import type { SessionId } from '../contract/ids'
import type { AgreementKey } from '../crypto/agreement'
import { hkdf } from '../crypto/hash'
import { agedRatchet, type RatchetState, ratchet } from './ratchet'
import { agedSignals, dayOf, type Signals, signalsFrom } from './signal'

/** The ratchet of every session: sealed headers, our label. */
export const hearthRatchet = ratchet({ rootLabel: 'hearth/v1/ratchet', sealedHeaders: true })

/** One ratchet session with one device of somebody, as plain data. Functions return the next one and never change it. */
export interface Session {
  id: SessionId
  /** SHA-256 of what the handshake bound (PROTOCOL.md, AD): 32 bytes, the same on both sides. */
  ad: Uint8Array
  /** Milliseconds since 1970, by our clock. */
  createdAt: number
  /** When a message of theirs last opened. */
  lastOpenedAt: number | null
  tagSend: Uint8Array
  tagReceive: Uint8Array
  signals: Signals
  ratchet: RatchetState
}

/** What a finished handshake leaves; `day` is the UTC day from which signal keys are stepped, since 1970. */
export interface Agreed {
  id: SessionId
  ad: Uint8Array
  /** SK of PQXDH. */
  secret: Uint8Array
  day: number
  now: number
}

const NO_SALT = new Uint8Array(32)

/** The session of a finished handshake, and the pair key that it exports. The initiator gives the responder's first ratchet key, the responder its key pair. */
export const sessionFrom = (
  { id, ad, secret, day, now }: Agreed,
  side: { role: 'initiator'; theirs: Uint8Array } | { role: 'responder'; ours: AgreementKey },
): { session: Session; pairKey: Uint8Array } => {
  const derive = (label: string) => hkdf(secret, NO_SALT, `hearth/v1/${label}`, 32)
  const perDirection = (kind: string) => {
    const toResponder = derive(`${kind}-to-responder`)
    const toInitiator = derive(`${kind}-to-initiator`)
    return { toResponder, toInitiator }
  }
  const sides = <T>({ toResponder, toInitiator }: { toResponder: T; toInitiator: T }) =>
    side.role === 'initiator'
      ? { send: toResponder, receive: toInitiator }
      : { send: toInitiator, receive: toResponder }

  const root = derive('root')
  const headers = perDirection('header')
  const tag = sides(perDirection('tag'))
  const session: Session = {
    id,
    ad,
    createdAt: now,
    lastOpenedAt: null,
    tagSend: tag.send,
    tagReceive: tag.receive,
    signals: signalsFrom(sides(perDirection('signal-tag')), sides(perDirection('signal')), day),
    ratchet:
      side.role === 'initiator'
        ? hearthRatchet.initiate(root, side.theirs, headers)
        : hearthRatchet.respond(root, side.ours, headers),
  }
  return { session, pairKey: derive('pair') }
}

/** The session without keys whose days are over, for sessions in which nothing arrives; the same object where there are none. */
export const withoutOldKeys = (session: Session, now: number): Session => {
  const signals = agedSignals(session.signals, dayOf(now))
  const ratchet = agedRatchet(session.ratchet, now)
  return signals === session.signals && ratchet === session.ratchet ? session : { ...session, signals, ratchet }
}
