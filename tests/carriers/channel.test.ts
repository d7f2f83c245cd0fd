import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { beat } from '../../lib/carriers/beat'
import { type Channel, channel } from '../../lib/carriers/channel'
import { signalPiece } from '../../lib/carriers/framing'

const pipe = () => {
  const state = {
    written: [] as Uint8Array[],
    held: 0,
    drain: (): void => undefined,
    buffered: () => state.held,
    write: (message: Uint8Array) => {
      state.written.push(message)
      // What stands behind something that is stuck is stuck too.
      if (state.held > 0) state.held += message.length
    },
    drained: () =>
      new Promise<void>((resolve) => {
        state.drain = () => {
          state.held = 0
          resolve()
        }
      }),
  }
  return state
}
const events = () => ({
  onFrame: vi.fn(),
  onBye: vi.fn(),
  onWeak: vi.fn(),
  onRecovered: vi.fn(),
  onLost: vi.fn(),
  onBroken: vi.fn(),
})
const message = (...content: number[]): ArrayBuffer => Uint8Array.from(content).buffer

let under: ReturnType<typeof pipe>
let told: ReturnType<typeof events>
let talk: Channel
beforeEach(() => {
  vi.useFakeTimers()
  under = pipe()
  told = events()
  talk = channel(under, told, beat())
  talk.start()
})
afterEach(() => {
  talk.end()
  vi.useRealTimers()
})
const pings = (): number => under.written.filter((m) => m[0] === 3).length

describe('heartbeat', () => {
  it('asks after 30 s of silence, doubts 3 s later, and gives up 12 s later', async () => {
    await vi.advanceTimersByTimeAsync(29_900)
    expect(pings()).toBe(0)
    await vi.advanceTimersByTimeAsync(200)
    expect(pings()).toBe(1)
    await vi.advanceTimersByTimeAsync(2_500)
    expect(told.onWeak).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(told.onWeak).toHaveBeenCalledOnce()
    expect(talk.weak()).toBe(true)
    await vi.advanceTimersByTimeAsync(8_000)
    expect(told.onLost).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(told.onLost).toHaveBeenCalledOnce()
    expect(pings()).toBe(1)
  })

  it('asks 4 s after a frame that nothing followed, however long it was silent before', async () => {
    await vi.advanceTimersByTimeAsync(20_000)
    await talk.send(Uint8Array.of(1))
    await vi.advanceTimersByTimeAsync(3_000)
    await talk.send(Uint8Array.of(2))
    expect(pings()).toBe(0)
    await vi.advanceTimersByTimeAsync(1_100)
    expect(pings()).toBe(1)
  })

  it('does not ask about a frame that was answered, nor about its answers', async () => {
    await talk.send(Uint8Array.of(1))
    talk.hear(message(0, 1))
    talk.hear(signalPiece('ping').buffer)
    await vi.advanceTimersByTimeAsync(29_000)
    expect(pings()).toBe(0)
  })

  it('goes on for ever with an answer', async () => {
    for (let i = 0; i < 20; i++) {
      await vi.advanceTimersByTimeAsync(31_000)
      talk.hear(signalPiece('pong').buffer)
    }
    expect(pings()).toBe(20)
    expect(told.onWeak).not.toHaveBeenCalled()
    expect(told.onLost).not.toHaveBeenCalled()
  })

  it('asks at once when in doubt, once, and tells what is sure already', async () => {
    talk.doubt(false)
    talk.doubt(false)
    expect(pings()).toBe(1)
    expect(told.onWeak).not.toHaveBeenCalled()
    talk.doubt(true)
    talk.doubt(true)
    expect(pings()).toBe(1)
    expect(told.onWeak).toHaveBeenCalledOnce()
  })

  it('is weak again only after it has recovered', async () => {
    talk.doubt(true)
    await vi.advanceTimersByTimeAsync(5_000)
    talk.doubt(true)
    expect(told.onWeak).toHaveBeenCalledOnce()
    talk.hear(signalPiece('pong').buffer)
    talk.hear(signalPiece('pong').buffer)
    expect(told.onRecovered).toHaveBeenCalledOnce()
    expect(talk.weak()).toBe(false)
    talk.doubt(true)
    expect(told.onWeak).toHaveBeenCalledTimes(2)
  })

  it('takes one timer for all channels, and none for none', () => {
    vi.clearAllTimers()
    const shared = beat()
    const before = vi.getTimerCount()
    const many = Array.from({ length: 32 }, () => channel(under, told, shared))
    for (const each of many) each.start()
    expect(vi.getTimerCount()).toBe(before + 1)
    for (const each of many) each.end()
    expect(vi.getTimerCount()).toBe(before)
  })

  it('doubts nothing before it began', () => {
    const early = channel(under, told, beat())
    early.doubt(true)
    expect([pings(), told.onWeak.mock.calls.length]).toEqual([0, 0])
  })

  it('takes progress for a sign of life, and none for none', async () => {
    await talk.send(new Uint8Array(1_000))
    under.held = 900
    for (let i = 0; i < 30; i++) {
      await vi.advanceTimersByTimeAsync(1_000)
      under.held -= 10
    }
    expect(told.onLost).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(18_000)
    expect(told.onLost).toHaveBeenCalledOnce()
  })

  it('answers, but not whoever asks faster than they listen', () => {
    talk.hear(signalPiece('ping').buffer)
    expect(under.written).toEqual([signalPiece('pong')])
    under.held = (1 << 20) + 1
    for (let i = 0; i < 30; i++) talk.hear(signalPiece('ping').buffer)
    expect(under.written).toHaveLength(1)
    expect(told.onBroken).not.toHaveBeenCalled()
  })
})

