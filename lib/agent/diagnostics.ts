import type { Diagnostics } from '../contract/panel-api'
import { connectionOf, type Shown } from './views'

/** What is connected through what, what was tried, and what would help: everything that may be shown and copied, and no secret. */
export const diagnosticsView = (shown: Shown): Diagnostics => ({
  routers: shown.settings.routers.kind,
  relays: [],
  contacts: [...shown.ledger.contacts.values()].map((contact) => ({
    contact: contact.id,
    name: contact.name,
    connection: connectionOf(contact, shown),
    way: null,
    waiting: [...shown.ledger.outbox.values()].filter((entry) => entry.contact === contact.id).length,
    lastSeen: contact.lastSeen,
  })),
  happenings: [],
  advice: [],
})
