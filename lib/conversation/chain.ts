import { HearthError } from '../contract/errors'
import { hmac } from '../crypto/hash'

/** How many keys of messages that have not arrived are kept, the newest. */
export const MAX_SKIPPED = 2_000
/** How long they are kept, in milliseconds. */
export const SKIPPED_LIFE: number = 90 * 86_400_000

interface SkippedKey {
  number: number
  key: Uint8Array
  /** When it was skipped, in milliseconds since 1970. */
  at: number
}

/** A chain of theirs that a newer one replaced. */
export interface EndedChain {
  /** Their ratchet key. */
  theirs: Uint8Array
  headerKey: Uint8Array
  /** Oldest first. */
  skipped: SkippedKey[]
}

/** The chain of theirs that goes on. */
export interface ReceivingChain extends EndedChain {
  key: Uint8Array
  /** Of the next message. */
  number: number
}

const MESSAGE_KEY = Uint8Array.of(1)
const NEXT_CHAIN = Uint8Array.of(2)

/** The key of the message at which a chain stands: HMAC(chain key, 0x01). */
export const messageKeyOf = (chainKey: Uint8Array): Uint8Array => hmac(chainKey, MESSAGE_KEY)

/** The chain's next key: HMAC(chain key, 0x02). */
export const nextChainKey = (chainKey: Uint8Array): Uint8Array => hmac(chainKey, NEXT_CHAIN)

/** The chain with every message before `to` skipped. */
export const forward = (chain: ReceivingChain, to: number, now: number): ReceivingChain => {
  const skipped = [...chain.skipped]
  let { key } = chain
  for (let number = chain.number; number < to; number++) {
    // Older ones would be dropped again at once.
    if (to - number <= MAX_SKIPPED) skipped.push({ number, key: messageKeyOf(key), at: now })
    key = nextChainKey(key)
  }
  return { ...chain, key, number: Math.max(chain.number, to), skipped }
}

/** The kept key of a message, and the chain without it; throws `already-opened` where it was used, or is kept no longer. */
export const takeSkipped = <T extends EndedChain>(
  chain: T,
  number: number,
  now: number,
): { messageKey: Uint8Array; chain: T } => {
  const found = chain.skipped.find((key) => key.number === number && isYoung(key, now))
  if (!found) throw new HearthError('already-opened', 'message key used, or kept no longer')
  return { messageKey: found.key, chain: { ...chain, skipped: chain.skipped.filter((key) => key !== found) } }
}

/** The chains, newest first, with the young of their newest {@link MAX_SKIPPED} keys together. */
export const keepNewest = <T extends EndedChain>(chains: readonly T[], now: number): T[] => {
  let room = MAX_SKIPPED
  return chains.map((chain) => {
    const young = chain.skipped.filter((key) => isYoung(key, now))
    const skipped = young.slice(Math.max(0, young.length - room))
    room -= skipped.length
    return { ...chain, skipped }
  })
}

/** Whether any of the chain's kept keys has outlived its time. */
export const hasOld = (chain: EndedChain, now: number): boolean => chain.skipped.some((key) => !isYoung(key, now))

const isYoung = ({ at }: SkippedKey, now: number): boolean => at >= now - SKIPPED_LIFE
