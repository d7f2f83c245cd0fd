import { HearthError, reasonOf } from '../contract/errors'
import { kindOf } from '../contract/frame'
import type { Peer } from '../contract/link-api'
import type { Context } from './context'
import { createCosts } from './costs'
import { answeredBy, takeReply } from './inviting'
import type { Draft } from './ledger'
import { type Receipt, receive } from './receiving'
import { keyOf } from './tries'

/** A peer whose frames in a row open for nobody is cut off after so many: each may cost us work, and none is of use. */
const MAX_FAILURES = 32
/** What an ordinary frame that opens takes at most, in milliseconds, on a slow or busy machine. */
const ORDINARY = 25
const ORDINARY_PER_MIB = 200

/** What becomes of a signal that opened. */
export type OnSignal = (signal: Extract<Receipt, { outcome: 'signal' }>) => Promise<void>

export interface Intake {
  /** Takes one frame from any carrier. What is malformed, a stranger's or repeated changes nothing. Throws `storage-full`. */
  take(frame: Uint8Array, from: Peer | null): Promise<Receipt>
  /** The same with one that the person brought by hand: it is read whatever others have cost. */
  takeByHand(frame: Uint8Array): Promise<Receipt>
}

/** Whose account it is on where that cannot be told. */
const NOBODY = ''

const isReply = (frame: Uint8Array): boolean => {
  try {
    return kindOf(frame) === 'reply'
  } catch {
    return false
  }
}

/** Where every frame comes in, and where a contact's frames that only cost us are kept out. */
export const startIntake = (context: Context, onSignal: OnSignal): Intake => {
  const { ledger, now } = context
  const failures = new Map<string, number>()
  const costs = createCosts(now)

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

  /** Receives a frame, also a reply: that changes what the person is asked, and answers nobody. */
  const open = (draft: Draft, frame: Uint8Array): Receipt => {
    if (!isReply(frame)) return receive(draft, context.self(), frame, now())
    takeReply(draft, context.self(), { frame, by: 'carrier' }, now())
    return { outcome: 'not-ours' }
  }
  const accountOf = (draft: Draft, frame: Uint8Array, from: Peer | null): string =>
    from?.contact ?? (isReply(frame) ? answeredBy(draft, frame)?.id : null) ?? NOBODY

  /** The same, on the account of whoever's connection or place brought the frame; null where that is spent: it is not read. */
  const openFrom = (draft: Draft, frame: Uint8Array, from: Peer | null): Receipt | null => {
    const began = performance.now()
    const account = accountOf(draft, frame, from)
    // Looked at here: what waited in the same batch may have used up the rest.
    if (costs.isSpent(account)) return null
    let free = 0
    try {
      const receipt = open(draft, frame)
      if (receipt.outcome !== 'not-ours') free = ORDINARY + (ORDINARY_PER_MIB * frame.length) / (1 << 20)
      return receipt
    } finally {
      const ms = performance.now() - began
      costs.charge(account, ms, Math.max(0, ms - free))
    }
  }

  const change = async (step: (draft: Draft) => Receipt | null): Promise<Receipt | null> => {
    const receipt = await ledger.change(step).catch((error: unknown): Receipt => {
      if (error instanceof HearthError && error.reason === 'storage-full') throw error
      return { outcome: 'not-ours', reason: reasonOf(error) }
    })
    if (receipt?.outcome === 'signal') await onSignal(receipt)
    if (receipt?.outcome === 'opened' && receipt.connection) {
      const peer = { contact: receipt.contact, device: receipt.device }
      await context.link.command('assign', { connection: receipt.connection, peer }).catch(() => undefined)
    }
    return receipt
  }

  return {
    take: async (frame, from) => {
      const receipt = await change((draft) => openFrom(draft, frame, from))
      if (from && costs.isWasteful(from.contact)) await cutOff(from)
      else if (from && receipt) await judge(from, receipt)
      return receipt ?? { outcome: 'not-ours', reason: 'too-many' }
    },
    takeByHand: async (frame) => (await change((draft) => open(draft, frame))) ?? { outcome: 'not-ours' },
  }
}
