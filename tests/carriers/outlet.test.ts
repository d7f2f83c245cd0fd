import { expect, it } from 'vitest'
import { MAX_UNTAKEN, outlet } from '../../lib/carriers/outlet'
import type { LinkEvent } from '../../lib/contract/link-api'

const frame = (length = 1): LinkEvent => ({ kind: 'frame', peer: null, frame: new Uint8Array(length) })
const closed = { kind: 'closed', connection: 'k', peer: null, why: 'bye' } as LinkEvent
const MIB = 1 << 20

/** An outlet whose listener takes nothing until it is told to. */
const waiting = () => {
  const { tell, listen } = outlet()
  let take: () => void = () => undefined
  const taken = new Promise<void>((resolve) => {
    take = resolve
  })
  listen(() => taken)
  /** Tells so many, and how many of them found room. */
  const fill = (source: string, count: number, length = 1): number =>
    Array.from({ length: count }, () => tell(frame(length), source)).filter((told) => told).length
  return { tell, fill, take: () => take() }
}

it('keeps events in order until somebody listens', () => {
  const { tell, listen } = outlet()
  const events = [frame(1), closed, frame(2)]
  for (const event of events) tell(event, 'bob')
  const heard: LinkEvent[] = []
  const stop = listen((event) => void heard.push(event))
  expect(heard).toEqual(events)
  stop()
  tell(frame(3), 'bob')
  expect(heard).toHaveLength(3)
  listen((event) => void heard.push(event))
  expect(heard).toHaveLength(4)
})

it.each([
  ['frames', 1, MAX_UNTAKEN],
  ['bytes', MIB, 16],
])(
  'has room for so many %s of one that were not taken, for others, and for every other event',
  async (_, length, room) => {
    const { tell, fill, take } = waiting()
    expect(fill('mallory', room + 10, length)).toBe(room)
    expect(tell(closed, 'mallory')).toBe(true)
    expect(fill('bob', room + 10, length)).toBe(room)
    take()
    await expect.poll(() => fill('mallory', 1, length)).toBe(1)
  },
)

it.each([
  ['frames', 1, 4_096, 320],
  ['bytes', MIB, 64, 2],
])(
  'has room for a share of everybody, and no more, where too many %s of all were not taken',
  (_, length, room, share) => {
    const { fill } = waiting()
    const hostile = Array.from({ length: 8 }, (_, i) => `mallory ${i}`)
    for (const source of hostile) fill(source, MAX_UNTAKEN, length)
    expect(hostile.map((source) => fill(source, 1, length))).not.toContain(1)
    for (let i = 0; i < 32; i++) expect(fill(`friend ${i}`, room, length)).toBe(share)
  },
)

it('has room again although the listener throws', async () => {
  const { tell, listen } = outlet()
  listen(() => Promise.reject(new Error('full')))
  for (let i = 0; i < MAX_UNTAKEN; i++) tell(frame(), 'bob')
  await expect.poll(() => tell(frame(), 'bob')).toBe(true)
})
