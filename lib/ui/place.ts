import { signal } from '@preact/signals'
import type { ContactId, InvitationId, ItemId, ReceiptId } from '../contract/ids'
import { itemType } from '../contract/item-types'

/** Where in Hearth this panel is. The address bar holds it, so that reload, back and links work by themselves. */
export type Place =
  | { at: 'chats' }
  | { at: 'invite'; invitation: InvitationId }
  | { at: 'accept' }
  | { at: 'open' }
  | { at: 'talk'; contact: ContactId }
  | { at: 'data' }
  | { at: 'item'; item: ItemId }
  | { at: 'add'; type: string }
  | { at: DataTool }
  | { at: 'sites' }
  | { at: 'activity' }
  | { at: 'receipts' }
  | { at: 'receipt'; receipt: ReceiptId }
  | { at: 'me' }
  | { at: 'diagnostics' }
  | { at: 'fill' }

const DATA_TOOLS = ['import', 'export', 'timeline', 'charts', 'query', 'duplicates', 'bin'] as const

/** What can be done with the data besides looking at one item. */
export type DataTool = (typeof DATA_TOOLS)[number]

const ID = /^[0-9a-f]{32}$/
const URN = 'urn:uuid:'
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The place that a hash names; anything unknown is Chats. */
export const readPlace = (hash: string): Place => {
  const [first, second = '', third = ''] = hash.replace(/^#/, '').split('/')
  if (first === 'me') return { at: second === 'diagnostics' ? second : 'me' }
  if (first === 'sites' && second === 'fill') return { at: 'fill' }
  if (first === 'data') return readData(second, third)
  if (first === 'sites') return readSites(second, third)
  if (first !== 'chats') return { at: 'chats' }
  if (second === 'accept' || second === 'open') return { at: second }
  if (second === 'invite' && ID.test(third)) return { at: 'invite', invitation: third as InvitationId }
  if (ID.test(second)) return { at: 'talk', contact: second as ContactId }
  return { at: 'chats' }
}

const readData = (second: string, third: string): Place => {
  if (ID.test(second)) return { at: 'item', item: second as ItemId }
  if (second === 'add' && itemType(third)) return { at: 'add', type: third }
  const tool = DATA_TOOLS.find((each) => each === second)
  return { at: tool ?? 'data' }
}

const readSites = (second: string, third: string): Place => {
  if (second === 'activity') return { at: second }
  if (second === 'receipts')
    return UUID.test(third) ? { at: 'receipt', receipt: `${URN}${third}` as ReceiptId } : { at: second }
  return { at: 'sites' }
}

/** Whether a place is one of the sites'. */
export const isSites = ({ at }: Place): boolean =>
  at === 'sites' || at === 'activity' || at === 'receipts' || at === 'receipt'

/** Whether a place is one of the data's. */
export const isData = ({ at }: Place): boolean =>
  at === 'data' || at === 'item' || at === 'add' || (DATA_TOOLS as readonly string[]).includes(at)

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
    case 'fill':
      return '#sites/fill'
    case 'item':
      return `#data/${place.item}`
    case 'add':
      return `#data/add/${place.type}`
    case 'activity':
    case 'receipts':
      return `#sites/${place.at}`
    case 'receipt':
      return `#sites/receipts/${place.receipt.slice(URN.length)}`
    case 'data':
    case 'chats':
    case 'sites':
    case 'me':
      return `#${place.at}`
    default:
      return `#data/${place.at}`
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
