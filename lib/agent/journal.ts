import type { ConnectionEvent } from '../carriers/direct'
import type { RelayStatus } from '../carriers/relay-line'
import type { ConnectionId, ContactId } from '../contract/ids'
import type { Diagnostics, Happening } from '../contract/panel-api'

type Entry = Diagnostics['happenings'][number]

/** What happened lately on the way to contacts and relays; in memory only. */
export interface Journal {
  note(what: Happening, about: { contact?: ContactId; relay?: string }): void
  /** Notes what the link told of a connection. `failed` is said of what never opened although both descriptions were there. */
  noteConnection(event: ConnectionEvent): void
  /** Notes which relays are connected and which are given up for a while; what stays as it was is noted once. */
  noteRelays(statuses: readonly RelayStatus[]): void
  /** The newest first. */
  happenings(): Entry[]
}

export const MAX_HAPPENINGS = 100

/** An empty journal, which keeps the newest 100 happenings and calls back after each. */
export const openJournal = (now: () => number, changed: () => void): Journal => {
  const newest: Entry[] = []
  const opened = new Map<ConnectionId, ContactId>()
  const relays = new Map<string, Happening>()

  const note: Journal['note'] = (
    what,
    { contact = null, relay = null }: { contact?: ContactId | null; relay?: string | null },
  ) => {
    newest.unshift({ at: now(), what, contact, relay })
    newest.length = Math.min(newest.length, MAX_HAPPENINGS)
    changed()
  }

  return {
    note,
    noteConnection: (event) => {
      const { connection, peer } = event
      const known = opened.has(connection)
      if (event.kind === 'closed') opened.delete(connection)
      if (!peer) return
      if (event.kind !== 'closed') opened.set(connection, peer.contact)
      const about = { contact: peer.contact }
      // One of two gives way without anybody leaving.
      const isLast = ![...opened.values()].includes(peer.contact)
      if (event.kind === 'open') {
        // Told again when it recovered.
        if (!known) note('opened', about)
      } else if (event.kind === 'weak') note('weak', about)
      else if (known && event.why !== 'bye') note('lost', about)
      else if (known && isLast) note('goodbye', about)
      else if (event.why === 'failed') note('failed', about)
    },
    noteRelays: (statuses) => {
      const before = new Map(relays)
      relays.clear()
      for (const { url, state, why } of statuses) {
        const is =
          state === 'connected' ? 'relay-connected' : state === 'waiting' && why ? 'relay-waiting' : before.get(url)
        if (is) relays.set(url, is)
        if (is && is !== before.get(url)) note(is, { relay: url })
      }
    },
    happenings: () => [...newest],
  }
}
