import type { ContactId, DeviceId } from '../contract/ids'
import { beginSession } from './beginning'
import type { Self } from './context'
import { oneMore } from './daily'
import type { Draft } from './ledger'
import { putNotice } from './notices'
import { introduce } from './profile'
import { contactOf, sealWaiting } from './sending'

/** How often a day a contact is believed: each time costs us the sealing of all that waits. */
const MAX_A_DAY = 4
/** So far ahead of ours their number may be; a contact may say anything. */
const MAX_AHEAD = 1 << 20

/**
 * A contact's device acknowledged what cannot be: our disk was set back, and messages that wait have the numbers of others,
 * which they got. All get new numbers, behind `number`; what they got for all that they know by its id. Unless they have
 * `opened` any of it, the session was set back too and is replaced: in that they take everything for repeats.
 */
export const catchUp = (
  draft: Draft,
  self: Self,
  { contact: id, device }: { contact: ContactId; device: DeviceId },
  { number, opened }: { number: number; opened: boolean },
  now: number,
): void => {
  const contact = contactOf(draft.contacts, id)
  const setBack = oneMore(contact.setBack, MAX_A_DAY, now)
  if (!setBack || number >= contact.nextSeq + MAX_AHEAD) return
  const waiting = [...draft.outbox.values()].filter((entry) => entry.contact === id).sort((a, b) => a.seq - b.seq)
  draft.contacts.put({ ...contact, setBack, nextSeq: number + 1 + waiting.length })
  // For all their devices: which of them has acknowledged one may have meant another.
  const pending = contact.devices.map((d) => d.device)
  for (const [i, entry] of waiting.entries())
    draft.outbox.put({ ...entry, seq: number + 1 + i, sealed: null, sent: null, pending })
  const begun = !opened && beginSession(draft, self, id, device, now)
  if (begun) putNotice(draft, id, { what: 'new_session' }, now)
  sealWaiting(draft, id, now)
  if (begun) introduce(draft, self, id, now)
}
