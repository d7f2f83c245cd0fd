import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { connectAgent } from '../../lib/client/index'

const ID = 'abcdefghijklmnopabcdefghijklmnop'
const info = { id: 'x', result: { name: 'Hearth' } }
let page: EventTarget

/** `chrome.runtime` as pages have it: `answer` is undefined where there is no such extension. */
const runtime = (answer: (message: { method: string }) => Promise<unknown>) => {
  const sendMessage = vi.fn((_: string, message: { method: string }, respond: (answer: unknown) => void) => {
    void answer(message).then((it) => {
      chrome.runtime.lastError = it === undefined ? new Error('Receiving end does not exist.') : undefined
      respond(it)
    })
  })
  const connect = () => ({ onMessage: { addListener() {} }, onDisconnect: { addListener() {} }, disconnect() {} })
  const chrome = { runtime: { sendMessage, connect, lastError: undefined as Error | undefined } }
  vi.stubGlobal('chrome', chrome)
  return sendMessage
}
const announce = (request: () => Promise<unknown>) =>
  page.addEventListener('hearth:requestProvider', () => {
    const detail = { info: {}, provider: { request, on() {}, off() {} } }
    page.dispatchEvent(new CustomEvent('hearth:announceProvider', { detail }))
  })

beforeEach(() => {
  vi.useFakeTimers()
  page = new EventTarget()
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const)
    vi.stubGlobal(name, page[name].bind(page))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('finds the extension of that id', async () => {
  const send = runtime(async () => info)
  const agent = await connectAgent({ id: ID })
  expect(await agent.request({ method: 'agent_getInfo' })).toEqual({ name: 'Hearth' })
  expect(send.mock.calls.map(([id]) => id)).toEqual([ID, ID])
})

it.each([
  ['no extension can be reached', () => undefined],
  ['there is no such extension', () => runtime(async () => undefined)],
])('takes the provider that is announced where %s', async (_, prepare) => {
  prepare()
  announce(async () => 'announced')
  const agent = await connectAgent({ id: ID })
  expect(await agent.request({ method: 'agent_getInfo' })).toBe('announced')
})

it('waits for one that is announced later, and no longer than it was told', async () => {
  const begun = Date.now()
  const late = connectAgent({ id: ID })
  await vi.advanceTimersByTimeAsync(900)
  announce(async () => 'late')
  page.dispatchEvent(new Event('hearth:requestProvider'))
  expect(await (await late).request({ method: 'agent_getInfo' })).toBe('late')

  page = new EventTarget()
  const nobody = connectAgent({ id: ID }).catch((error: unknown) => ({ error, after: Date.now() - begun }))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await nobody).toMatchObject({ error: { name: 'NotFoundError', code: 8 }, after: 1_900 })
})

it('is not misled by what others announce', async () => {
  const nobody = connectAgent({ id: ID }).catch(({ name }) => name)
  for (const detail of [null, 'x', {}]) page.dispatchEvent(new CustomEvent('hearth:announceProvider', { detail }))
  await vi.runAllTimersAsync()
  expect(await nobody).toBe('NotFoundError')
})

it('waits for a worker that starts slowly', async () => {
  runtime(() => new Promise((resolve) => setTimeout(resolve, 4_000, info)))
  const agent = connectAgent({ id: ID })
  await vi.advanceTimersByTimeAsync(4_000)
  expect(await agent).toHaveProperty('request')
})

it('says why where the page may not ask, and connects where it asks too often', async () => {
  const refuse = (name: string) => runtime(async () => ({ id: null, error: { name, code: 1, message: name } }))
  refuse('SecurityError')
  await expect(connectAgent({ id: ID })).rejects.toMatchObject({ name: 'SecurityError' })
  refuse('QuotaExceededError')
  expect(await connectAgent({ id: ID })).toHaveProperty('request')
})

it('asks nothing before the page is shown', async () => {
  const send = runtime(async () => info)
  const shown = Object.assign(new EventTarget(), { prerendering: true })
  vi.stubGlobal('document', shown)
  const agent = connectAgent({ id: ID })
  await vi.runAllTimersAsync()
  expect(send).not.toHaveBeenCalled()
  shown.dispatchEvent(new Event('prerenderingchange'))
  expect(await agent).toHaveProperty('request')
})
