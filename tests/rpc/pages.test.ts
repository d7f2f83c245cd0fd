import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PageCaller, PageEvent, PageServer } from '../../lib/contract/page-api'
import { servePages } from '../../lib/rpc/serve-pages'
import { fake, granted, OWN_ID, ownUrl, pagePort, settle } from './fake-browser'

vi.mock('webextension-polyfill', async () => ({ default: (await import('./fake-browser')).fake }))

const ORIGIN = 'https://shop.example'
const page = {
  origin: ORIGIN,
  url: `${ORIGIN}/cart?a=1`,
  frameId: 0,
  tab: { id: 7 },
  documentId: 'd1',
  documentLifecycle: 'active',
}
/** The same page, through our own script beside it, as Firefox says it. */
const beside = { origin: ORIGIN, url: page.url, frameId: 0, tab: { id: 7 }, contextId: 3, id: OWN_ID }
const caller: PageCaller = { origin: ORIGIN, tab: 7, document: 'd1' }
const request = (over: object = {}): object => ({ hearth: 1, id: 'a', method: 'agent_getInfo', ...over })

let stop: () => void = () => undefined
let now = 0
const request_ = vi.fn<PageServer['request']>()
const listen = vi.fn<PageServer['listen']>()
const serve = (): void => {
  stop = servePages({ request: request_, listen }, () => now)
}
const ask = async (message: unknown, sender: object = page): Promise<unknown> =>
  fake.runtime.onMessageExternal.tell(message, sender)[0]
const askBeside = async (message: unknown, sender: object = beside): Promise<unknown> =>
  fake.runtime.onMessage.tell(message, sender)[0]

beforeEach(() => {
  now = 0
  request_.mockReset().mockImplementation(async (_, { id }) => ({ id, result: 'done' }))
  listen.mockReset().mockReturnValue(() => undefined)
  serve()
})
afterEach(() => {
  stop()
  granted.clear()
})

describe('who calls', () => {
  it('is what the browser says, whatever the message says', async () => {
    expect(await ask(request({ params: { origin: 'https://forged.example' } }))).toEqual({ id: 'a', result: 'done' })
    expect(request_).toHaveBeenCalledWith(caller, expect.objectContaining({ id: 'a', method: 'agent_getInfo' }))
    expect(await ask(request({ origin: 'https://forged.example' }))).toMatchObject({ error: { name: 'TypeError' } })
  })

  it.each(['http://localhost:8080', 'http://127.0.0.1', 'https://a.example:444'])('may be %s', async (origin) => {
    expect(await ask(request(), { ...page, origin, url: `${origin}/` })).toHaveProperty('result')
  })

  const at = (origin: string) => ({ ...page, origin, url: `${origin}/` })
  const { origin: _o, ...withoutOrigin } = page
  const { frameId: _f, ...withoutFrame } = page
  const { tab: _t, ...withoutTab } = page
  const { documentId: _d, ...withoutDocument } = page
  it.each([
    ['http', at('http://shop.example')],
    ['an opaque origin', { ...page, origin: 'null' }],
    ['a file', { ...page, origin: 'file://', url: 'file:///tmp/x.html' }],
    ['no origin', withoutOrigin],
    ['a frame', { ...page, frameId: 3 }],
    ['no frame', withoutFrame],
    ['no tab', withoutTab],
    ['no document', withoutDocument],
    ['a page that is prerendered', { ...page, documentLifecycle: 'prerender' }],
    ['a host that begins like localhost', at('http://localhost.evil.example')],
    ['an origin with a path', { ...page, origin: `${ORIGIN}/x` }],
    ['a document that the tab has left', { ...page, url: 'https://evil.example/' }],
    ['no address', { ...page, url: '' }],
  ])('is never %s', async (_, sender) => {
    expect(await ask(request(), sender)).toEqual({
      id: null,
      error: expect.objectContaining({ name: 'SecurityError' }),
    })
    expect(request_).not.toHaveBeenCalled()
  })

  it('is no other extension', async () => {
    expect(await ask(request(), { ...page, id: 'other' })).toBeUndefined()
    const [near, far] = pagePort('hearth/1', { ...page, id: 'other' })
    fake.runtime.onConnectExternal.tell(far)
    expect(near.open).toBe(false)
  })
})

describe('a page that the person enabled', () => {
  it('is heard through our own script, by what the browser says of it', async () => {
    granted.add('https://shop.example/*')
    expect(await askBeside(request())).toEqual({ id: 'a', result: 'done' })
    expect(request_).toHaveBeenCalledWith({ ...caller, document: '3' }, expect.anything())
  })

  it('is not heard any more when it is not', async () => {
    expect(await askBeside(request())).toMatchObject({ id: null, error: { code: 4900, name: 'DisconnectedError' } })
    expect(request_).not.toHaveBeenCalled()
  })

  it('is not heard in a frame, or without an origin', async () => {
    granted.add('https://shop.example/*')
    for (const over of [{ frameId: 2 }, { origin: 'null' }])
      expect(await askBeside(request(), { ...beside, ...over })).toMatchObject({ error: { name: 'SecurityError' } })
  })

  it.each([
    [
      'one of our own pages',
      { id: OWN_ID, url: ownUrl('/popup.html'), origin: ownUrl(''), frameId: 0, tab: { id: 7 } },
    ],
    ['the offscreen page', { id: OWN_ID, url: ownUrl('/offscreen.html') }],
    ['somebody else', { ...beside, id: 'other' }],
  ])('is not %s', async (_, sender) => {
    granted.add('https://shop.example/*')
    expect(await askBeside(request(), sender)).toBeUndefined()
    const [near, far] = pagePort('hearth/1', sender)
    fake.runtime.onConnect.tell(far)
    await settle()
    expect(near.open).toBe(false)
    expect(listen).not.toHaveBeenCalled()
  })
})

