import { type DirectCarrier, directCarrier } from '../carriers/direct'
import { type RelayCarrier, relayCarrier } from '../carriers/relay'
import type { WebSocketLike } from '../carriers/relay-session'
import { HearthError } from '../contract/errors'
import type { ConnectionId, ContactId } from '../contract/ids'
import type { Link } from '../contract/link-api'
import { closeRevoked } from '../conversation/connecting'
import type { Context } from '../conversation/context'
import { type Delivery, startDelivery } from '../conversation/delivery'
import { type Ledger, openLedger } from '../conversation/ledger'
import { onPlaces, placesOf } from '../conversation/places'
import { type Data, openData } from '../items/data'
import { type Caller, openPermissions, type Permissions } from '../permissions/permissions'
import type { HearthDatabase } from '../store/database'
import { type SealedStore, sealedStore } from '../vault/sealed'
import { loadSettings, saveSettings } from './account'
import type { Network } from './diagnostics'
import { openJournal } from './journal'
import { newMark } from './mark'
import { openSites, type Site } from './pages/site'
import { iceServersOf } from './routers'
import type { Settings } from './settings'
import { sealedShelf } from './shelf'
import { tendContacts, UPKEEP_EVERY, upkeep } from './upkeep'
import type { Shown } from './views'
import type { Concern } from './watches'

/** Something that watches may show has changed: everything, what belongs to one contact, the person's data, or what sites do. */
export type Changed = (what: Concern) => void

/** What an open agent needs of the browser around it. */
export interface OpenedParts {
  db: HearthDatabase
  link: Link
  /** Milliseconds since 1970. */
  now(): number
  /** A connection to a relay. */
  socket(url: string): WebSocketLike
  /** Calls back whenever the browser says that there is a network again. Returns how to stop. */
  onOnline(listener: () => void): () => void
  /** Another text in every session of the browser. */
  session(): Promise<string>
}

/** The agent while its vault is open. */
export interface Opened extends Shown {
  readonly settings: Settings
  readonly ledger: Ledger
  readonly direct: DirectCarrier
  readonly relay: RelayCarrier
  readonly context: Context
  readonly delivery: Delivery
  readonly data: Data
  readonly permissions: Permissions
  /** The agent as one tab of a site meets it. */
  site(caller: Caller): Site
  /** What diagnostics show of the carriers. */
  network(): Promise<Network>
  /** Changes the settings as they then are, stores them, and tells the link when the way through routers is another. */
  save(change: (settings: Settings) => Settings): Promise<void>
  saveDraft(contact: ContactId, text: string): Promise<void>
  /** Says goodbye on every connection, writes what is under way, and forgets the key. */
  close(): Promise<void>
}

interface Draft {
  contact: ContactId
  text: string
}

