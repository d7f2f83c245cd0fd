import { describe, expect, it } from 'vitest'
import { sameBytes } from '../../lib/contract/wire'
import { MAX_SKIPPED, SKIPPED_LIFE } from '../../lib/conversation/chain'
import { type Header, MAX_STEPS, type RatchetState, ratchet } from '../../lib/conversation/ratchet'
import { newAgreementKey } from '../../lib/crypto/agreement'
import { random } from '../../lib/crypto/random'
import { thrown } from '../crypto/thrown'
import { NOW } from './people'

const { initiate, respond, send, receive } = ratchet({ rootLabel: 'test/ratchet', sealedHeaders: true })

interface Sent {
  header: Header
  headerKey: Uint8Array
  messageKey: Uint8Array
}

const both = (): { alice: RatchetState; bob: RatchetState } => {
  const root = random(32)
  const headers = { toResponder: random(32), toInitiator: random(32) }
  const ours = newAgreementKey()
  return { alice: initiate(root, ours.public, headers), bob: respond(root, ours, headers) }
}

const sendMany = (from: RatchetState, count: number): { state: RatchetState; sent: Sent[] } => {
  const sent: Sent[] = []
  let state = from
  for (let i = 0; i < count; i++) {
    const { state: next, ...message } = send(state)
    sent.push(message)
    state = next
  }
  return { state, sent }
}

const take = (state: RatchetState, message: Sent | undefined, now = NOW) => {
  if (!message) throw new Error('nothing was sent')
  return receive(state, (key) => (sameBytes(key, message.headerKey) ? message.header : null), now)
}

const taken = (state: RatchetState, message: Sent | undefined, now = NOW): RatchetState => {
  const received = take(state, message, now)
  expect(received.messageKey).toEqual(message?.messageKey)
  return received.state
}

const refusal = (state: RatchetState, message: Sent | undefined, reason: string, now = NOW): void => {
  const before = structuredClone(state)
  expect(thrown(() => take(state, message, now))).toMatchObject({ reason })
  expect(state).toEqual(before)
}

describe('a ratchet', () => {
  it('gives both sides the same message keys, each once', () => {
    const { alice, bob } = both()
    const { sent } = sendMany(alice, 3)
    let state = taken(bob, sent[0])
    state = taken(state, sent[2])
    state = taken(state, sent[1])
    for (const message of sent) refusal(state, message, 'already-opened')
  })

  it('lets the responder speak only after the initiator', () => {
    const { alice, bob } = both()
    expect(thrown(() => send(bob))).toMatchObject({ reason: 'not-connected-yet' })
    const answer = send(taken(bob, send(alice)))
    expect(answer.header.number).toBe(0)
  })

  it('keeps the keys of a chain that ended, and knows what it has used of it', () => {
    const { alice, bob } = both()
    const first = sendMany(alice, 4)
    const answered = send(taken(bob, first.sent[1]))
    const second = sendMany(taken(first.state, answered), 2)
    let state = taken(answered.state, second.sent[1])
    state = taken(state, first.sent[3])
    state = taken(state, first.sent[0])
    refusal(state, first.sent[0], 'already-opened')
    refusal(state, first.sent[1], 'already-opened')
    state = taken(state, first.sent[2])
    state = taken(state, second.sent[0])
    expect([state.receiving?.skipped, ...state.ended.map((chain) => chain.skipped)]).toEqual([[], []])
  })

  it('refuses a header key it does not have', () => {
    const { alice, bob } = both()
    refusal(bob, { ...send(alice), headerKey: random(32) }, 'damaged')
  })

  it('refuses another ratchet key under the header key of a chain', () => {
    const { alice, bob } = both()
    const { sent } = sendMany(alice, 2)
    const state = taken(bob, sent[0])
    const [, second] = sent
    if (!second) throw new Error('nothing was sent')
    refusal(state, { ...second, header: { ...second.header, key: newAgreementKey().public } }, 'damaged')
  })

  it('refuses a ratchet key that contributes nothing', () => {
    const { alice, bob } = both()
    const message = send(alice)
    refusal(bob, { ...message, header: { ...message.header, key: new Uint8Array(32) } }, 'damaged')
  })

  it(`goes ${MAX_STEPS} steps forward and no further`, () => {
    const { alice, bob } = both()
    const { sent } = sendMany(alice, MAX_STEPS + 2)
    const fresh = sent.at(-1)
    refusal(bob, fresh, 'damaged')
    const state = taken(bob, sent[0])
    taken(state, fresh)
    const message = sent[MAX_STEPS]
    if (!message) throw new Error('nothing was sent')
    taken(bob, message)
    refusal(state, { ...message, header: { ...message.header, number: MAX_STEPS + 2 } }, 'damaged')
    refusal(state, { ...message, header: { ...message.header, number: 0xffff_ffff } }, 'damaged')
  })

  it('counts what is left of the chain before among the steps', () => {
    const { alice, bob } = both()
    const { state, sent } = sendMany(alice, 2)
    const answered = send(taken(bob, sent[0]))
    const next = send(taken(state, answered))
    for (const previous of [MAX_STEPS + 2, 0xffff_ffff])
      refusal(answered.state, { ...next, header: { ...next.header, previous } }, 'damaged')
    taken(answered.state, { ...next, header: { ...next.header, previous: 0 } })
  })

  it(`keeps the newest ${MAX_SKIPPED} keys`, () => {
    const { alice, bob } = both()
    const { sent } = sendMany(alice, MAX_SKIPPED + 6)
    const state = taken(bob, sent.at(-1))
    for (const old of sent.slice(0, 5)) refusal(state, old, 'already-opened')
    for (const kept of [5, 6, 1_000, MAX_SKIPPED + 4]) taken(state, sent[kept])
  })

  it('counts the keys of all chains together, the oldest go first', () => {
    const { alice, bob } = both()
    const first = sendMany(alice, 11)
    const answered = send(taken(bob, first.sent[10]))
    const second = sendMany(taken(first.state, answered), MAX_SKIPPED - 3)
    const state = taken(answered.state, second.sent.at(-1))
    for (const old of first.sent.slice(0, 6)) refusal(state, old, 'already-opened')
    for (const kept of first.sent.slice(6, 10)) taken(state, kept)
    for (const kept of second.sent.slice(0, 3)) taken(state, kept)
  })

  it('keeps them for 90 days', () => {
    const { alice, bob } = both()
    const { sent } = sendMany(alice, 4)
    const state = taken(bob, sent[2])
    taken(state, sent[0], NOW + SKIPPED_LIFE)
    refusal(state, sent[0], 'already-opened', NOW + SKIPPED_LIFE + 1)
    expect(taken(state, sent[3], NOW + SKIPPED_LIFE + 1).receiving?.skipped).toEqual([])
  })

  it('remembers few of the chains that ended', () => {
    let { alice, bob } = both()
    for (let turn = 0; turn < 40; turn++) {
      const there = send(alice)
      const back = send(taken(bob, there))
      alice = taken(there.state, back)
      bob = back.state
    }
    expect(alice.ended.length).toBe(32)
  })
})
