import { expect, it, vi } from 'vitest'
import { MAX_UNTAKEN, outlet } from '../../lib/carriers/outlet'
import type { LinkEvent } from '../../lib/contract/link-api'

const frame = (length = 1): LinkEvent => ({ kind: 'frame', peer: null, frame: new Uint8Array(length) })
const closed = { kind: 'closed', connection: 'k', peer: null, why: 'bye' } as LinkEvent

it('keeps events in order until somebody listens', () => {
  const { tell, listen } = outlet()
  const events = [frame(1), closed, frame(2)]
  for (const event of events) tell(event)
  const heard: LinkEvent[] = []
  const stop = listen((event) => void heard.push(event))
  expect(heard).toEqual(events)
  stop()
  tell(frame(3))
  expect(heard).toHaveLength(3)
  listen((event) => void heard.push(event))
  expect(heard).toHaveLength(4)
})

it.each([
  ['frames', () => frame(1), MAX_UNTAKEN],
  ['bytes', () => frame(1 << 20), 32],
])('has room for so many %s that were not taken, and for every other event', async (_, make, room) => {
  const { tell, listen } = outlet()
  let take: () => void = () => undefined
  const taken = new Promise<void>((resolve) => {
    take = resolve
  })
  listen(() => taken)
  for (let i = 0; i < room; i++) expect(tell(make())).toBe(true)
  expect(tell(make())).toBe(false)
  expect(tell(closed)).toBe(true)
  take()
  await vi.waitFor(() => expect(tell(make())).toBe(true))
})

it('has room again although the listener throws', async () => {
  const { tell, listen } = outlet()
  listen(() => Promise.reject(new Error('full')))
  for (let i = 0; i < MAX_UNTAKEN; i++) tell(frame())
  await vi.waitFor(() => expect(tell(frame())).toBe(true))
})