/** Opens everything that the data key opens and starts delivering. */
export const openAgent = async (parts: OpenedParts & { changed: Changed }, key: Uint8Array): Promise<Opened> => {
  const { db, link, now, changed, onOnline, socket, session } = parts
  const store = sealedStore(db, key)
  let settings = await markedSettings(db, key, store)
  const shelf = sealedShelf(store)
  const ledger = await openLedger(shelf)
  const drafts = await loadDrafts(store)
  const data = await openData(store, now, () => changed('data'))
  const permissions = await openPermissions(store, now, await session())
  // What a contact or a full disk keeps from being done is done later: it must not keep anybody out of the own vault.
  await upkeep(ledger, settings, now()).catch(() => undefined)
  // Nothing is awaited between these: what the link tells a worker that has just started must find its listener.
  const direct = directCarrier(link)
  const self = () => settings
  const relay = relayCarrier({ relays: () => settings.relays, topics: placesOf(ledger, self, now), now, socket })
  const journal = openJournal(now, () => changed(null))
  const note: Context['note'] = (what, contact) => journal.note(what, { contact })
  const context: Context = { self, ledger, link, direct, carriers: [direct, relay], now, changed, note }
  const delivery = startDelivery(context)
  const gone = new Set<ConnectionId>()
  let closed = false
  const checkOpen = () => {
    if (closed) throw new HearthError('locked')
  }

  // Without a link everything but direct connections works; it is asked again whenever it is needed.
  const findGone = async () => {
    const offered = [...ledger.invitations.values()].map((i) => i.connection).filter((c) => c !== null)
    const connections = await link.command('connections', {}).catch(() => [])
    for (const id of offered) if (!connections.some(({ connection }) => connection === id)) gone.add(id)
    changed(null)
  }
  const configure = () =>
    link.command('configure', { iceServers: iceServersOf(settings.routers) }).catch(() => undefined)

  const meet = () => void relay.refresh().catch(() => undefined)

  const stops = [
    ledger.onCommit(({ contacts, invitations }) => {
      for (const contact of contacts) changed(contact)
      if (invitations) changed(null)
    }),
    direct.onConnections((event) => {
      if (event) journal.noteConnection(event)
      void findGone()
    }),
    relay.onStatus(() => {
      journal.noteRelays(relay.status())
      changed(null)
    }),
    closeRevoked(context),
    onPlaces(ledger, now, meet),
    onOnline(meet),
    // What made one connection weak may have broken those to relays, which would not notice for half a minute.
    direct.onWeak(() => relay.check()),
    permissions.onChange(() => changed('sites')),
    expireInTime(permissions, now),
  ]
  const tend = () => tendContacts(ledger, settings, now()).catch(() => undefined)
  const tidy = () =>
    data
      .upkeep()
      .then(permissions.upkeep)
      .catch(() => undefined)
  const clock = setInterval(
    () =>
      void upkeep(ledger, settings, now())
        .then(tend, () => undefined)
        .then(tidy),
    UPKEEP_EVERY,
  )
  void tend()
  void tidy()
  void configure().then(findGone)
  meet()

  return {
    get settings() {
      return settings
    },
    ledger,
    direct,
    relay,
    context,
    delivery,
    data,
    permissions,
    site: openSites({ permissions, data, pairwiseRoot: settings.pairwiseRoot, now }),
    drafts,
    gone,
    isDamaged: (message) => shelf.isDamaged('outbox', message),
    now,
    network: async () => ({
      connections: await link.command('connections', {}).catch(() => []),
      relays: relay.status(),
      happenings: journal.happenings(),
    }),
    save: async (change) => {
      checkOpen()
      const before = settings
      await store.writing(async () => {
        const next = change(settings)
        await saveSettings(store, next)
        settings = next
      })
      changed(null)
      if (settings.routers !== before.routers) await configure()
      if (settings.relays !== before.relays) meet()
    },
    saveDraft: async (contact, text) => {
      checkOpen()
      if (text === '') drafts.delete(contact)
      else drafts.set(contact, text)
      const table = store.table<Draft>('drafts')
      await store.writing(() => (text === '' ? table.delete(contact) : table.put(contact, { contact, text })))
      changed(contact)
    },
    close: async () => {
      closed = true
      clearInterval(clock)
      for (const stop of stops) stop()
      delivery.stop()
      data.close()
      await link.command('close', {}).catch(() => undefined)
      await direct.close()
      await relay.close()
      await ledger.close()
      await permissions.close()
      // What was asked for before is still written, and under the key.
      await store.close()
      key.fill(0)
    },
  }
}

/** The settings; who has none of it yet gets a mark. */
const markedSettings = async (db: HearthDatabase, key: Uint8Array, store: SealedStore): Promise<Settings> => {
  const settings = await loadSettings(db, key)
  if (settings.mark) return settings
  const marked = { ...settings, mark: newMark() }
  // On a full disk it is another one next time, and nobody is kept out for that.
  await store.writing(() => saveSettings(store, marked)).catch(() => undefined)
  return marked
}

// Timers know no more than 24 days.
const LONGEST = 3_600_000

/** Ends grants when their time is over. Returns how to stop. */
const expireInTime = (permissions: Permissions, now: () => number): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  const look = async (): Promise<void> => {
    clearTimeout(timer)
    const next = await permissions.expire().catch(() => null)
    clearTimeout(timer)
    if (next !== null && !stopped) timer = setTimeout(look, Math.min(Math.max(0, next - now()), LONGEST))
  }
  const stop = permissions.onGrants(() => void look())
  void look()
  return () => {
    stopped = true
    stop()
    clearTimeout(timer)
  }
}

// A draft that does not open must not cost the vault.
const loadDrafts = async (store: SealedStore): Promise<Map<ContactId, string>> =>
  new Map((await store.table<Draft>('drafts').all(() => undefined)).map(({ contact, text }) => [contact, text]))
