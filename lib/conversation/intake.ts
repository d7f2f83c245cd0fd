import { HearthError, reasonOf } from '../contract/errors'
import { kindOf } from '../contract/frame'
import type { ContactId } from '../contract/ids'
import type { Peer } from '../contract/link-api'
import type { Context } from './context'
import { takeReply } from './inviting'
import type { Draft } from './ledger'
import { type Receipt, receive } from './receiving'
import { keyOf } from './tries'

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

/** What becomes of a signal that opened. */
export type OnSignal = (signal: Extract<Receipt, { outcome: 'signal' }>) => Promise<void>

export interface Intake {
  /** Takes one frame from any carrier. What is malformed, a stranger's or repeated changes nothing. Throws `storage-full`. */
  take(frame: Uint8Array, from: Peer | null): Promise<Receipt>
  /** Frames that changed nothing because nothing of ours could read them. */
  dropped(): number
}

const NOTHING: Receipt = { outcome: 'not-ours' }

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
  const costs = new Map<ContactId, { since: number; ms: number }>()
  let dropped = 0

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
    if (isReply(frame)) {
      // Where it is none to an invitation of ours, or comes too late, there is nobody to tell.
      await takeReply(context, frame).catch(() => undefined)
      if (from) await judge(from, NOTHING)
      return NOTHING
    }
    const receipt = await ledger
      .change((draft) => receiveFrom(draft, frame, from))
      .catch((error: unknown): Receipt => {
        if (error instanceof HearthError && error.reason === 'storage-full') throw error
        return { outcome: 'not-ours', reason: reasonOf(error) }
      })
    if (receipt.outcome === 'not-ours') dropped++
    if (from && tooCostly(from)) await cutOff(from)
    else if (from) await judge(from, receipt)
    if (receipt.outcome === 'signal') await onSignal(receipt)
    if (receipt.outcome === 'opened' && receipt.connection) {
      const peer = { contact: receipt.contact, device: receipt.device }
      await context.link.command('assign', { connection: receipt.connection, peer }).catch(() => undefined)
    }
    return receipt
  }

  return { take, dropped: () => dropped }
}
