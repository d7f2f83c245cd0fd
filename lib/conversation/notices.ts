import type { ContactId } from '../contract/ids'
import type { Notice } from '../contract/panel-api'
import { oneMore } from './daily'
import type { Draft } from './ledger'
import { contactOf, newMessageId } from './sending'

/** Notices in one conversation in a day: whoever changes more often is shown as they are, without a line for each change. */
const MAX_NOTICES = 8

/** Puts a line of our own into a conversation, at its end: nothing that anybody said, never sent, and not unread. */
export const putNotice = (draft: Draft, id: ContactId, notice: Notice, now: number): void => {
  const contact = contactOf(draft.contacts, id)
  const noticed = oneMore(contact.noticed, MAX_NOTICES, now)
  if (!noticed) return
  const position = contact.nextPosition
  draft.contacts.put({ ...contact, noticed, nextPosition: position + 1 })
  const content = { kind: 'notice' as const, notice }
  draft.messages.put({ id: newMessageId(), contact: id, position, mine: false, seq: null, at: now, content })
}
