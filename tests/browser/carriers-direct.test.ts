import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { MAX_FRAME } from '../../lib/carriers/carrier'
import { type DirectCarrier, directCarrier } from '../../lib/carriers/direct'
import { isPublic } from '../../lib/contract/address'
import type { LinkEvent, Peer } from '../../lib/contract/link-api'
import { parseOffer } from '../../lib/contract/offer'
import { packBytes, unpackBytes } from '../../lib/rpc/link-port'
import { connect } from '../carriers/connect'
import { carrierSuite } from '../carriers/suite'
import { serveScript } from './harness/site'
import { type LinkBrowser, linkChromium, linkFirefox } from './link/browsers'
import { linkOf, type PageLink } from './link/remote'

const peer = (contact: string): Peer => ({ contact, device: 'd' }) as Peer
const [toAlice, toBob, toCarol, toMallory] = [peer('alice'), peer('bob'), peer('carol'), peer('mallory')]
const soon = { timeout: 15_000, interval: 10 }

const site = await serveScript(join(import.meta.dirname, 'link/page.ts'))
afterAll(() => site.close())

const reached = (carrier: DirectCarrier, to: Peer, reach: 'now' | 'no'): Promise<void> =>
  vi.waitFor(() => expect(carrier.reach(to)).toBe(reach), soon)

/** Lets somebody connect to `b` who speaks WebRTC and nothing of ours. */
const connectHostile = async (b: PageLink, mallory: PageLink): Promise<void> => {
  const { connection, offer } = await b.command('offer', { peer: toMallory, addresses: 'all' })
  const packed = await mallory.page.evaluate(`linkPage.answerBare(${JSON.stringify(packBytes({ offer }))})`)
  const { answer } = unpackBytes(packed) as { answer: Uint8Array }
  await b.command('accept', { connection, peer: toMallory, answer })
}