describe('requests', () => {
  it.each(['toString', '__proto__', 'constructor', 'data_drop'])('know no method %s', async (method) => {
    expect(await ask(request({ method }))).toMatchObject({ id: 'a', error: { code: 4200, name: 'NotSupportedError' } })
    expect(request_).not.toHaveBeenCalled()
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'agent_getInfo'],
    ['an array', [1]],
    ['another version', request({ hearth: 2 })],
    ['no id', request({ id: undefined })],
    ['an id that is no text', request({ id: 7 })],
    ['an empty id', request({ id: '' })],
    ['a long id', request({ id: 'x'.repeat(65) })],
    ['a long method', request({ method: 'x'.repeat(65) })],
    ['an unknown member', request({ extra: 1 })],
    ['too many bytes', request({ params: 'x'.repeat(1 << 20) })],
  ])('are malformed as %s', async (_, message) => {
    expect(await ask(message)).toMatchObject({ id: null, error: { code: -32602, name: 'TypeError' } })
  })

  it('are told which parameter is wrong, and why, in few words', async () => {
    const of = async (params: unknown) => {
      const answer = await ask(request({ method: 'data_query', params }))
      return (answer as { id: string; error: { message: string } }).error.message
    }
    expect(await of(undefined)).toMatch(/^params: /)
    expect(await of({ type: 'Contact' })).toMatch(/^params\.fields: /)
    expect(await of({ type: 'Contact', fields: ['name', 7] })).toMatch(/^params\.fields\.1: .*string/)
    expect((await of({ type: 'Contact', fields: [{ ['x'.repeat(999)]: 1 }] })).length).toBeLessThanOrEqual(200)
  })

  it('reach the agent with their params as they were read', async () => {
    await ask(request({ method: 'data_query', params: { type: 'Contact', fields: ['name'], more: 1 } }))
    const params = { type: 'Contact', fields: ['name'], limit: 100 }
    expect(request_).toHaveBeenCalledWith(caller, { hearth: 1, id: 'a', method: 'data_query', params })
  })

  it('say nothing of what went wrong inside', async () => {
    request_.mockRejectedValue(new Error('a secret'))
    expect(await ask(request())).toEqual({ id: 'a', error: expect.objectContaining({ name: 'OperationError' }) })
    request_.mockImplementation(() => {
      throw new Error('a secret')
    })
    expect(JSON.stringify(await ask(request()))).not.toContain('secret')
  })

  it('are refused beyond 50 at once, of one origin, until a second later', async () => {
    const names = async (count: number, sender = page) =>
      Promise.all(Array.from({ length: count }, () => ask(request(), sender).then((it) => 'result' in (it as object))))
    expect((await names(60)).filter(Boolean)).toHaveLength(50)
    expect(await ask(request())).toMatchObject({ id: null, error: { code: -32005, name: 'QuotaExceededError' } })
    expect(await names(1, { ...page, origin: 'https://b.example', url: 'https://b.example/' })).toEqual([true])
    now += 1_000
    expect((await names(60)).filter(Boolean)).toHaveLength(20)
  })
})

describe('ports', () => {
  const connect = async (sender: unknown = page, name = 'hearth/1') => {
    const [near, far] = pagePort(name, sender)
    const heard: unknown[] = []
    near.onMessage.addListener((message: never) => void heard.push(message))
    const { id } = sender as { id?: string }
    ;(id === undefined ? fake.runtime.onConnectExternal : fake.runtime.onConnect).tell(far)
    await settle()
    return { near, heard }
  }

  it('bring events until they are closed', async () => {
    const ended = vi.fn()
    let tell: ((event: PageEvent) => void) | undefined
    listen.mockImplementation((_, to) => {
      tell = to
      return ended
    })
    const { near, heard } = await connect()
    expect(listen).toHaveBeenCalledWith(caller, expect.any(Function))
    tell?.({ event: 'disconnect', data: null })
    await settle()
    expect(heard).toEqual([{ event: 'disconnect', data: null }])
    near.disconnect()
    await settle()
    expect(ended).toHaveBeenCalledOnce()
    expect(() => tell?.({ event: 'disconnect', data: null })).not.toThrow()
  })

  it('are closed under another name, for nobody, and when they are too many', async () => {
    expect((await connect(page, 'hearth/2')).near.open).toBe(false)
    expect((await connect({ ...page, frameId: 1 })).near.open).toBe(false)
    expect(listen).not.toHaveBeenCalled()
    const all = []
    for (let n = 0; n < 9; n++) all.push((await connect()).near.open)
    expect(all).toEqual([...Array(8).fill(true), false])
    expect((await connect({ ...page, documentId: 'd2' })).near.open).toBe(true)
  })

  it('end when their site is not enabled any more', async () => {
    granted.add('https://shop.example/*')
    const ended = vi.fn()
    listen.mockReturnValue(ended)
    const [enabled, plain] = [await connect(beside), await connect()]
    await fake.permissions.remove({ origins: ['https://shop.example/*'] })
    await settle()
    expect([enabled.near.open, plain.near.open]).toEqual([false, true])
    expect(ended).toHaveBeenCalledOnce()
  })

  it('that closed before it was clear whose they are are nobody’s', async () => {
    granted.add('https://shop.example/*')
    const [near, far] = pagePort('hearth/1', beside)
    fake.runtime.onConnect.tell(far)
    near.disconnect()
    await settle()
    expect(listen).not.toHaveBeenCalled()
  })
})
