import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { HearthError } from '../../lib/contract/errors'
import type { Link, LinkEvent } from '../../lib/contract/link-api'
import { connectLink } from '../../lib/rpc/connect-link'
import { remoteLink } from '../../lib/rpc/remote-link'
import { connectAs, fake, OWN_ID, ownUrl, settle, stopWorker } from './fake-browser'

vi.mock('webextension-polyfill', async () => ({ default: (await import('./fake-browser')).fake }))

const peer = { contact: 'c', device: 'd' } as never
const frame = (byte: number): LinkEvent => ({ kind: 'frame', peer, frame: Uint8Array.of(byte) })

const localLink = (command: (name: string, params: never) => unknown = () => undefined) => {
  let listener: (event: LinkEvent) => void | Promise<void> = () => undefined
  const link: Link = {
    command: async (name, params) => command(name, params as never) as never,
    listen: (next) => {
      listener = next
      return () => undefined
    },
  }
  return { link, tell: (event: LinkEvent) => listener(event) }
}

let stops: (() => void)[] = []
const connect = (link: Link): void => void stops.push(connectLink(link))
const none = (): Promise<void> => Promise.resolve()

beforeEach(() => {
  vi.useFakeTimers()
  connectAs({ id: OWN_ID, url: ownUrl('/offscreen.html') })
})
afterEach(() => {
  for (const stop of stops) stop()
  stops = []
  stopWorker()
  vi.useRealTimers()
})

describe('commands', () => {
  it('carry bytes there and back', async () => {
    const seen = vi.fn(() => ({ connection: 'k', answer: Uint8Array.of(7, 8, 9) }))
    const agent = remoteLink(none)
    connect(localLink(seen).link)
    const offer = Uint8Array.from({ length: 300 }, (_, i) => i & 255)
    const answered = await agent.command('answer', { peer, offer })
    expect(seen).toHaveBeenCalledWith('answer', { peer, offer })
    expect(answered).toEqual({ connection: 'k', answer: Uint8Array.of(7, 8, 9) })
  })

  it('reject with their reason', async () => {
    const agent = remoteLink(none)
    connect(
      localLink(() => {
        throw new HearthError('too-many')
      }).link,
    )
    await expect(agent.command('connections', {})).rejects.toMatchObject({ reason: 'too-many' })
  })

  it('make the document first, and wait for it', async () => {
    const ensure = vi.fn(async () => connect(localLink(() => []).link))
    await expect(remoteLink(ensure).command('connections', {})).resolves.toEqual([])
    expect(ensure).toHaveBeenCalledOnce()
  })

  it('are unreachable after 15 s', async () => {
    const late = expect(remoteLink(none).command('connections', {})).rejects.toMatchObject({ reason: 'unreachable' })
    await vi.advanceTimersByTimeAsync(15_000)
    await late
  })

  it('are interrupted when the port ends', async () => {
    const agent = remoteLink(none)
    connect(localLink(() => new Promise(() => undefined)).link)
    await settle()
    const under = expect(agent.command('connections', {})).rejects.toMatchObject({ reason: 'interrupted' })
    stops.pop()?.()
    await under
  })
})