describe.each([
  ['Chromium', linkChromium, linkChromium],
  ['Chromium and Firefox', linkChromium, linkFirefox],
])('in real browsers: %s', (name, launchOne, launchOther) => {
  const browsers: LinkBrowser[] = []
  let opener: LinkBrowser = null as never
  let [a, b, c]: [PageLink, PageLink, PageLink] = [null as never, null as never, null as never]
  beforeAll(async () => {
    const one = await launchOne(site.url)
    const other = await launchOther(site.url)
    browsers.push(one, other)
    opener = one
    a = linkOf(await one.open())
    b = linkOf(await other.open())
    c = linkOf(await one.open())
  })
  afterAll(async () => {
    for (const browser of browsers) await browser.close()
  })

  carrierSuite(`direct, ${name}`, async () => {
    for (const link of [a, b, c]) await link.begin()
    const [alice, bob, carol] = [directCarrier(a), directCarrier(b), directCarrier(c)]
    await connect(a, toBob, b, toAlice)
    await connect(c, toAlice, a, toCarol)
    await reached(alice, toBob, 'now')
    await reached(alice, toCarol, 'now')
    return {
      ...{ alice, bob, carol, toBob, toCarol, largest: MAX_FRAME },
      carry: async () => undefined,
      garbage: async () => {
        await connectHostile(b, c)
        await reached(bob, toMallory, 'now')
        await c.page.evaluate(`linkPage.sayBare('no frame')`)
        await reached(bob, toMallory, 'no')
        return 1
      },
      end: async () => {
        for (const carrier of [alice, bob, carol]) await carrier.close()
      },
    }
  })

  describe('the link', () => {
    let events: LinkEvent[] = []
    beforeEach(async () => {
      for (const link of [a, b, c]) await link.begin()
      events = []
      b.listen((event) => void events.push(event))
      a.listen(() => undefined)
    })
    const told = (kind: LinkEvent['kind'], count = 1): Promise<void> =>
      vi.waitFor(() => expect(events.filter((event) => event.kind === kind)).toHaveLength(count), soon)

    it('says open and bye on the other side', async () => {
      const connection = await connect(a, toBob, b, toAlice)
      await told('open')
      await a.command('close', {})
      await told('closed')
      expect(events).toEqual([
        { kind: 'open', connection, peer: toAlice },
        { kind: 'closed', connection, peer: toAlice, why: 'bye' },
      ])
    })

    it('connects by an invitation that names no private address', async () => {
      const { connection, offer } = await a.command('offer', { peer: null, addresses: 'public' })
      expect(parseOffer(offer).candidates.every(({ address }) => isPublic(address))).toBe(true)
      const { answer } = await b.command('answer', { peer: toAlice, offer })
      await a.command('accept', { connection, peer: toBob, answer })
      await told('open')
    })

    // Time is what is tested: by then browsers have given up on the answering side by themselves.
    it('opens when the answer took its time', async () => {
      const half = async (x: PageLink, y: PageLink) => {
        const { connection, offer } = await x.command('offer', { peer: toBob, addresses: 'all' })
        const { answer } = await y.command('answer', { peer: toAlice, offer })
        await new Promise((resolve) => setTimeout(resolve, 20_000))
        await x.command('accept', { connection, peer: toBob, answer })
      }
      await Promise.all([half(a, b), half(b, a)])
      await told('open', 2)
    })

    it('applies an answer once', async () => {
      const { connection, offer } = await a.command('offer', { peer: toBob, addresses: 'all' })
      const { answer } = await b.command('answer', { peer: toAlice, offer })
      const accept = () => a.command('accept', { connection, peer: toBob, answer })
      await accept()
      await expect(accept()).rejects.toMatchObject({ reason: 'expired' })
      await told('open')
    })

    it('keeps one of two connections that both sides asked for at once, and loses nothing', async () => {
      const atA: LinkEvent[] = []
      a.listen((event) => void atA.push(event))
      await Promise.all([connect(a, toBob, b, toAlice), connect(b, toAlice, a, toBob)])
      await told('open', 2)
      await vi.waitFor(() => expect(atA).toHaveLength(2), soon)
      let sent = 0
      await vi.waitFor(
        async () => {
          const frame = Uint8Array.of(1, sent++ & 255)
          await Promise.all([a.command('send', { peer: toBob, frame }), b.command('send', { peer: toAlice, frame })])
          const [ours, theirs] = [await a.command('connections', {}), await b.command('connections', {})]
          expect(ours).toHaveLength(1)
          expect(theirs.map(({ connection }) => connection)).toEqual(ours.map(({ connection }) => connection))
        },
        { timeout: 15_000, interval: 50 },
      )
      const numbers = (heard: LinkEvent[]) => heard.flatMap((event) => (event.kind === 'frame' ? [event.frame[1]] : []))
      const all = Array.from({ length: sent }, (_, i) => i & 255)
      await vi.waitFor(() => expect([numbers(events), numbers(atA)]).toEqual([all, all]), soon)
    })

    it('answers while an offer of its own waits, which it then drops', async () => {
      const mine = await a.command('offer', { peer: toBob, addresses: 'all' })
      const theirs = await b.command('offer', { peer: toAlice, addresses: 'all' })
      const { answer } = await a.command('answer', { peer: toBob, offer: theirs.offer })
      await a.command('close', { connection: mine.connection })
      await b.command('accept', { connection: theirs.connection, peer: toAlice, answer })
      await told('open')
      expect(await a.command('connections', {})).toMatchObject([{ connection: theirs.connection, state: 'open' }])
    })

    it('tells how a connection runs', async () => {
      await connect(a, toBob, b, toAlice)
      await told('open')
      for (const link of [a, b]) expect(await link.command('connections', {})).toMatchObject([{ way: 'local' }])
    })

    it('keeps so many open, and says goodbye to whoever was idle longest', async () => {
      await a.begin(2)
      const atA: LinkEvent[] = []
      a.listen((event) => void atA.push(event))
      for (const n of [1, 2, 3]) {
        await connect(a, peer(`bob ${n}`), b, peer(`alice ${n}`))
        const opened = expect.objectContaining({ kind: 'open', peer: peer(`bob ${n}`) })
        await vi.waitFor(() => expect(atA).toContainEqual(opened), soon)
        if (n === 2) await a.command('send', { peer: peer('bob 1'), frame: Uint8Array.of(n) })
      }
      await told('closed')
      expect(events.find(({ kind }) => kind === 'closed')).toMatchObject({ peer: peer('alice 2'), why: 'bye' })
      await vi.waitFor(
        () => expect(atA.at(-1)).toMatchObject({ kind: 'closed', peer: peer('bob 2'), why: 'bye' }),
        soon,
      )
      const open = await a.command('connections', {})
      expect(open.map((info) => info.peer)).toEqual([peer('bob 1'), peer('bob 3')])
    })

    it('says when nothing comes through any more, and sends on the next connection at once', async () => {
      const gone = linkOf(await opener.open())
      await gone.begin()
      const old = await connect(gone, toBob, b, toAlice)
      await told('open')
      await gone.page.close()
      await told('weak')
      expect(await b.command('connections', {})).toMatchObject([{ connection: old, state: 'open' }])
      const fresh = await connect(a, toBob, b, toAlice)
      await told('open', 2)
      const heard: LinkEvent[] = []
      a.listen((event) => void heard.push(event))
      await b.command('send', { peer: toAlice, frame: Uint8Array.of(7) })
      await vi.waitFor(() => expect(heard.at(-1)).toMatchObject({ kind: 'frame', frame: Uint8Array.of(7) }), soon)
      await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ kind: 'closed', connection: old }), {
        timeout: 45_000,
      })
      expect(events.map(({ kind }) => kind)).toEqual(['open', 'weak', 'open', 'closed'])
      expect(await b.command('connections', {})).toMatchObject([{ connection: fresh, state: 'open' }])
    })

    it.each([
      ['a text', 'hello'],
      ['an unknown control byte', [9, 1, 2]],
      ['an empty frame', [0]],
      ['a short part', [1, 2, 3]],
      ['a signal that carries something', [5, 1]],
    ])('closes on a peer that sends %s', async (_, content) => {
      await connectHostile(b, c)
      await told('open')
      await c.page.evaluate(`linkPage.sayBare([0, 7])`)
      await c.page.evaluate(`linkPage.sayBare(${JSON.stringify(content)})`)
      await told('closed')
      expect(events.map((event) => event.kind)).toEqual(['open', 'frame', 'closed'])
      expect(events.at(-1)).toMatchObject({ why: 'failed' })
    })

    it.each([
      ['asks without end whether we are there', 'Array.from({ length: 1_000 }, () => linkPage.sayBare([3])).length'],
      ['opens a second channel', 'linkPage.openBare()'],
    ])('closes on a peer that %s, and on nobody else', async (_, does) => {
      await connect(a, toBob, b, toAlice)
      await connectHostile(b, c)
      await told('open', 2)
      await c.page.evaluate(`linkPage.sayBare([3])`)
      await c.page.evaluate(`linkPage.sayBare([0, 7])`)
      await told('frame')
      await c.page.evaluate(does)
      await told('closed')
      expect(events.at(-1)).toMatchObject({ kind: 'closed', peer: toMallory, why: 'failed' })
      await a.command('send', { peer: toBob, frame: Uint8Array.of(1) })
      await told('frame', 2)
      expect(await b.command('connections', {})).toMatchObject([{ peer: toAlice, state: 'open' }])
    })

    it('refuses hostile offers and answers, and goes on', async () => {
      const { connection, offer } = await a.command('offer', { peer: toBob, addresses: 'all' })
      for (const bytes of [
        offer.slice(0, -1),
        Uint8Array.of(...offer, 0),
        new Uint8Array(0),
        offer.map((x) => x ^ 0xff),
      ]) {
        await expect(b.command('answer', { peer: toAlice, offer: bytes })).rejects.toThrow()
        await expect(a.command('accept', { connection, peer: toBob, answer: bytes })).rejects.toThrow()
      }
      const { answer } = await b.command('answer', { peer: toAlice, offer })
      await a.command('accept', { connection, peer: toBob, answer })
      await told('open')
    })
  })
})
