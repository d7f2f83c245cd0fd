import { signal } from '@preact/signals'
import type { ContactId, InvitationId } from '../contract/ids'

/** Where in Hearth this panel is. The address bar holds it, so that reload, back and links work by themselves. */
export type Place =
  | { at: 'chats' }
  | { at: 'invite'; invitation: InvitationId }
  | { at: 'accept' }
  | { at: 'open' }
  | { at: 'talk'; contact: ContactId }
  | { at: 'me' }
  | { at: 'diagnostics' }

const ID = /^[0-9a-f]{32}$/

/** The place that a hash names; anything unknown is Chats. */
export const readPlace = (hash: string): Place => {
  const [first, second = '', third = ''] = hash.replace(/^#/, '').split('/')
  if (first === 'me') return { at: second === 'diagnostics' ? second : 'me' }
  if (first !== 'chats') return { at: 'chats' }
  if (second === 'accept' || second === 'open') return { at: second }
  if (second === 'invite' && ID.test(third)) return { at: 'invite', invitation: third as InvitationId }
  if (ID.test(second)) return { at: 'talk', contact: second as ContactId }
  return { at: 'chats' }
}

/** The hash of a place. */
export const hrefOf = (place: Place): string => {
  switch (place.at) {
    case 'invite':
      return `#chats/invite/${place.invitation}`
    case 'accept':
    case 'open':
      return `#chats/${place.at}`
    case 'talk':
      return `#chats/${place.contact}`
    case 'diagnostics':
      return '#me/diagnostics'
    default:
      return `#${place.at}`
  }
}

const current = signal(readPlace(location.hash))
addEventListener('hashchange', () => {
  current.value = readPlace(location.hash)
})

/** The place now, as a signal. */
export const here = current

/** Goes to another place; the browser's own "back" returns. */
export const go = (place: Place): void => {
  location.hash = hrefOf(place)
}
