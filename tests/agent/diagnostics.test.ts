import { describe, expect, it } from 'vitest'
import { diagnosticsView, type Network } from '../../lib/agent/diagnostics'
import type { Shown } from '../../lib/agent/views'
import type { Reach } from '../../lib/carriers/carrier'
import type { RelayStatus } from '../../lib/carriers/relay-line'
import type { ConnectionInfo } from '../../lib/contract/link-api'
import type { Advice, Diagnostics, Happening, Routers } from '../../lib/contract/panel-api'

const NOW = 1_000_000_000_000
const MINUTE = 60_000
const RELAY = 'wss://one.example/'

interface Scene {
  routers?: Routers
  relays?: string[]
  statuses?: Partial<RelayStatus>[]
  connections?: Partial<ConnectionInfo>[]
  happenings?: [Happening, string, number][]
  /** Of each contact: which way reaches them, and what waits for them. */
  contacts?: Record<string, { reach?: 'direct' | 'relay'; texts?: number; others?: number }>
}

const own = (servers: string): Routers => ({ kind: 'own', servers })

const scene = ({ routers, relays, statuses, connections, happenings, contacts }: Scene): [Shown, Network] => {
  const people = Object.entries(contacts ?? {})
  const reached =
    (way: string, as: Reach) =>
    ({ contact }: { contact: string }): Reach =>
      contacts?.[contact]?.reach === way ? as : 'no'
  const waiting = people.flatMap(([contact, { texts = 0, others = 0 }]) => [
    ...Array.from({ length: texts }, () => ({ contact, content: { kind: 'text', text: 'private words' } })),
    ...Array.from({ length: others }, () => ({ contact, content: { kind: 'profile' } })),
  ])
  const shown = {
    settings: { routers: routers ?? { kind: 'public' }, relays: relays ?? [RELAY], cloudKey: 'private key' },
    ledger: {
      contacts: new Map(
        people.map(([id]) => [id, { id, name: `Name ${id}`, devices: [{ device: 'd' }], lastSeen: 5 }]),
      ),
      outbox: new Map(waiting.map((entry, i) => [i, entry])),
    },
    direct: { reach: reached('direct', 'now') },
    relay: { reach: reached('relay', 'stored') },
    now: () => NOW,
  }
  const status = { url: RELAY, state: 'connected', why: null, retryAt: null, taken: 0, brought: 0, useless: 0 }
  const network = {
    connections: (connections ?? []).map((each) => ({ connection: 'k', state: 'open', way: null, ...each })),
    relays: (statuses ?? [{}]).map((each) => ({ ...status, ...each })),
    happenings: (happenings ?? []).map(([what, contact, ago]) => ({ at: NOW - ago, what, contact, relay: null })),
  }
  return [shown, network] as unknown as [Shown, Network]
}
const view = (of: Scene): Diagnostics => diagnosticsView(...scene(of))

const each = (what: Happening, minutesAgo: number[]) =>
  minutesAgo.map((ago): [Happening, string, number] => [what, 'bob', ago * MINUTE])
const failed = (...minutesAgo: number[]) => each('failed', minutesAgo)
const answered = (...minutesAgo: number[]) => each('answered', minutesAgo)
const down: Partial<RelayStatus> = { state: 'waiting', why: 'lost', retryAt: NOW + 1 }
const second = 'wss://two.example/'