describe('events', () => {
  it('arrive in order, with their bytes, and are confirmed', async () => {
    const agent = remoteLink(none)
    const { link, tell } = localLink()
    connect(link)
    const seen: LinkEvent[] = []
    agent.listen((event) => void seen.push(event))
    const told = [1, 2, 3].map((n) => tell(frame(n)))
    await settle()
    await Promise.all(told)
    expect(seen).toEqual([frame(1), frame(2), frame(3)])
  })

  it('wait for a listener', async () => {
    const agent = remoteLink(none)
    const { link, tell } = localLink()
    connect(link)
    await settle()
    void tell(frame(1))
    await settle()
    const seen: LinkEvent[] = []
    agent.listen((event) => void seen.push(event))
    await settle()
    expect(seen).toEqual([frame(1)])
  })

  it('that waited come once the listener has listeners of its own', async () => {
    const agent = remoteLink(none)
    const { link, tell } = localLink()
    connect(link)
    await settle()
    void tell(frame(1))
    await settle()
    const seen: LinkEvent[] = []
    let wired = (_: LinkEvent): void => undefined
    agent.listen((event) => wired(event))
    wired = (event) => void seen.push(event)
    await settle()
    expect(seen).toEqual([frame(1)])
  })

  it('are told again to the next worker until it took them', async () => {
    const first = remoteLink(none)
    const { link, tell } = localLink()
    connect(link)
    // The first worker takes one and dies over the other.
    first.listen((event) => (event.kind === 'frame' && event.frame[0] === 1 ? undefined : new Promise(() => undefined)))
    const taken = vi.fn()
    void Promise.resolve(tell(frame(1))).then(taken)
    void Promise.resolve(tell(frame(2))).then(taken)
    await settle()
    expect(taken).toHaveBeenCalledOnce()
    stopWorker()
    const seen: LinkEvent[] = []
    remoteLink(none).listen((event) => void seen.push(event))
    await vi.advanceTimersByTimeAsync(100)
    expect(seen).toEqual([frame(2)])
    expect(taken).toHaveBeenCalledTimes(2)
  })

  it('are taken although the listener throws', async () => {
    const agent = remoteLink(none)
    const { link, tell } = localLink()
    connect(link)
    agent.listen(() => {
      throw new Error('full')
    })
    const taken = vi.fn()
    void Promise.resolve(tell(frame(1))).then(taken)
    await settle()
    expect(taken).toHaveBeenCalledOnce()
  })
})

it('keeps the worker awake while told to', async () => {
  const agent = remoteLink(none)
  let messages = 0
  fake.runtime.onConnect.addListener(((port: typeof fakePort) => port.onMessage.addListener(() => messages++)) as never)
  connect(localLink().link)
  await settle()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(messages).toBe(0)
  agent.keepAwake(true)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(messages).toBe(3)
  agent.keepAwake(false)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(messages).toBe(3)
})
declare const fakePort: ReturnType<typeof fake.runtime.connect>

describe('the offscreen document', () => {
  it('is not made again by what comes after the lock, until the next unlock', async () => {
    const ensure = vi.fn(async () => connect(localLink(() => []).link))
    const agent = remoteLink(ensure)
    agent.keepAwake(true)
    await agent.command('connections', {})
    agent.keepAwake(false)
    stops.pop()?.()
    await settle()
    await expect(agent.command('connections', {})).rejects.toMatchObject({ reason: 'unreachable' })
    await agent.command('configure', { iceServers: [] })
    expect(ensure).toHaveBeenCalledOnce()
    agent.keepAwake(true)
    await expect(agent.command('connections', {})).resolves.toEqual([])
    expect(ensure).toHaveBeenCalledTimes(2)
  })

  it('takes what was open with it, as the listener hears', async () => {
    const agent = remoteLink(none)
    const { link, tell } = localLink(() => [{ connection: 'before', peer, state: 'open' }])
    connect(link)
    const seen: LinkEvent[] = []
    agent.listen((event) => void seen.push(event))
    await settle()
    await agent.command('connections', {})
    void tell({ kind: 'open', connection: 'k' as never, peer })
    await settle()
    stops.pop()?.()
    await settle()
    expect(seen.slice(1)).toEqual([
      { kind: 'closed', connection: 'before', peer, why: 'lost' },
      { kind: 'closed', connection: 'k', peer, why: 'lost' },
    ])
    connect(link)
    await settle()
    expect(seen.at(-1)).toEqual({ kind: 'open', connection: 'before', peer })
  })
})

it('accepts only our own offscreen document', async () => {
  const agent = remoteLink(none)
  connectAs({ id: OWN_ID, url: ownUrl('/popup.html') })
  connect(localLink(() => []).link)
  const refused = expect(agent.command('connections', {})).rejects.toMatchObject({ reason: 'unreachable' })
  await vi.advanceTimersByTimeAsync(15_000)
  await refused
})
