import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createProvider } from '../../lib/client/provider'
import type { Wire } from '../../lib/client/wire'
import type { PageAnswer, PageRequest } from '../../lib/contract/page-api'

const query = { type: 'Contact', fields: ['name'] }

/** The agent's end of a wire: ports that it may lose, subscriptions that it names anew each time. */
const agent = () => {
  const asked: PageRequest[] = []
  const ports: { tell(message: unknown): void; lose(): void; closed: boolean }[] = []
  let names = 0
  let denied = false
  let held: Promise<void> | undefined
  const wire: Wire = {
    send: async (request): Promise<PageAnswer> => {
      asked.push(request)
      await held
      const { id, method } = request
      if (denied) return { id, error: { code: 4100, name: 'UnauthorizedError', message: 'no grant for this' } }
      return { id, result: method === 'data_subscribe' ? { subscription: `s${++names}` } : null }
    },
    listen: (hear, lost) => {
      const port = { tell: hear, lose: lost, closed: false }
      ports.push(port)
      return () => {
        port.closed = true
      }
    },
  }
  return {
    wire,
    asked,
    ports,
    deny: (on: boolean) => {
      denied = on
    },
    /** Answers nothing until the returned function is called. */
    hold: () => {
      let free: () => void = () => undefined
      held = new Promise((resolve) => {
        free = resolve
      })
      return free
    },
  }
}
const changed = (subscription: string) => ({
  event: 'dataChanged',
  data: { subscription, type: 'Contact', ids: ['i'] },
})

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('events', () => {
  it('reach whoever listens, until they do not', async () => {
    const { wire, ports } = agent()
    const provider = createProvider(wire)
    const [one, other] = [vi.fn(), vi.fn()]
    expect(ports).toHaveLength(0)
    provider.on('connect', one)
    provider.on('connect', other)
    provider.on('disconnect', other)
    expect(ports).toHaveLength(1)
    ports[0]?.tell({ event: 'connect', data: { did: 'x' } })
    provider.off('connect', one)
    ports[0]?.tell({ event: 'connect', data: { did: 'y' } })
    await vi.runAllTimersAsync()
    expect(one.mock.calls).toEqual([[{ did: 'x' }]])
    expect(other.mock.calls).toEqual([[{ did: 'x' }], [{ did: 'y' }]])
  })

  it('come again after the worker died, less and less often while nobody is there', async () => {
    const { wire, ports } = agent()
    const heard = vi.fn()
    createProvider(wire).on('connect', heard)
    for (let n = 0; n < 12; n++) {
      ports.at(-1)?.lose()
      await vi.runAllTimersAsync()
    }
    expect(ports).toHaveLength(13)
    const before = Date.now()
    ports.at(-1)?.lose()
    await vi.runAllTimersAsync()
    expect(Date.now() - before).toBe(10_000)
    ports.at(-1)?.tell({ event: 'connect', data: 1 })
    await vi.runAllTimersAsync()
    expect(heard).toHaveBeenCalledOnce()
  })

  it('do not keep a port alive that nobody needs', async () => {
    const { wire, ports } = agent()
    const provider = createProvider(wire)
    const listener = () => undefined
    provider.on('connect', listener)
    provider.off('connect', listener)
    expect(ports[0]?.closed).toBe(false)
    ports[0]?.lose()
    await vi.runAllTimersAsync()
    expect(ports).toHaveLength(1)
    provider.on('connect', listener)
    expect(ports).toHaveLength(2)
  })

  it('come again when the page is shown again that was put aside', () => {
    vi.stubGlobal('addEventListener', (name: string, listener: (event: unknown) => void) => {
      if (name === 'pageshow') shown = listener
    })
    let shown: (event: unknown) => void = () => undefined
    const { wire, ports } = agent()
    createProvider(wire).on('connect', () => undefined)
    shown({ persisted: false })
    expect(ports).toHaveLength(1)
    shown({ persisted: true })
    expect(ports.map(({ closed }) => closed)).toEqual([true, false])
  })

  it('survive an extension that is gone', async () => {
    const wire: Wire = {
      send: () => Promise.reject(),
      listen: vi.fn(() => {
        throw new Error('Extension context invalidated.')
      }),
    }
    createProvider(wire).on('connect', () => undefined)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(vi.mocked(wire.listen).mock.calls.length).toBeGreaterThan(1)
  })
})

