import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Journal, MAX_HAPPENINGS, openJournal } from '../../lib/agent/journal'
import type { ConnectionEvent } from '../../lib/carriers/direct'
import type { RelayStatus } from '../../lib/carriers/relay-line'
import type { ConnectionId, ContactId } from '../../lib/contract/ids'

const bob = 'bob' as ContactId
const peer = { contact: bob, device: 'd' } as never

let time = 0
let changed = vi.fn()
let journal: Journal
beforeEach(() => {
  time = 0
  changed = vi.fn()
  journal = openJournal(() => ++time, changed)
})
const whats = () => journal.happenings().map(({ what }) => what)

it('keeps the newest, the newest first, and says that there is something new', () => {
  for (let i = 0; i < MAX_HAPPENINGS + 20; i++) journal.note(i % 2 ? 'offered' : 'answered', { contact: bob })
  expect(changed).toHaveBeenCalledTimes(MAX_HAPPENINGS + 20)
  expect(journal.happenings()).toHaveLength(MAX_HAPPENINGS)
  expect(journal.happenings()[0]).toEqual({ at: 120, what: 'offered', contact: bob, relay: null })
  expect(journal.happenings().at(-1)?.at).toBe(21)
})

it('hands out what later happenings do not change', () => {
  journal.note('offered', { contact: bob })
  const before = journal.happenings()
  journal.note('lost', { contact: bob })
  expect(before).toHaveLength(1)
})

describe('a connection', () => {
  const event = (kind: 'open' | 'weak', to = peer): ConnectionEvent => ({
    kind,
    connection: 'k' as ConnectionId,
    peer: to,
  })
  const closed = (why: 'bye' | 'lost' | 'failed', to = peer): ConnectionEvent => ({
    kind: 'closed',
    connection: 'k' as ConnectionId,
    peer: to,
    why,
  })
  const another = (kind: 'open'): ConnectionEvent => ({ ...event(kind), connection: 'l' as ConnectionId })
  const opened = [event('open'), event('weak'), event('open')]

  it.each([
    ['that was open and said goodbye', [...opened, closed('bye')], ['opened', 'weak', 'goodbye']],
    ['that was open and ended', [...opened, closed('lost')], ['opened', 'weak', 'lost']],
    ['that was open and broke', [...opened, closed('failed')], ['opened', 'weak', 'lost']],
    ['that was open before we looked', [event('weak'), closed('failed')], ['weak', 'lost']],
    ['that never opened', [closed('failed')], ['failed']],
    ['whose offer was withdrawn', [closed('bye')], []],
    ['that gave way to another', [...opened, another('open'), closed('bye')], ['opened', 'weak', 'opened']],
    ['that is nobody’s', [event('open', null as never), closed('failed', null as never)], []],
    ['that opened twice', [...opened, closed('lost'), event('open')], ['opened', 'weak', 'lost', 'opened']],
  ] as const)('%s', (_, events, said) => {
    for (const each of events) journal.noteConnection(each)
    expect(whats().reverse()).toEqual(said)
  })
})

describe('relays', () => {
  const status = (url: string, state: RelayStatus['state'], why: RelayStatus['why'] = null): RelayStatus => ({
    ...{ url, state, why, retryAt: null, taken: 0, brought: 0, useless: 0 },
  })

  it('are noted when they become another, however often they are tried', () => {
    journal.noteRelays([status('wss://a', 'waiting')])
    journal.noteRelays([status('wss://a', 'connecting'), status('wss://b', 'connecting')])
    expect(whats()).toEqual([])
    for (let i = 0; i < 3; i++) {
      journal.noteRelays([status('wss://a', 'waiting', 'lost'), status('wss://b', 'connected')])
      journal.noteRelays([status('wss://a', 'connecting', 'lost'), status('wss://b', 'connected')])
    }
    journal.noteRelays([status('wss://a', 'connected'), status('wss://b', 'connected')])
    expect(journal.happenings().map(({ what, relay, contact }) => [what, relay, contact])).toEqual([
      ['relay-connected', 'wss://a', null],
      ['relay-connected', 'wss://b', null],
      ['relay-waiting', 'wss://a', null],
    ])
  })

  it('are forgotten with the choice', () => {
    journal.noteRelays([status('wss://a', 'connected')])
    journal.noteRelays([])
    journal.noteRelays([status('wss://a', 'connected')])
    expect(whats()).toEqual(['relay-connected', 'relay-connected'])
  })
})
