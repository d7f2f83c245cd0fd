import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLink } from '../../lib/carriers/link'
import { MAX_UNTAKEN } from '../../lib/carriers/outlet'
import type { ConnectionId } from '../../lib/contract/ids'
import type { Link, LinkEvent, Peer } from '../../lib/contract/link-api'
import { encodeOffer, parseOffer } from '../../lib/contract/offer'
import { connect } from './connect'
import { fakeAir } from './fake-peers'

const peer = (contact: string, device = 'd'): Peer => ({ contact, device }) as Peer

describe('the link, where one peer is hostile', () => {
  let air: ReturnType<typeof fakeAir>
  let [a, b]: [Link, Link] = [null as never, null as never]
  let atA: LinkEvent[] = []
  const [bob, alice] = [peer('bob'), peer('alice')]
  beforeEach(() => {
    vi.useFakeTimers()
    air = fakeAir()
    ;[a, b] = [createLink(air.serverless), createLink(air.serverless)]
    atA = []
    a.listen((event) => void atA.push(event))
    b.listen(() => undefined)
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  /** A link of its own, as somebody has who ignores what honest links agree on. */
  const another = (): Link => {
    const link = createLink(air.serverless)
    link.listen(() => undefined)
    return link
  }
  const openTo = async (link: Link): Promise<string[]> =>
    (await link.command('connections', {})).flatMap(({ peer, state }) =>
      peer && state === 'open' ? [peer.contact] : [],
    )

  it.each(['one device', 'eight devices'])(
    'lets nobody push others out who opens more and more with %s',
    async (how) => {
      const friends = ['bob', 'carol', 'dave']
      for (const name of friends) await connect(another(), alice, a, peer(name))
      const mallory: Link[] = []
      for (let i = 0; i < 40; i++) {
        mallory.push(another())
        const device = how === 'one device' ? 'd' : `d${i % 8}`
        await connect(mallory.at(-1) as Link, alice, a, peer('mallory', device))
        // Theirs are never the ones that were idle longest.
        for (const link of mallory)
          link.command('send', { peer: alice, frame: Uint8Array.of(i) }).catch(() => undefined)
        await vi.advanceTimersByTimeAsync(10_000)
      }
      await vi.advanceTimersByTimeAsync(40_000)
      const open = await openTo(a)
      expect(open.slice(0, 3)).toEqual(friends)
      expect(open.slice(3)).toEqual(Array(how === 'one device' ? 3 : 24).fill('mallory'))
    },
  )

  it('leaves one of whoever has most when too many are open, and rather one of two to the same device', async () => {
    const few = createLink(air.serverless, 4)
    few.listen((event) => void atA.push(event))
    const meet = async (to: Peer): Promise<ConnectionId> => {
      const id = await connect(few, to, another(), alice)
      await vi.advanceTimersByTimeAsync(100)
      return id
    }
    await meet(peer('bob'))
    await meet(peer('carol', 'phone'))
    const spare = await meet(peer('carol', 'laptop'))
    await meet(peer('carol', 'laptop'))
    await meet(peer('dave'))
    await vi.advanceTimersByTimeAsync(1_000)
    const gone = atA.filter(({ kind }) => kind === 'closed')
    expect(gone).toEqual([{ kind: 'closed', connection: spare, peer: peer('carol', 'laptop'), why: 'bye' }])
    expect(await openTo(few)).toEqual(['bob', 'carol', 'carol', 'dave'])
  })

  it('lets nobody make more wait by asking for many at once', async () => {
    const { offer } = await b.command('offer', { peer: null, addresses: 'all' })
    const parsed = parseOffer(offer)
    const asked = Array.from({ length: 20 }, (_, i) =>
      encodeOffer({ ...parsed, fingerprint: parsed.fingerprint.map((x) => x ^ i) }),
    )
    const answers = asked.map((each) => a.command('answer', { peer: bob, offer: each }).catch(() => null))
    expect((await Promise.all(answers)).filter((answer) => answer !== null)).toHaveLength(4)
    expect(air.asked).toHaveLength(5)
    expect(await a.command('connections', {})).toHaveLength(4)
    await a.command('answer', { peer: bob, offer })
    expect(await a.command('connections', {})).toHaveLength(4)
  })

  it('lets an offer of whoever has most wait no longer where 64 wait', async () => {
    const kept: ConnectionId[] = []
    const offerTo = async (to: Peer) => (await a.command('offer', { peer: to, addresses: 'all' })).connection
    for (let i = 0; i < 32; i++) kept.push(await offerTo(peer(`friend ${i}`)))
    for (let i = 0; i < 32; i++) await offerTo(peer('mallory', `d${i % 8}`))
    for (let i = 32; i < 56; i++) kept.push(await offerTo(peer(`friend ${i}`)))
    const waiting = await a.command('connections', {})
    expect(waiting).toHaveLength(64)
    expect(waiting.filter(({ peer }) => peer?.contact !== 'mallory').map((info) => info.connection)).toEqual(kept)
  })

  it.each([
    ['offered', 0, 1],
    ['answered', 1, 2],
  ] as const)('closes on whoever opens more channels in what we %s', async (how, end, channels) => {
    const connection = how === 'offered' ? await connect(a, bob, b, alice) : await connect(b, alice, a, bob)
    const pc = air.all()[end]?.described.pc
    for (let n = 1; n < channels; n++) pc?.dispatchEvent(new Event('datachannel'))
    expect(await openTo(a)).toEqual(['bob'])
    pc?.dispatchEvent(new Event('datachannel'))
    expect(atA.at(-1)).toEqual({ kind: 'closed', connection, peer: bob, why: 'failed' })
  })

  describe('while frames are not taken', () => {
    let take: () => void = () => undefined
    beforeEach(() => {
      const taken = new Promise<void>((resolve) => {
        take = resolve
      })
      a.listen((event) => {
        atA.push(event)
        return event.kind === 'frame' ? taken : undefined
      })
    })
    const flood = async (from: Link, count: number, size = 1): Promise<void> => {
      const frame = new Uint8Array(size).fill(1)
      for (let i = 0; i < count; i++) await from.command('send', { peer: alice, frame }).catch(() => undefined)
      await vi.advanceTimersByTimeAsync(0)
    }
    const closed = () => atA.flatMap((event) => (event.kind === 'closed' ? [event.peer?.contact] : []))

    it('closes rather than let them grow without end, and then nobody else’s', async () => {
      const [friend, mallory] = [another(), another()]
      await connect(friend, alice, a, peer('friend'))
      await connect(mallory, alice, a, peer('mallory'))
      await flood(mallory, 2_000)
      expect(closed()).toEqual(['mallory'])
      await flood(friend, 256)
      expect(closed()).toEqual(['mallory'])
      expect(atA.filter(({ kind }) => kind === 'frame')).toHaveLength(MAX_UNTAKEN + 256)
    })

    it('gives whoever connects again no more room', async () => {
      for (let i = 0; i < 4; i++) {
        const mallory = another()
        await connect(mallory, alice, a, peer('mallory', `d${i}`))
        await flood(mallory, 1_000)
      }
      expect(closed()).toHaveLength(4)
      expect(atA.filter(({ kind }) => kind === 'frame')).toHaveLength(MAX_UNTAKEN)
      take()
      await vi.advanceTimersByTimeAsync(0)
      const fresh = another()
      await connect(fresh, alice, a, peer('mallory'))
      await flood(fresh, 1)
      expect(await openTo(a)).toEqual(['mallory'])
    })

    it('keeps 32 who each say a whole window of long texts', async () => {
      for (let i = 0; i < 32; i++) {
        const friend = another()
        await connect(friend, alice, a, peer(`friend ${i}`))
        await flood(friend, 256, 4_096)
      }
      expect(closed()).toEqual([])
    })
  })
})
