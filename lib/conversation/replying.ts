import { unarmor } from '../contract/armor'
import { isFrozen } from './contact'
import type { Context } from './context'
import { makerOf } from './places'

/** How long a reply that was left is taken to be there, in milliseconds. */
const LEFT_FOR = 86_400_000

/**
 * Leaves our replies to invitations where their makers look, once something keeps them there, and again each day until they are
 * answered or nobody takes them any more. Returns how to stop.
 */
export const startReplying = ({ ledger, carriers, now }: Context): (() => void) => {
  const leave = async (id: string, send: (frame: Uint8Array) => Promise<void>): Promise<void> => {
    const contact = [...ledger.contacts.values()].find(({ accepted }) => accepted.some((a) => a.id === id))
    const waiting = contact?.accepted.find((a) => a.id === id)
    if (!contact || !waiting || isFrozen(contact) || waiting.expiresAt < now()) return
    if ((waiting.leftAt ?? 0) + LEFT_FOR > now()) return
    await send(unarmor(waiting.replyText, 'REPLY'))
    await ledger.change((draft) => {
      for (const contact of [...draft.contacts.values()]) {
        const accepted = contact.accepted.map((a) => (a.id === id ? { ...a, leftAt: now() } : a))
        if (contact.accepted.some((a) => a.id === id)) draft.contacts.put({ ...contact, accepted })
      }
    })
  }
  const stops = carriers.map((carrier) =>
    carrier.onReach(({ contact: id }, reach) => {
      const peer = makerOf(id)
      if (reach === 'stored') leave(id, (frame) => carrier.send(peer, frame)).catch(() => undefined)
    }),
  )
  return () => {
    for (const stop of stops) stop()
  }
}
