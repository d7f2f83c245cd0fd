import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { requestOf, resultOf } from '../../lib/client/request'
import type { Wire } from '../../lib/client/wire'
import type { PageAnswer, PageRequest } from '../../lib/contract/page-api'

const send = vi.fn<Wire['send']>()
const wire: Wire = { send, listen: () => () => undefined }
const request = requestOf('agent_getInfo', undefined, 'me')
const answer: PageAnswer = { id: 'me', result: 1 }
const dead = () => Promise.reject(new Error('the channel died'))

beforeEach(() => {
  vi.useFakeTimers()
  send.mockReset()
})
afterEach(() => vi.useRealTimers())

it('is sent again as it is until it is answered', async () => {
  send.mockImplementationOnce(dead).mockImplementationOnce(dead).mockResolvedValueOnce(answer)
  const result = resultOf(wire, request)
  await vi.runAllTimersAsync()
  expect(await result).toBe(1)
  expect(send.mock.calls).toEqual([[request], [request], [request]])
})

it('gives up where nobody takes it, and never while somebody does', async () => {
  send.mockImplementation(dead)
  const never = resultOf(wire, request).catch((error: unknown) => error)
  await vi.runAllTimersAsync()
  expect(await never).toMatchObject({ code: 4900, name: 'DisconnectedError' })
  expect(await never).toBeInstanceOf(Error)
  expect(send).toHaveBeenCalledTimes(8)

  // A prompt that waits for half an hour, under a worker that is stopped every minute.
  let left = 30
  send
    .mockReset()
    .mockImplementation(
      () =>
        new Promise((resolve, reject) =>
          setTimeout(() => (left-- > 0 ? reject(new Error('stopped')) : resolve(answer)), 60_000),
        ),
    )
  const long = resultOf(wire, request)
  await vi.runAllTimersAsync()
  expect(await long).toBe(1)
})

it('rejects with what it was refused with, and asks no more', async () => {
  const error = { code: 4001, name: 'NotAllowedError', message: 'not allowed' }
  send.mockResolvedValue({ id: 'me', error })
  const refused = await resultOf(wire, request).catch((thrown: unknown) => thrown)
  expect(refused).toBeInstanceOf(Error)
  expect(refused).toMatchObject(error)
  expect(send).toHaveBeenCalledOnce()
})

it('ends with its signal, before it is sent, while it waits, and between two tries', async () => {
  const reason = new Error('enough')
  await expect(resultOf(wire, request, AbortSignal.abort(reason))).rejects.toBe(reason)
  expect(send).not.toHaveBeenCalled()

  const waiting = new AbortController()
  send.mockReturnValue(new Promise(() => undefined))
  const one = resultOf(wire, request, waiting.signal)
  waiting.abort(reason)
  await expect(one).rejects.toBe(reason)

  const between = new AbortController()
  send.mockReset().mockImplementation(dead)
  const two = resultOf(wire, request, between.signal)
  two.catch(() => undefined)
  await vi.advanceTimersByTimeAsync(10)
  between.abort(reason)
  await expect(two).rejects.toBe(reason)
  await vi.runAllTimersAsync()
  expect(send).toHaveBeenCalledOnce()
})

it('is a copy, with an id of its own', () => {
  const params = { fields: ['name'] }
  const [a, b] = [requestOf('data_query', params), requestOf('data_query', params)]
  params.fields.push('email')
  expect(a).toEqual({ hearth: 1, id: expect.any(String), method: 'data_query', params: { fields: ['name'] } })
  expect(a.id).not.toBe(b.id)
  expect(a.id.length).toBeLessThanOrEqual(64)
})

it.each([
  [
    'is no JSON',
    () => {
      const circle: { self?: unknown } = {}
      circle.self = circle
      return circle
    },
  ],
  ['is a big number', () => ({ n: 1n })],
  ['is too long', () => 'x'.repeat(1 << 20)],
])('is malformed where what it takes %s', (_, params) => {
  const failing = (): PageRequest => requestOf('data_put', params())
  expect(failing).toThrow(expect.objectContaining({ code: -32602, name: 'TypeError' }))
})
