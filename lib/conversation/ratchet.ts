import { HearthError } from '../contract/errors'
import { sameBytes } from '../contract/wire'
import { type AgreementKey, agree, newAgreementKey } from '../crypto/agreement'
import { hkdf } from '../crypto/hash'
import {
  type EndedChain,
  forward,
  hasOld,
  keepNewest,
  messageKeyOf,
  nextChainKey,
  type ReceivingChain,
  takeSkipped,
} from './chain'

/** How many steps one header may ask for: about 330 ms of hashing. */
export const MAX_STEPS = 25_000
/** How many ended chains are remembered after their last key was used, so that a repeat is told from damage. */
const MAX_ENDED = 32

/** What tells this ratchet from another with the same steps: the label of its root steps, and whether headers are sealed. */
export interface Profile {
  rootLabel: string
  sealedHeaders: boolean
}

/** A message's place: the sender's ratchet key, how many messages its previous chain had, the number in this one. */
export interface Header {
  key: Uint8Array
  previous: number
  number: number
}

interface SendingChain {
  headerKey: Uint8Array
  key: Uint8Array
  number: number
}

/** The Double Ratchet's state, as plain data; every function returns a new one and leaves the old as it was. */
export interface RatchetState {
  root: Uint8Array
  ours: AgreementKey
  /** null until the responder has received. */
  sending: SendingChain | null
  /** null until anything was received. */
  receiving: ReceivingChain | null
  nextSendingHeader: Uint8Array
  nextReceivingHeader: Uint8Array
  /** Messages in our previous sending chain. */
  previous: number
  /** Newest first. */
  ended: EndedChain[]
}

/** Header keys that both sides know from the handshake; empty where headers are clear. */
export interface HeaderKeys {
  toResponder: Uint8Array
  toInitiator: Uint8Array
}

/** Reads a received header under a header key, or null where it is not that key's. Clear headers open under any. */
export type ReadHeader = (headerKey: Uint8Array) => Header | null

export interface Ratchet {
  /** The side that speaks first, towards the other's first ratchet key. */
  initiate(root: Uint8Array, theirs: Uint8Array, headers: HeaderKeys): RatchetState
  respond(root: Uint8Array, ours: AgreementKey, headers: HeaderKeys): RatchetState
  /** The next message's header, the key to seal it with, and the message key. Throws `not-connected-yet` before the responder has received. */
  send(state: RatchetState): { state: RatchetState; header: Header; headerKey: Uint8Array; messageKey: Uint8Array }
  /**
   * The message key of a received header. The new state counts only once the message opened with it. Throws `damaged` where
   * no header key fits or too many steps are asked for, `already-opened` where the key was used, or is kept no longer.
   */
  receive(state: RatchetState, read: ReadHeader, now: number): { state: RatchetState; messageKey: Uint8Array }
}

