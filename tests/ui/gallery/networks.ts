import type { Diagnostics, Happening, RelayView } from '../../../lib/contract/panel-api'
import { PUBLIC_RELAYS } from '../../../lib/contract/public-relays'
import { aylin, bob, eleni, everybody, hostile, jonas, mariam, NOW, priya } from './people'

const MINUTE = 60_000
const LONG_RELAY = `wss://${'a-rather-long-label.'.repeat(9)}example.org/inbox/${'0123456789abcdef'.repeat(4)}?key=secret`
const RTL_RELAY = 'wss://xn--mgbab2bd.example/'

const relay = (address: string, rest: Partial<RelayView> = {}): RelayView => ({
  address,
  own: true,
  state: 'connected',
  why: null,
  retryAt: null,
  ...rest,
})
const waits = (address: string, why: RelayView['why'], minutes: number): RelayView =>
  relay(address, { state: 'waiting', why, retryAt: NOW + minutes * MINUTE })

type PersonState = Diagnostics['contacts'][number]
const person = (who: typeof bob, rest: Partial<PersonState> = {}): PersonState => ({
  contact: who.id,
  name: who.name,
  connection: who.connection,
  way: null,
  waiting: 0,
  lastSeen: who.lastSeen,
  ...rest,
})

const happened = (minutes: number, what: Happening, who: typeof bob | null, at: string | null = null) => ({
  at: NOW - minutes * MINUTE,
  what,
  contact: who?.id ?? null,
  relay: at,
})

const [first = '', second = '', third = ''] = PUBLIC_RELAYS

/** Everything works, and nothing has to be done. */
export const calm: Diagnostics = {
  routers: 'public',
  relays: [
    relay(first),
    relay(second, { state: 'unused' }),
    relay('wss://relay.bobmarsh.example/', { own: false, state: 'connecting' }),
  ],
  contacts: [
    person(bob, { way: 'local', lastSeen: NOW - 2 * MINUTE }),
    person(jonas, { way: 'router', lastSeen: NOW - 35 * MINUTE }),
    person(mariam, { lastSeen: NOW - 26 * 60 * MINUTE }),
  ],
  happenings: [
    happened(3, 'opened', bob),
    happened(4, 'answered', bob),
    happened(5, 'offered', bob),
    happened(6, 'relay-connected', null, first),
  ],
  advice: [],
}

/** Every kind of trouble, with names and addresses that do not fit. */
export const trouble: Diagnostics = {
  routers: 'none',
  relays: [
    waits(first, 'lost', 1),
    waits(second, 'silent', 4),
    waits(third, 'refused', 30),
    waits('ws://127.0.0.1:7777/', 'busy', -1),
    waits(LONG_RELAY, 'rubbish', 60 * 24),
    relay(RTL_RELAY, { own: false, state: 'waiting' }),
  ],
  contacts: [
    person(bob, { way: 'turn', lastSeen: NOW }),
    person(mariam, { waiting: 2, lastSeen: NOW - 26 * 60 * MINUTE }),
    person(aylin, { waiting: 12 }),
    person(eleni, { waiting: 1 }),
    person(priya, { waiting: 3 }),
    person(hostile, { connection: { state: 'none' }, waiting: 1, lastSeen: NOW - 400 * 24 * 60 * MINUTE }),
  ],
  happenings: [
    happened(0, 'answered', mariam),
    happened(1, 'failed', aylin),
    happened(2, 'weak', bob),
    happened(3, 'lost', hostile),
    happened(5, 'relay-waiting', null, LONG_RELAY),
    happened(60 * 30, 'goodbye', eleni),
  ],
  advice: ['choose-relays', 'relays-down', 'choose-routers', 'turn', 'letter'],
}

const KINDS = ['offered', 'answered', 'opened', 'lost', 'failed'] as const

/** As much as is ever kept. */
export const busy: Diagnostics = {
  ...calm,
  contacts: everybody.map((who) => person(who)),
  happenings: Array.from({ length: 100 }, (_, n) =>
    happened(n * 7, KINDS[n % KINDS.length] ?? 'opened', everybody[n % everybody.length] ?? bob),
  ),
}

/** Nobody, nothing, no relay. */
export const silent: Diagnostics = { routers: 'none', relays: [], contacts: [], happenings: [], advice: [] }

/** The relays of {@link trouble} that the person chose. */
export const chosen: string[] = trouble.relays.filter(({ own }) => own).map(({ address }) => address)
