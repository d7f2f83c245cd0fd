import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLink } from '../../lib/carriers/link'
import type { ConnectionId } from '../../lib/contract/ids'
import type { Link, LinkEvent, Peer } from '../../lib/contract/link-api'
import { encodeOffer, type Offer, parseOffer } from '../../lib/contract/offer'
import { connect } from './connect'
import { fakeAir } from './fake-peers'

const peer = (contact: string, device = 'd'): Peer => ({ contact, device }) as Peer

describe('the link', () => {
  let air: ReturnType<typeof fakeAir>
  let [a, b]: [Link, Link] = [null as never, null as never]
  let [atA, atB]: [LinkEvent[], LinkEvent[]] = [[], []]
  const [bob, alice] = [peer('bob'), peer('alice')]
  beforeEach(() => {
    vi.useFakeTimers()
    air = fakeAir()
    ;[a, b] = [createLink(air.serverless), createLink(air.serverless)]
    ;[atA, atB] = [[], []]
    a.listen((event) => void atA.push(event))
    b.listen((event) => void atB.push(event))
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('asks the servers it was given, and none by itself', async () => {
    await a.command('offer', { peer: bob, addresses: 'all' })
    await a.command('configure', { iceServers: [{ urls: 'stun:stun.example' }] })
    await a.command('offer', { peer: bob, addresses: 'all' })
    expect(air.asked).toEqual([[], [{ urls: 'stun:stun.example' }]])
  })

  it('keeps private addresses out of an invitation', async () => {
    const { offer } = await a.command('offer', { peer: null, addresses: 'public' })
    expect(parseOffer(offer).candidates.map(({ type }) => type)).toEqual(['srflx'])
    const all = await a.command('offer', { peer: null, addresses: 'all' })
    expect(parseOffer(all.offer).candidates.map(({ type }) => type)).toEqual(['host', 'srflx'])
  })

  it('tells opening, and the goodbye', async () => {
    const connection = await connect(a, bob, b, alice)
    expect(atA).toEqual([{ kind: 'open', connection, peer: bob }])
    expect(await b.command('connections', {})).toEqual([{ connection, peer: alice, state: 'open', way: null }])
    const closing = a.command('close', { connection })
    await vi.advanceTimersByTimeAsync(10)
    await closing
    expect(atA[1]).toEqual({ kind: 'closed', connection, peer: bob, why: 'bye' })
    expect(atB[1]).toEqual({ kind: 'closed', connection, peer: alice, why: 'bye' })
    expect(await a.command('connections', {})).toEqual([])
  })

  it('applies an answer once', async () => {
    const { connection, offer } = await a.command('offer', { peer: bob, addresses: 'all' })
    const { answer } = await b.command('answer', { peer: alice, offer })
    await a.command('accept', { connection, peer: bob, answer })
    await expect(a.command('accept', { connection, peer: bob, answer })).rejects.toMatchObject({ reason: 'expired' })
    const gone = { connection: 'feedfeedfeedfeed' as ConnectionId, peer: bob, answer }
    await expect(a.command('accept', gone)).rejects.toMatchObject({ reason: 'expired' })
    expect(atA).toHaveLength(1)
  })

  it('answers the same offer with the same answer, and never its own', async () => {
    const { offer } = await a.command('offer', { peer: bob, addresses: 'all' })
    const first = await b.command('answer', { peer: alice, offer })
    expect(await b.command('answer', { peer: alice, offer })).toEqual(first)
    await expect(a.command('answer', { peer: bob, offer })).rejects.toMatchObject({ reason: 'damaged' })
  })

  it('takes no offer for an answer, nor the other way round, and still waits', async () => {
    const { connection, offer } = await a.command('offer', { peer: bob, addresses: 'all' })
    const { answer } = await b.command('answer', { peer: alice, offer })
    const accept = (bytes: Uint8Array) => a.command('accept', { connection, peer: bob, answer: bytes })
    await expect(accept(offer)).rejects.toMatchObject({ reason: 'damaged' })
    await expect(accept(answer.slice(0, -1))).rejects.toMatchObject({ reason: 'damaged' })
    await expect(b.command('answer', { peer: alice, offer: answer })).rejects.toMatchObject({ reason: 'damaged' })
    await accept(answer)
    expect(atA).toHaveLength(1)
  })

  it('keeps the four newest that wait for one device', async () => {
    const made: ConnectionId[] = []
    for (let i = 0; i < 6; i++) made.push((await a.command('offer', { peer: bob, addresses: 'all' })).connection)
    expect((await a.command('connections', {})).map(({ connection }) => connection)).toEqual(made.slice(2))
  })

  it('lets 64 wait, and drops the oldest that is for somebody, never an invitation', async () => {
    const { connection } = await a.command('offer', { peer: bob, addresses: 'all' })
    for (let i = 1; i < 64; i++) await a.command('offer', { peer: null, addresses: 'public' })
    await a.command('offer', { peer: peer('carol'), addresses: 'all' })
    const waiting = await a.command('connections', {})
    expect(waiting).toHaveLength(64)
    expect(waiting.map((info) => info.connection)).not.toContain(connection)
    await a.command('offer', { peer: null, addresses: 'public' })
    await expect(a.command('offer', { peer: bob, addresses: 'all' })).rejects.toMatchObject({ reason: 'too-many' })
    expect(await a.command('connections', {})).toHaveLength(64)
  })

  it('forgets what it answered after a week, unless it opened', async () => {
    const { offer } = await a.command('offer', { peer: bob, addresses: 'all' })
    await b.command('answer', { peer: alice, offer })
    const connection = await connect(a, bob, b, alice)
    await vi.advanceTimersByTimeAsync(6 * 86_400_000)
    expect(await b.command('connections', {})).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(86_400_000)
    expect((await b.command('connections', {})).map((info) => info.connection)).toEqual([connection])
  })

  it('knocks at no TCP door that an offer names', async () => {
    const { offer } = await a.command('offer', { peer: bob, addresses: 'all' })
    const parsed = parseOffer(offer)
    const [first] = parsed.candidates
    if (!first) throw new Error('no candidate')
    const heard: Offer[] = []
    const link = createLink(() => {
      const real = air.serverless()
      return { ...real, answer: (servers, theirs) => real.answer(servers, heard[heard.push(theirs) - 1] ?? theirs) }
    })
    const candidates: Offer['candidates'] = [{ ...first, transport: 'tcp', port: 22 }, ...parsed.candidates]
    await link.command('answer', { peer: alice, offer: encodeOffer({ ...parsed, candidates }) })
    expect(heard.map((theirs) => theirs.candidates)).toEqual([parsed.candidates])
  })

  it('is told later whose connection it is', async () => {
    const { connection, offer } = await a.command('offer', { peer: null, addresses: 'public' })
    const { answer } = await b.command('answer', { peer: null, offer })
    await a.command('accept', { connection, peer: bob, answer })
    await a.command('send', { peer: bob, frame: Uint8Array.of(1) })
    await vi.advanceTimersByTimeAsync(0)
    await b.command('assign', { connection, peer: alice })
    await b.command('send', { peer: alice, frame: Uint8Array.of(2) })
    expect(atB).toEqual([
      { kind: 'open', connection, peer: null },
      { kind: 'frame', peer: null, frame: Uint8Array.of(1) },
      { kind: 'open', connection, peer: alice },
    ])
  })

  it.each(['mine first', 'theirs first', 'twice mine'])(
    'keeps one of two connections, and loses nothing: %s',
    async (order) => {
      const [first, second] = order === 'theirs first' ? [b, a] : [a, order === 'mine first' ? b : a]
      const open = (by: Link) => (by === a ? connect(a, bob, b, alice) : connect(b, alice, a, bob))
      await open(first)
      const sent: number[] = []
      const say = async (n: number): Promise<void> => {
        sent.push(n)
        await a.command('send', { peer: bob, frame: Uint8Array.of(n) })
        await b.command('send', { peer: alice, frame: Uint8Array.of(n) })
      }
      await say(0)
      const newest = await open(second)
      for (let n = 1; n < 60; n++) {
        await say(n)
        await vi.advanceTimersByTimeAsync(100)
      }
      for (const events of [atA, atB]) {
        const frames = events.flatMap((event) => (event.kind === 'frame' ? [event.frame[0]] : []))
        expect(frames).toEqual(sent)
      }
      for (const link of [a, b])
        expect((await link.command('connections', {})).map(({ connection }) => connection)).toEqual([newest])
    },
  )

  it('gives up 30 s after the answer, not before it', async () => {
    const { connection, offer } = await a.command('offer', { peer: bob, addresses: 'all' })
    const end = air.endOf(parseOffer(offer))
    end?.fail()
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(await a.command('connections', {})).toHaveLength(1)
    const stranger = await fakeAir().serverless().answer([], parseOffer(offer))
    await a.command('accept', { connection, peer: bob, answer: encodeOffer(stranger.description) })
    await vi.advanceTimersByTimeAsync(29_000)
    expect(atA).toEqual([])
    await vi.advanceTimersByTimeAsync(2_000)
    expect(atA).toEqual([{ kind: 'closed', connection, peer: bob, why: 'failed' }])
  })

  it('says failed when an open connection does', async () => {
    const connection = await connect(a, bob, b, alice)
    const offers = await a.command('connections', {})
    expect(offers).toHaveLength(1)
    for (const end of air.all()) end.fail()
    await vi.advanceTimersByTimeAsync(0)
    expect(atA.at(-1)).toEqual({ kind: 'closed', connection, peer: bob, why: 'failed' })
    await expect(a.command('send', { peer: bob, frame: Uint8Array.of(1) })).rejects.toMatchObject({
      reason: 'unreachable',
    })
  })

  it('closes rather than let frames grow without end', async () => {
    a.listen(() => new Promise(() => undefined))
    const connection = await connect(a, bob, b, alice)
    for (let i = 0; i < 600; i++)
      await b.command('send', { peer: alice, frame: Uint8Array.of(i & 255) }).catch(() => undefined)
    await vi.advanceTimersByTimeAsync(0)
    expect(await a.command('connections', {})).toEqual([])
    expect(atB.at(-1)).toMatchObject({ kind: 'closed', connection })
  })

  it.each(['toString', '__proto__', 'constructor', 'nothing'])('knows no command %s', async (name) => {
    await expect(a.command(name as 'close', {})).rejects.toMatchObject({ reason: 'unknown-method' })
  })
})