describe('sending', () => {
  it('pauses over 1 MiB, and keeps the order', async () => {
    under.held = (1 << 20) + 1
    const sent = [1, 2, 3].map((n) => talk.send(Uint8Array.of(n)))
    await vi.advanceTimersByTimeAsync(0)
    expect(under.written).toEqual([])
    under.drain()
    await Promise.all(sent)
    expect(under.written.map((m) => m[1])).toEqual([1, 2, 3])
  })

  it('sets no timer on the way', async () => {
    const timers = vi.getTimerCount()
    const sent = talk.send(Uint8Array.of(1))
    expect(vi.getTimerCount()).toBe(timers)
    await sent
    expect(under.written).toEqual([Uint8Array.of(0, 1)])
  })

  it('refuses what would wait in more than 32 MiB', async () => {
    under.held = (1 << 20) + 1
    const large = new Uint8Array(1 << 20)
    const sent = Array.from({ length: 33 }, () => talk.send(large))
    await expect(sent[32]).rejects.toMatchObject({ reason: 'unreachable' })
    talk.end()
    under.drain()
    for (const { status } of await Promise.allSettled(sent)) expect(status).toBe('rejected')
  })

  it('refuses what is too many to wait, however short', async () => {
    under.held = (1 << 20) + 1
    const sent = Array.from({ length: 40_000 }, () => talk.send(Uint8Array.of(1)))
    await expect(sent.at(-1)).rejects.toMatchObject({ reason: 'unreachable' })
    talk.end()
    under.drain()
    for (const { status } of await Promise.allSettled(sent)) expect(status).toBe('rejected')
  })

  it('ends with a goodbye behind everything queued, once', async () => {
    under.held = (1 << 20) + 1
    const sent = talk.send(Uint8Array.of(9))
    const gone = talk.bye()
    await expect(talk.send(Uint8Array.of(8))).rejects.toMatchObject({ reason: 'unreachable' })
    under.drain()
    await Promise.all([sent, gone, talk.bye()])
    expect(under.written).toEqual([Uint8Array.of(0, 9), signalPiece('bye')])
  })
})

describe('hearing', () => {
  it('tells frames and the goodbye', () => {
    talk.hear(message(0, 7))
    talk.hear(signalPiece('bye').buffer)
    expect(told.onFrame).toHaveBeenCalledExactlyOnceWith(Uint8Array.of(7))
    expect(told.onBye).toHaveBeenCalledOnce()
  })

  it('says once that the other side is broken, and then hears nothing', () => {
    for (const content of ['text', message(9), message(0, 7)]) talk.hear(content)
    expect(told.onBroken).toHaveBeenCalledOnce()
    expect(told.onFrame).not.toHaveBeenCalled()
  })

  it.each(['ping', 'pong'] as const)('hears no more of whoever says %s without end', async (signal) => {
    for (let i = 0; i < 1_000; i++) talk.hear(signalPiece(signal).buffer)
    expect(told.onBroken).toHaveBeenCalledOnce()
    expect(under.written.length).toBeLessThan(100)
  })

  it('hears as many signals as an uneasy path brings, and any number of frames', async () => {
    for (let second = 0; second < 600; second++) {
      for (let i = 0; i < 2; i++) talk.hear(signalPiece('ping').buffer)
      for (let i = 0; i < 100; i++) talk.hear(message(0, 7))
      await vi.advanceTimersByTimeAsync(1_000)
    }
    expect(told.onBroken).not.toHaveBeenCalled()
    expect(told.onFrame).toHaveBeenCalledTimes(60_000)
  })
})