describe('advice', () => {
  it.each<[string, Scene, Advice[]]>([
    ['nothing where all is well', { contacts: { bob: { reach: 'direct', texts: 1 } } }, []],
    ['relays where none were chosen', { relays: [], statuses: [] }, ['choose-relays']],
    ['relays where only a contact’s is used', { relays: [], statuses: [{}] }, ['choose-relays']],
    ['that the relays are down', { statuses: [down] }, ['relays-down']],
    [
      'that they are down while they are tried again',
      { statuses: [{ ...down, state: 'connecting', retryAt: null }] },
      ['relays-down'],
    ],
    ['that they are down where all refuse', { statuses: [{ why: 'blocked', retryAt: NOW + 1 }] }, ['relays-down']],
    ['nothing while one of them is up', { relays: [RELAY, second], statuses: [down, { url: second }] }, []],
    ['nothing before the first attempt', { statuses: [] }, []],
    ['nothing of a contact’s relay that is down', { statuses: [{}, { ...down, url: second }] }, []],
    ['a way through routers', { routers: { kind: 'none' }, happenings: failed(1) }, ['choose-routers']],
    ['no way through routers where all opened', { routers: { kind: 'none' }, happenings: [['opened', 'bob', 1]] }, []],
    ['a TURN server', { happenings: failed(1, 20) }, ['turn']],
    [
      'a TURN server where own ones are STUN',
      { routers: own('stun:turn.example'), happenings: failed(1, 20) },
      ['turn'],
    ],
    ['no second TURN server', { routers: own('stun:a\n turn:b u p'), happenings: failed(1, 20) }, []],
    ['no second TURN server over TLS', { routers: own('turns:b u p'), happenings: failed(1, 20) }, []],
    ['no TURN server after one failure', { happenings: failed(1) }, []],
    ['no TURN server for two people’s failures', { happenings: [...failed(1), ['failed', 'carol', 1]] }, []],
    ['a TURN server where nothing came of answers', { happenings: answered(1, 20) }, ['turn']],
    ['no TURN server for answers that are on their way', { happenings: answered(0.1, 20) }, []],
    ['no TURN server where answers did', { happenings: [['opened', 'bob', 1], ...answered(1, 20)] }, []],
    [
      'no TURN server where there is a connection',
      { contacts: { bob: { reach: 'direct' } }, happenings: [...failed(1), ...answered(1, 20)] },
      [],
    ],
    ['no TURN server for what was long ago', { happenings: failed(1, 61) }, []],
    ['no TURN server once it opened', { happenings: [['opened', 'bob', MINUTE], ...failed(2, 3)] }, []],
    ['a TURN server when it fails again', { happenings: [...failed(1, 2), ['opened', 'bob', 3 * MINUTE]] }, ['turn']],
    ['a letter', { contacts: { bob: { texts: 1 } } }, ['letter']],
    ['no letter where a relay keeps it', { contacts: { bob: { reach: 'relay', texts: 1 } } }, []],
    ['no letter where nothing was written', { contacts: { bob: { others: 2 } } }, []],
    [
      'the most useful first',
      {
        relays: [],
        statuses: [],
        routers: { kind: 'none' },
        happenings: failed(1, 2),
        contacts: { bob: { texts: 1 } },
      },
      ['choose-relays', 'choose-routers', 'letter'],
    ],
  ])('is %s', (_, of, advice) => {
    expect(view(of).advice).toEqual(advice)
  })
})

describe('the view', () => {
  it('says of each contact how they are reached and how many messages wait', () => {
    const peer = (contact: string) => ({ peer: { contact, device: 'd' } as never })
    const { contacts } = view({
      contacts: { ann: { reach: 'direct' }, bob: { reach: 'relay', texts: 2, others: 1 }, carol: { reach: 'direct' } },
      connections: [
        { ...peer('ann'), state: 'offered' },
        { ...peer('ann'), way: 'turn' },
        { ...peer('bob'), way: 'local' },
        { peer: null, way: 'local' },
      ],
    })
    expect(contacts.map(({ name, connection, way, waiting }) => [name, connection.state, way, waiting])).toEqual([
      ['Name ann', 'direct', 'turn', 0],
      // It has ended, and we have yet to hear.
      ['Name bob', 'via', null, 2],
      ['Name carol', 'direct', null, 0],
    ])
  })

  it('lists our own relays in their order, tried or not, and then those of contacts', () => {
    const theirs = 'wss://theirs.example/'
    const { relays } = view({ relays: [second, RELAY], statuses: [{ url: theirs, ...down }, {}] })
    expect(relays).toEqual([
      { address: second, own: true, state: 'unused', why: null, retryAt: null },
      { address: RELAY, own: true, state: 'connected', why: null, retryAt: null },
      { address: theirs, own: false, state: 'waiting', why: 'lost', retryAt: NOW + 1 },
    ])
  })

  it.each([
    ['lost', 'lost'],
    ['closed', 'lost'],
    ['silent', 'silent'],
    ['flood', 'rubbish'],
    ['rate-limited', 'busy'],
    ['auth-required', 'refused'],
    ['pow', 'refused'],
    ['error', 'refused'],
    ['duplicate', null],
  ] as const)('says of a relay’s %s: %s', (why, said) => {
    expect(view({ statuses: [{ why }] }).relays[0]?.why).toBe(said)
  })

  it('tells no secret', () => {
    const text = JSON.stringify(view({ contacts: { bob: { texts: 1 } }, routers: own('turn:t.example user hunter2') }))
    expect(text).toContain('Name bob')
    for (const secret of ['private', 'hunter2', 'user']) expect(text).not.toContain(secret)
  })
})