it('has its port open while a request is under way: that is how the agent knows that the page is there', async () => {
  const { wire, ports, hold } = agent()
  const provider = createProvider(wire)
  const free = hold()
  const waiting = provider.request({ method: 'data_pick' })
  await vi.advanceTimersByTimeAsync(0)
  expect(ports).toHaveLength(1)
  ports[0]?.lose()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(ports).toHaveLength(2)
  free()
  await waiting
  ports[1]?.lose()
  await vi.runAllTimersAsync()
  expect(ports).toHaveLength(2)
})

it('asks with the id that the page chose', async () => {
  const { wire, asked } = agent()
  await createProvider(wire).request({ method: 'data_pick', id: 'mine', params: query })
  expect(asked).toEqual([{ hearth: 1, id: 'mine', method: 'data_pick', params: query }])
})

describe('subscriptions', () => {
  const subscribed = async () => {
    let focus: () => void = () => undefined
    vi.stubGlobal('addEventListener', (name: string, listener: () => void) => {
      if (name === 'focus') focus = listener
    })
    const there = agent()
    const provider = createProvider(there.wire)
    const heard = vi.fn()
    provider.on('dataChanged', heard)
    const { subscription } = (await provider.request({ method: 'data_subscribe', params: query })) as {
      subscription: string
    }
    /** The worker dies, and is there again after so long. */
    const die = async (gap = 0) => {
      there.ports.at(-1)?.lose()
      vi.setSystemTime(Date.now() + gap)
      await vi.runAllTimersAsync()
    }
    return { ...there, provider, heard, subscription, die, focus: () => focus() }
  }
  type Subscribed = Awaited<ReturnType<typeof subscribed>>

  it('keep their name when they are made again', async () => {
    const { ports, asked, heard, subscription, die } = await subscribed()
    expect(subscription).toBe('s1')
    await die()
    expect(asked.map(({ method, id }) => [method, id])).toEqual(Array(2).fill(['data_subscribe', asked[0]?.id]))
    ports[1]?.tell(changed('s2'))
    ports[1]?.tell(changed('s1'))
    await vi.runAllTimersAsync()
    expect(heard.mock.calls).toEqual([[{ subscription: 's1', type: 'Contact', ids: ['i'] }]])
  })

  it('tell to ask again where something may have been missed', async () => {
    const { heard, die } = await subscribed()
    await die(5_000)
    expect(heard.mock.calls).toEqual([[{ subscription: 's1', type: 'Contact', ids: [] }]])
  })

  it('end by the name that the page has, and are not made again', async () => {
    const { provider, asked, die, subscription } = await subscribed()
    await die()
    await provider.request({ method: 'data_unsubscribe', params: { subscription } })
    expect(asked.at(-1)?.params).toEqual({ subscription: 's2' })
    const before = asked.length
    await die()
    expect(asked).toHaveLength(before)
  })

  it.each([
    ['the person comes back to the page', (there: Subscribed) => there.focus()],
    [
      'something is granted',
      (there: Subscribed) => there.ports.at(-1)?.tell({ event: 'permissionsChanged', data: {} }),
    ],
  ])('that are refused (locked, or without a grant) are tried again when %s', async (_, happens) => {
    const there = await subscribed()
    there.deny(true)
    await there.die()
    expect(there.asked).toHaveLength(2)
    await vi.runAllTimersAsync()
    expect(there.asked).toHaveLength(2)
    there.deny(false)
    happens(there)
    await vi.runAllTimersAsync()
    expect(there.asked).toHaveLength(3)
    expect(there.heard.mock.calls).toEqual([[{ subscription: 's1', type: 'Contact', ids: [] }]])
    there.ports.at(-1)?.tell(changed('s2'))
    happens(there)
    await vi.runAllTimersAsync()
    expect(there.asked).toHaveLength(3)
    expect(there.heard).toHaveBeenLastCalledWith({ subscription: 's1', type: 'Contact', ids: ['i'] })
  })

  it('end by their name while they are refused', async () => {
    const { provider, asked, deny, die, focus, subscription } = await subscribed()
    deny(true)
    await die()
    deny(false)
    await provider.request({ method: 'data_unsubscribe', params: { subscription } })
    expect(asked.at(-1)?.params).toEqual({ subscription })
    const before = asked.length
    focus()
    await die()
    expect(asked).toHaveLength(before)
  })
})