/** The Double Ratchet of Signal's specification (revision 4), the variant with header encryption where the profile says so. */
export const ratchet = ({ rootLabel, sealedHeaders }: Profile): Ratchet => {
  const rootStep = (root: Uint8Array, shared: Uint8Array) => {
    const keys = hkdf(shared, root, rootLabel, sealedHeaders ? 96 : 64)
    return { root: keys.slice(0, 32), chain: keys.slice(32, 64), nextHeader: keys.slice(64) }
  }

  /** The state after their new ratchet key: what is left of their old chain is skipped, both chains begin anew. */
  const turn = (state: RatchetState, header: Header, now: number): RatchetState & { receiving: ReceivingChain } => {
    const before = state.receiving && forward(state.receiving, header.previous, now)
    const theirs = rootStep(state.root, agree(state.ours.secret, header.key))
    const ours = newAgreementKey()
    const own = rootStep(theirs.root, agree(ours.secret, header.key))
    const ended = before && { theirs: before.theirs, headerKey: before.headerKey, skipped: before.skipped }
    return {
      root: own.root,
      ours,
      sending: { headerKey: state.nextSendingHeader, key: own.chain, number: 0 },
      receiving: {
        theirs: header.key,
        headerKey: state.nextReceivingHeader,
        skipped: [],
        key: theirs.chain,
        number: 0,
      },
      nextSendingHeader: own.nextHeader,
      nextReceivingHeader: theirs.nextHeader,
      previous: state.sending?.number ?? 0,
      ended: ended ? [ended, ...state.ended] : state.ended,
    }
  }

  return {
    initiate: (root, theirs, { toResponder, toInitiator }) => {
      const ours = newAgreementKey()
      const own = rootStep(root, agree(ours.secret, theirs))
      return {
        root: own.root,
        ours,
        sending: { headerKey: toResponder, key: own.chain, number: 0 },
        receiving: null,
        nextSendingHeader: own.nextHeader,
        nextReceivingHeader: toInitiator,
        previous: 0,
        ended: [],
      }
    },

    respond: (root, ours, { toResponder, toInitiator }) => ({
      root,
      ours,
      sending: null,
      receiving: null,
      nextSendingHeader: toInitiator,
      nextReceivingHeader: toResponder,
      previous: 0,
      ended: [],
    }),

    send: (state) => {
      if (!state.sending) throw new HearthError('not-connected-yet', 'nothing received in this session')
      const { headerKey, key, number } = state.sending
      return {
        state: { ...state, sending: { headerKey, key: nextChainKey(key), number: number + 1 } },
        header: { key: state.ours.public, previous: state.previous, number },
        headerKey,
        messageKey: messageKeyOf(key),
      }
    },

    receive: (state, read, now) => {
      const { receiving, ended } = state
      const current = receiving && readOf(receiving, read)
      if (receiving && current) return kept(takeCurrent({ ...state, receiving }, current, now), now)
      const fresh = read(state.nextReceivingHeader)
      if (fresh && ![receiving, ...ended].some((chain) => chain && sameBytes(chain.theirs, fresh.key))) {
        const missed = receiving ? Math.max(0, fresh.previous - receiving.number) : 0
        if (missed + fresh.number > MAX_STEPS) throw new HearthError('damaged', 'too far ahead')
        return kept(takeCurrent(turn(state, fresh, now), fresh, now), now)
      }
      for (const chain of ended) {
        const header = readOf(chain, read)
        if (!header) continue
        const taken = takeSkipped(chain, header.number, now)
        const left = ended.map((other) => (other === chain ? taken.chain : other))
        return kept({ state: { ...state, ended: left }, messageKey: taken.messageKey }, now)
      }
      throw new HearthError('damaged', 'no header key fits')
    },
  }
}

/** The header, where it opens under the chain's key and names the chain's ratchet key. */
const readOf = (chain: EndedChain, read: ReadHeader): Header | null => {
  const header = read(chain.headerKey)
  return header && sameBytes(header.key, chain.theirs) ? header : null
}

interface Taken {
  state: RatchetState
  messageKey: Uint8Array
}

const takeCurrent = (state: RatchetState & { receiving: ReceivingChain }, { number }: Header, now: number): Taken => {
  const { receiving } = state
  if (number < receiving.number) {
    const { messageKey, chain } = takeSkipped(receiving, number, now)
    return { state: { ...state, receiving: chain }, messageKey }
  }
  if (number - receiving.number > MAX_STEPS) throw new HearthError('damaged', 'too far ahead')
  const chain = forward(receiving, number, now)
  const next = { ...chain, key: nextChainKey(chain.key), number: number + 1 }
  return { state: { ...state, receiving: next }, messageKey: messageKeyOf(chain.key) }
}

const kept = ({ state, messageKey }: Taken, now: number): Taken => ({ state: pruned(state, now), messageKey })

/** Within the bounds of kept keys and ended chains. */
const pruned = (state: RatchetState, now: number): RatchetState => {
  const { receiving } = state
  const [newest, ...older] = keepNewest([...(receiving ? [receiving] : []), ...state.ended], now)
  const going = receiving && newest ? { ...receiving, skipped: newest.skipped } : null
  const ended = older.filter((chain, i) => i < MAX_ENDED || chain.skipped.length > 0)
  return { ...state, receiving: going, ended }
}

/** The state without keys of messages that are kept no longer; the same object where there are none. */
export const agedRatchet = (state: RatchetState, now: number): RatchetState =>
  [...(state.receiving ? [state.receiving] : []), ...state.ended].some((chain) => hasOld(chain, now))
    ? pruned(state, now)
    : state
