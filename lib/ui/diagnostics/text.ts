import type { ContactId } from '../../contract/ids'
import type { Diagnostics, RelayView } from '../../contract/panel-api'
import { PUBLIC_RELAYS } from '../../contract/public-relays'
import { bareRelay, shownRelay } from '../relay-address'

const iso = (at: number): string => new Date(at).toISOString()
const when = (at: number | null): string => (at === null ? 'never' : iso(at))

const known = new Set(PUBLIC_RELAYS.map(shownRelay))

/** A relay that a contact runs could say who they are, so that only public ones and the person's own have their address here. */
const relayNames = (relays: readonly RelayView[]): ((address: string) => string) => {
  const numbers = new Map<string, number>()
  const open = new Set([...known, ...relays.filter(({ own }) => own).map(({ address }) => shownRelay(address))])
  return (address) => {
    const shown = shownRelay(address)
    if (open.has(shown)) return bareRelay(address)
    const number = numbers.get(shown) ?? numbers.size + 1
    numbers.set(shown, number)
    return `Relay ${number}, of a contact`
  }
}

const contactNames = (contacts: Diagnostics['contacts']): ((contact: ContactId) => string) => {
  const numbers = new Map(contacts.map(({ contact }, index) => [contact, index + 1]))
  return (contact) => {
    const number = numbers.get(contact)
    return number === undefined ? 'a former contact' : `Contact ${number}`
  }
}

// The later ones claim to be the earlier ones, too.
const BROWSERS = [/Firefox\/\d+/, /Edg\/\d+/, /OPR\/\d+/, /Chrome\/\d+/]

/** The browser and its version, out of what it says of itself. */
export const browserOf = (userAgent: string): string =>
  BROWSERS.map((name) => name.exec(userAgent)?.[0]).find((name) => name !== undefined) ?? 'another browser'

/**
 * The diagnostics for somebody who helps: the same words in every language, UTC, and no names, ids, keys or messages.
 * Contacts and the relays that only they chose are numbered; of an address only the host is told, of the browser its name.
 */
export const diagnosticsText = (diagnosis: Diagnostics, now: number, userAgent: string): string => {
  const { routers, relays, contacts, happenings, advice } = diagnosis
  const relayName = relayNames(relays)
  const contactName = contactNames(contacts)
  const section = (title: string, lines: string[]) => ['', title, ...(lines.length === 0 ? ['none'] : lines)]
  return [
    `Hearth diagnostics, ${iso(now)}`,
    `Browser: ${browserOf(userAgent)}`,
    `Routers: ${routers}`,
    `Advice: ${advice.join(', ') || 'none'}`,
    ...section(
      'Relays',
      relays.map(({ address, state, why, retryAt }) =>
        [`${relayName(address)}: ${state}`, why, retryAt !== null && `again ${iso(retryAt)}`]
          .filter(Boolean)
          .join(', '),
      ),
    ),
    ...section(
      'Contacts',
      contacts.map(({ contact, connection, way, waiting, lastSeen }) => {
        const through = connection.state === 'via' ? `via ${connection.name}` : connection.state
        const how = way === null ? through : `${through} (${way})`
        return `${contactName(contact)}: ${how}, ${waiting} waiting, last seen ${when(lastSeen)}`
      }),
    ),
    ...section(
      'Lately',
      happenings.map(({ at, what, contact, relay }) =>
        [`${iso(at)} ${what}`, contact && contactName(contact), relay && relayName(relay)].filter(Boolean).join(', '),
      ),
    ),
    '',
  ].join('\n')
}
