import { describe, expect, it } from 'vitest'
import { MAX_TIME, readMessage, readSignal } from '../../lib/contract/message'
import { encodeText } from '../../lib/contract/wire'
import { thrown } from '../crypto/thrown'

const json = (value: unknown) => encodeText(JSON.stringify(value))
const message = (fields: object) =>
  json({ v: 1, id: '0f'.repeat(16), seq: 1, at: 1, acks: [], content: { kind: 'text', text: 'hi' }, ...fields })
const answer = (fields: object) => json({ v: 1, kind: 'answer', connection: '0f'.repeat(8), answer: 'AAAA', ...fields })

describe('the time of a message', () => {
  it('is one that every calendar shows', () => {
    expect(readMessage(message({ at: MAX_TIME })).at).toBe(MAX_TIME)
    expect(new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: 'UTC' }).format(MAX_TIME)).toBe('9999')
    for (const at of [MAX_TIME + 1, Number.MAX_SAFE_INTEGER, -1, 0.5, null, '1'])
      expect(thrown(() => readMessage(message({ at })))).toMatchObject({ reason: 'damaged' })
  })
})

describe('a signal', () => {
  it('is read in our version only', () => {
    expect(readSignal(answer({}))).toEqual({ kind: 'answer', connection: '0f'.repeat(8), answer: 'AAAA' })
    expect(thrown(() => readSignal(answer({ v: 2 })))).toMatchObject({ reason: 'newer-version' })
    for (const v of [0, '1', null, undefined])
      expect(thrown(() => readSignal(answer({ v })))).toMatchObject({ reason: 'damaged' })
  })

  it('of an unknown kind is nothing', () => {
    expect(readSignal(json({ v: 1, kind: 'typing' }))).toBeNull()
  })

  it.each([
    ['not json', encodeText('{')],
    ['a list', json([])],
    ['null', json(null)],
    ['no kind', json({ v: 1 })],
    ['a connection that is no id', answer({ connection: '../0f0f0f0f0f0f0f' })],
    ['not base64', answer({ answer: 'AAA' })],
    ['too long', answer({ answer: 'A'.repeat(1_372) })],
  ])('is refused: %s', (_, bytes) => {
    expect(thrown(() => readSignal(bytes))).toMatchObject({ reason: 'damaged' })
  })
})
