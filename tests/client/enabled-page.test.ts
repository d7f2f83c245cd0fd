import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { announce } from '../../lib/client/announce'
import { type BridgeRuntime, bridge } from '../../lib/client/bridge'
import type { Provider } from '../../lib/client/provider'
import type { PageRequest } from '../../lib/contract/page-api'

interface Announced {
  info: { uuid: string; name: string }
  provider: Provider
}

let page: EventTarget
let announced: Announced[]
let ports: MessagePort[]
const sendMessage = vi.fn<(message: unknown) => Promise<unknown>>()
let tell: ((message: unknown) => void) | undefined
const runtime: BridgeRuntime = {
  sendMessage: (message) => sendMessage(message),
  connect: () => ({
    onMessage: {
      addListener: (listener) => {
        tell = listener
      },
    },
    onDisconnect: { addListener: () => undefined },
    disconnect: () => undefined,
  }),
}

beforeEach(() => {
  page = new EventTarget()
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const)
    vi.stubGlobal(name, page[name].bind(page))
  announced = []
  ports = []
  tell = undefined
  page.addEventListener('hearth:announceProvider', (event) => announced.push((event as CustomEvent).detail))
  page.addEventListener('hearth:join', (event) => ports.push(...(event as MessageEvent).ports))
  sendMessage.mockReset().mockImplementation(async (message) => {
    const { id, method, params } = message as PageRequest
    return { id, result: { method, params } }
  })
})
afterEach(() => {
  for (const port of ports) port.close()
  vi.unstubAllGlobals()
})
const provider = (): Provider => {
  const [first] = announced
  if (!first) throw new Error('nothing was announced')
  return first.provider
}
const bothRun = () => {
  bridge(runtime)
  announce()
}

describe('on a page that is enabled', () => {
  it.each([
    ['the page’s side', () => [announce(), bridge(runtime)]],
    ['the other', () => [bridge(runtime), announce()]],
  ])('the two sides join at once, whichever comes first: %s', (_, run) => {
    run()
    expect(announced).toHaveLength(1)
    expect(announced[0]?.info).toMatchObject({ name: 'Hearth', uuid: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    expect(Object.isFrozen(announced[0]) && Object.isFrozen(announced[0]?.provider)).toBe(true)
  })

  it('the provider is announced again whenever somebody asks, the same each time', () => {
    bothRun()
    page.dispatchEvent(new Event('hearth:requestProvider'))
    expect(announced).toHaveLength(2)
    expect(announced[1]).toBe(announced[0])
  })

  it('nothing is announced where one side is missing', () => {
    announce()
    page.dispatchEvent(new Event('hearth:requestProvider'))
    expect(announced).toEqual([])
  })

  it('requests reach the agent, with nothing of the page but what it may say', async () => {
    bothRun()
    const params = { type: 'Contact', fields: ['name'] }
    const forged = { method: 'data_query', params, id: 'mine', origin: 'https://bank.example', hearth: 9, kind: 'on' }
    expect(await provider().request(forged)).toEqual({ method: 'data_query', params })
    expect(sendMessage).toHaveBeenCalledWith({ hearth: 1, id: 'mine', method: 'data_query', params })
  })

  it('refusals come as errors, and a signal ends the waiting', async () => {
    bothRun()
    sendMessage.mockResolvedValueOnce({
      id: 'a',
      error: { code: 4001, name: 'NotAllowedError', message: 'not allowed' },
    })
    const refused = await provider()
      .request({ method: 'data_pick' })
      .catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Error)
    expect(refused).toMatchObject({ code: 4001, name: 'NotAllowedError', message: 'not allowed' })
    sendMessage.mockReturnValueOnce(new Promise(() => undefined))
    const waiting = new AbortController()
    const asked = provider().request({ method: 'data_pick', signal: waiting.signal })
    waiting.abort(new Error('enough'))
    await expect(asked).rejects.toThrow('enough')
    for (const params of [1n, 'x'.repeat(1 << 20)])
      await expect(provider().request({ method: 'data_pick', params })).rejects.toMatchObject({ code: -32602 })
  })

  it('events come through, until nobody listens', async () => {
    bothRun()
    const heard = vi.fn()
    provider().on('connect', heard)
    await vi.waitFor(() => expect(tell).toBeDefined())
    tell?.({ event: 'connect', data: { did: 'x' } })
    await vi.waitFor(() => expect(heard).toHaveBeenCalledExactlyOnceWith({ did: 'x' }))
    provider().off('connect', heard)
    await provider().request({ method: 'agent_getInfo' })
    tell?.({ event: 'connect', data: { did: 'y' } })
    await provider().request({ method: 'agent_getInfo' })
    expect(heard).toHaveBeenCalledOnce()
  })

  it('a page that takes the port itself can only ask as itself', async () => {
    bridge(runtime)
    const [port] = ports
    for (const message of ['', 'null', '{', '[]', 7, { kind: 'ask' }, '{"kind":"ask"}', 'x'.repeat(2 << 20)])
      port?.postMessage(message)
    const answered = new Promise((resolve) => {
      if (port) port.onmessage = ({ data }) => JSON.parse(data).n === 2 && resolve(JSON.parse(data))
    })
    port?.postMessage(
      JSON.stringify({ kind: 'ask', n: 2, method: 'agent_getInfo', sender: { origin: 'https://b.example' } }),
    )
    expect(await answered).toMatchObject({ kind: 'answer', n: 2, result: { method: 'agent_getInfo' } })
    for (const [message] of sendMessage.mock.calls) expect(Object.keys(message as object)).not.toContain('sender')
  })
})
