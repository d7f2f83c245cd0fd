import type { RelayStatus } from '../carriers/relay-line'
import type { ContactId } from '../contract/ids'
import type { ConnectionInfo } from '../contract/link-api'
import type { Advice, Diagnostics, RelayView, Routers } from '../contract/panel-api'
import { connectionOf, type Shown } from './views'

/** What the carriers know beyond what the screens of conversations show. */
export interface Network {
  connections: readonly ConnectionInfo[]
  relays: readonly RelayStatus[]
  /** The newest first. */
  happenings: Diagnostics['happenings']
}

type Row = Diagnostics['contacts'][number]

const HOUR = 3_600_000
/** One attempt may fail for many reasons. */
const FAILURES = 2
/** As long as a connection may take to open, and its signals with it. */
const OPENS_WITHIN = 30_000

/** What is connected through what, what was tried, and what would help: everything that may be shown and copied, and no secret. */
export const diagnosticsView = (shown: Shown, { connections, relays, happenings }: Network): Diagnostics => {
  const { settings, now } = shown
  const contacts = contactRows(shown, connections)
  const views = relayViews(settings.relays, relays)
  return {
    routers: settings.routers.kind,
    relays: views,
    contacts,
    happenings,
    advice: adviceOf({
      routers: settings.routers,
      relays: views,
      contacts,
      failing: failing(happenings, contacts, now()),
    }),
  }
}

const contactRows = (shown: Shown, connections: readonly ConnectionInfo[]): Row[] => {
  const waiting = new Map<ContactId, number>()
  for (const { contact, content } of shown.ledger.outbox.values())
    if (content.kind === 'text') waiting.set(contact, (waiting.get(contact) ?? 0) + 1)
  return [...shown.ledger.contacts.values()].map((contact) => {
    const { id, name, lastSeen } = contact
    const connection = connectionOf(contact, shown)
    const open = connections.filter(({ peer, state }) => state === 'open' && peer?.contact === id)
    const way = connection.state === 'direct' ? (open.find((each) => each.way)?.way ?? null) : null
    return { contact: id, name, connection, way, waiting: waiting.get(id) ?? 0, lastSeen }
  })
}

/** The person's own first, in their order; also those that nothing was asked of yet. */
const relayViews = (chosen: readonly string[], statuses: readonly RelayStatus[]): RelayView[] => {
  const known = new Map(statuses.map((status) => [status.url, status]))
  const addresses = [...new Set([...chosen, ...known.keys()])]
  return addresses.map((address) => {
    const { state, why, retryAt } = known.get(address) ?? { state: 'unused', why: null, retryAt: null }
    return { address, own: chosen.includes(address), state, why: why && WHY[why], retryAt }
  })
}

const WHY: Record<NonNullable<RelayStatus['why']>, RelayView['why']> = {
  taken: null,
  duplicate: null,
  left: null,
  lost: 'lost',
  closed: 'lost',
  silent: 'silent',
  flood: 'rubbish',
  'rate-limited': 'busy',
  pow: 'refused',
  blocked: 'refused',
  restricted: 'refused',
  mute: 'refused',
  'auth-required': 'refused',
  invalid: 'refused',
  error: 'refused',
}

/**
 * How often connections to contacts did not open in the last hour, and have not since. Whoever answers hears of no failure,
 * as an answer may have been late: so it is one when nothing has come of it.
 */
const failing = (newestFirst: Diagnostics['happenings'], contacts: Row[], now: number): number[] => {
  const failures = new Map<ContactId, number>()
  for (const { at, what, contact } of newestFirst.toReversed()) {
    if (!contact || at <= now - HOUR) continue
    if (what === 'opened') failures.delete(contact)
    const failed = what === 'failed' || (what === 'answered' && at <= now - OPENS_WITHIN)
    if (failed) failures.set(contact, (failures.get(contact) ?? 0) + 1)
  }
  for (const { contact, connection } of contacts) if (connection.state === 'direct') failures.delete(contact)
  return [...failures.values()]
}

const isDown = ({ state, why, retryAt }: RelayView): boolean =>
  retryAt !== null || (state !== 'connected' && why !== null)

const hasTurn = (routers: Routers): boolean => routers.kind === 'own' && /(^|[\n,])\s*turns?:/.test(routers.servers)

/** The rules, the most useful first. */
const adviceOf = (known: { routers: Routers; relays: RelayView[]; contacts: Row[]; failing: number[] }): Advice[] => {
  const { routers, relays, contacts, failing } = known
  const own = relays.filter((relay) => relay.own)
  const rules: [Advice, boolean][] = [
    ['choose-relays', own.length === 0],
    ['relays-down', own.length > 0 && own.every(isDown)],
    ['choose-routers', routers.kind === 'none' && failing.length > 0],
    ['turn', routers.kind !== 'none' && !hasTurn(routers) && failing.some((count) => count >= FAILURES)],
    ['letter', contacts.some(({ connection, waiting }) => connection.state === 'none' && waiting > 0)],
  ]
  return rules.flatMap(([advice, applies]) => (applies ? [advice] : []))
}
