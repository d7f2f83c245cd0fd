import { afterEach, describe, expect, it, vi } from 'vitest'
import { servePages } from '../../lib/rpc/serve-pages'
import { fake } from './fake-browser'

vi.mock('webextension-polyfill', async () => ({ default: (await import('./fake-browser')).fake }))

const info = { name: 'Hearth', version: '0', apiVersion: 1, features: [] }
const page = { origin: 'https://shop.example', frameId: 0, documentLifecycle: 'active' }
const request = (over: object = {}): object => ({ hearth: 1, id: 'a', method: 'agent_getInfo', ...over })

let stop: () => void = () => undefined
const ask = async (message: unknown, sender: object = page): Promise<unknown> =>
  fake.runtime.onMessageExternal.tell(message, sender)[0]
const serve = (agent_getInfo: (params: unknown, origin: string) => typeof info = () => info): void => {
  stop = servePages({ agent_getInfo })
}
afterEach(() => stop())

it('answers a page, and knows its origin from the browser', async () => {
  const called = vi.fn(() => info)
  serve(called)
  expect(await ask(request({ params: { origin: 'https://forged.example' } }))).toEqual({ id: 'a', result: info })
  expect(called).toHaveBeenCalledWith({ origin: 'https://forged.example' }, 'https://shop.example')
})

it.each(['http://localhost:8080', 'http://127.0.0.1', 'https://a.example:444'])('answers %s', async (origin) => {
  serve()
  expect(await ask(request(), { ...page, origin })).toHaveProperty('result')
})

it.each([
  ['http', { ...page, origin: 'http://shop.example' }],
  ['an opaque origin', { ...page, origin: 'null' }],
  ['a file', { ...page, origin: 'file://' }],
  ['no origin', { frameId: 0, documentLifecycle: 'active' }],
  ['a frame', { ...page, frameId: 3 }],
  ['no frame', { origin: page.origin, documentLifecycle: 'active' }],
  ['a page that is prerendered', { ...page, documentLifecycle: 'prerender' }],
  ['no lifecycle', { origin: page.origin, frameId: 0 }],
  ['a host that begins like localhost', { ...page, origin: 'http://localhost.evil.example' }],
  ['an origin with a path', { ...page, origin: 'https://shop.example/x' }],
])('refuses %s', async (_, sender) => {
  serve()
  expect(await ask(request(), sender)).toMatchObject({ id: null, error: { name: 'SecurityError' } })
})

it('does not answer other extensions at all', async () => {
  serve()
  expect(await ask(request(), { ...page, id: 'other' })).toBeUndefined()
})

describe('requests', () => {
  it.each(['data_query', 'toString', '__proto__', 'constructor'])('%s is not supported', async (method) => {
    serve()
    expect(await ask(request({ method }))).toMatchObject({ id: 'a', error: { code: 4200, name: 'NotSupportedError' } })
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
    ['an unknown field', request({ extra: 1 })],
    ['too many bytes', request({ params: 'x'.repeat(1 << 16) })],
  ])('%s is malformed', async (_, message) => {
    serve()
    expect(await ask(message)).toMatchObject({ id: null, error: { code: -32602, name: 'TypeError' } })
  })

  it('say nothing of what went wrong inside', async () => {
    serve(() => {
      throw new Error('a secret')
    })
    expect(JSON.stringify(await ask(request()))).not.toContain('secret')
  })
})
