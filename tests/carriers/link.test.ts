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

  const endsOf = (offer: Uint8Array) => {
    const offerer = air.endOf(parseOffer(offer))
    const answerer = air.all().at(-1)
    if (!offerer || !answerer) throw new Error('no ends')
    return [offerer, answerer]
  }
  const connected = async () => {
    const { connection, offer } = await a.command('offer', { peer: bob, addresses: 'all' })
    const { answer } = await b.command('answer', { peer: alice, offer })
    await a.command('accept', { connection, peer: bob, answer })
    return { connection, ends: endsOf(offer) }
  }
  const kinds = (events: LinkEvent[]) => events.map(({ kind }) => kind)
  const framesOf = (events: LinkEvent[]) => events.flatMap((event) => (event.kind === 'frame' ? [event.frame[0]] : []))

  it('tells weakness once, keeps the connection, and tells it again only after it recovered', async () => {
    const { connection, ends } = await connected()
    const [end] = ends
    for (const each of ends) each.cut()
    end?.become('disconnected')
    end?.become('connected')
    end?.become('disconnected')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(atA).toEqual([
      { kind: 'open', connection, peer: bob },
      { kind: 'weak', connection, peer: bob },
    ])
    await a.command('send', { peer: bob, frame: Uint8Array.of(1) })
    for (const each of ends) each.mend()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(framesOf(atB)).toEqual([1])
    end?.become('disconnected')
    expect(kinds(atA)).toEqual(['open', 'weak', 'open', 'weak'])
    expect(atA[2]).toEqual(atA[0])
  })

  it('finds an idle connection weak when the path dies unnoticed by ICE, and then lost', async () => {
    const { ends } = await connected()
    for (const each of ends) each.cut()
    await vi.advanceTimersByTimeAsync(35_000)
    expect(kinds(atA)).toEqual(['open', 'weak'])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(atA.at(-1)).toMatchObject({ kind: 'closed', why: 'lost' })
  })

  it('finds a connection weak within 8 s when what was sent brings no answer', async () => {
    const { ends } = await connected()
    await vi.advanceTimersByTimeAsync(10_000)
    for (const each of ends) each.cut()
    await a.command('send', { peer: bob, frame: Uint8Array.of(1) })
    await vi.advanceTimersByTimeAsync(8_000)
    expect(kinds(atA)).toEqual(['open', 'weak'])
    expect(kinds(atB)).toEqual(['open'])
  })

  it('sends on the new connection at once while the old one is weak, and leaves the old one', async () => {
    const old = await connected()
    for (const each of old.ends) each.cut()
    for (const each of old.ends) each.become('disconnected')
    await a.command('send', { peer: bob, frame: Uint8Array.of(1) })
    const fresh = await connected()
    await a.command('send', { peer: bob, frame: Uint8Array.of(2) })
    await b.command('send', { peer: alice, frame: Uint8Array.of(3) })
    await vi.advanceTimersByTimeAsync(0)
    expect([framesOf(atB), framesOf(atA)]).toEqual([[2], [3]])
    // The path comes back while the old one is being left: what it held arrives, and it ends with a goodbye.
    await vi.advanceTimersByTimeAsync(5_000)
    for (const each of old.ends) each.mend()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(framesOf(atB)).toEqual([2, 1])
    for (const [link, events] of [
      [a, atA],
      [b, atB],
    ] as const) {
      expect(events.at(-1)).toMatchObject({ kind: 'closed', connection: old.connection, why: 'bye' })
      expect((await link.command('connections', {})).map((info) => info.connection)).toEqual([fresh.connection])
    }
  })

  it('prefers an older connection to a newer one that is weak', async () => {
    await connected()
    const newer = await connected()
    for (const each of newer.ends) each.cut()
    newer.ends[0]?.become('disconnected')
    await a.command('send', { peer: bob, frame: Uint8Array.of(1) })
    await vi.advanceTimersByTimeAsync(0)
    expect(framesOf(atB)).toEqual([1])
  })

  it('answers while an offer of its own to the same device waits, which can then be dropped', async () => {
    const mine = await a.command('offer', { peer: bob, addresses: 'all' })
    const theirs = await b.command('offer', { peer: alice, addresses: 'all' })
    const { answer } = await a.command('answer', { peer: bob, offer: theirs.offer })
    const late = await b.command('answer', { peer: alice, offer: mine.offer })
    await a.command('close', { connection: mine.connection })
    await b.command('accept', { connection: theirs.connection, peer: alice, answer })
    const accept = { connection: mine.connection, peer: bob, answer: late.answer }
    await expect(a.command('accept', accept)).rejects.toMatchObject({ reason: 'expired' })
    for (const [link, to] of [
      [a, bob],
      [b, alice],
    ] as const)
      await link.command('send', { peer: to, frame: Uint8Array.of(7) })
    await vi.advanceTimersByTimeAsync(0)
    expect([framesOf(atA), framesOf(atB)]).toEqual([[7], [7]])
  })

  it('keeps so many open, and leaves the one that was idle longest', async () => {
    const few = createLink(air.serverless, 3)
    const events: LinkEvent[] = []
    few.listen((event) => void events.push(event))
    const names = ['p', 'q', 'r', 's', 't']
    const ids: ConnectionId[] = []
    const meet = async (name: string): Promise<void> => {
      ids.push(await connect(few, peer(name), b, peer(`friend of ${name}`)))
      await vi.advanceTimersByTimeAsync(1_000)
    }
    for (const name of names.slice(0, 3)) await meet(name)
    await few.command('send', { peer: peer('p'), frame: Uint8Array.of(1) })
    await vi.advanceTimersByTimeAsync(1_000)
    await b.command('send', { peer: peer('friend of q'), frame: Uint8Array.of(1) })
    await vi.advanceTimersByTimeAsync(1_000)
    await meet('s')
    await meet('t')
    await vi.advanceTimersByTimeAsync(5_000)
    const gone = events.filter(({ kind }) => kind === 'closed')
    expect(gone).toEqual([
      { kind: 'closed', connection: ids[2], peer: peer('r'), why: 'bye' },
      { kind: 'closed', connection: ids[0], peer: peer('p'), why: 'bye' },
    ])
    expect(atB.filter(({ kind }) => kind === 'closed')).toHaveLength(2)
    const open = await few.command('connections', {})
    expect(open.map((info) => info.peer?.contact)).toEqual(['q', 's', 't'])
  })

  it('tells how a connection runs, and asks the browser once until the path is another', async () => {
    const { ends } = await connected()
    const [end] = ends
    const asked = vi.spyOn(end?.described.pc as RTCPeerConnection, 'getStats')
    const ways = async () => (await a.command('connections', {})).map(({ way }) => way)
    const runs = (type: string) => {
      if (!end) return
      end.stats = [
        { id: 't', type: 'transport', selectedCandidatePairId: 'p' },
        { id: 'p', type: 'candidate-pair', localCandidateId: 'l', remoteCandidateId: 'r' },
        { id: 'l', type: 'local-candidate', candidateType: type, address: '10.0.0.2' },
        { id: 'r', type: 'remote-candidate', candidateType: 'host', address: '10.0.0.3' },
      ]
    }
    runs('host')
    expect([await ways(), await ways()]).toEqual([['local'], ['local']])
    expect(asked).toHaveBeenCalledOnce()
    runs('relay')
    end?.become('connected')
    expect(await ways()).toEqual(['turn'])
    asked.mockRejectedValue(new Error('closed'))
    end?.become('connected')
    expect(await ways()).toEqual([null])
  })

  it('gives up 30 s after the answer, not before it', async () => {
    const { connection, offer } = await a.command('offer', { peer: bob, addresses: 'all' })
    const end = air.endOf(parseOffer(offer))
    end?.become('failed')
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
    for (const end of air.all()) end.become('failed')
    await vi.advanceTimersByTimeAsync(0)
    expect(atA.at(-1)).toEqual({ kind: 'closed', connection, peer: bob, why: 'failed' })
    await expect(a.command('send', { peer: bob, frame: Uint8Array.of(1) })).rejects.toMatchObject({
      reason: 'unreachable',
    })
  })

  it.each(['toString', '__proto__', 'constructor', 'nothing'])('knows no command %s', async (name) => {
    await expect(a.command(name as 'close', {})).rejects.toMatchObject({ reason: 'unknown-method' })
  })
})
