import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeText } from '../../lib/contract/wire'
import { openEnvelope, sealEnvelope, tagMatches } from '../../lib/conversation/envelope'
import type { Session } from '../../lib/conversation/session'
import { thrown } from '../crypto/thrown'
import { flipped, NOW, pair } from './people'

type Side = 'alice' | 'bob'

interface OnTheWay {
  frame: Uint8Array
  text: string
  from: Side
}

const side = fc.constantFrom<Side>('alice', 'bob')
const which = fc.nat()

/** What may happen next to two people, their browsers and what carries their frames. */
const happening = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('send' as const), by: side }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('arrive' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crashed sending' as const), by: side }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crashed opening' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('came back' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('was altered' as const), which, at: fc.nat() }) },
)

type Happening = typeof happening extends fc.Arbitrary<infer Event> ? Event : never

const other = (of: Side): Side => (of === 'alice' ? 'bob' : 'alice')

/** Two sessions as they are on disk, and all frames that ever left, in no order. */
const world = () => {
  const saved: Record<Side, Session> = pair()
  const frames: OnTheWay[] = []
  const opened = new Set<OnTheWay>()
  const heard: Record<Side, boolean> = { alice: true, bob: false }
  let written = 0

  const seal = (by: Side) => {
    const text = `message ${written++}`
    return { text, ...sealEnvelope([saved[by]], encodeText(text), NOW) }
  }
  const pick = (index: number): OnTheWay | undefined => frames[index % Math.max(1, frames.length)]

  /** Opens at the receiver; what fails must leave the state as it was. */
  const open = (message: OnTheWay, frame = message.frame): Session | null => {
    const to = other(message.from)
    const before = structuredClone(saved[to])
    let next: Session | null = null
    const expected = opened.has(message) ? 'already-opened' : null
    if (frame === message.frame && !expected) {
      const result = openEnvelope(saved[to], frame, NOW)
      expect(result.plaintext).toEqual(encodeText(message.text))
      next = result.session
    } else {
      const reasons = ['damaged', 'for-somebody-else', 'newer-version', 'already-opened']
      expect(thrown(() => openEnvelope(saved[to], frame, NOW))).toMatchObject({
        reason: expect.toBeOneOf(frame === message.frame ? [expected] : reasons),
      })
    }
    expect(saved[to]).toEqual(before)
    return next
  }

  const happen = (event: Happening): void => {
    if (event.kind === 'send' || event.kind === 'crashed sending') {
      if (!heard[event.by]) {
        expect(thrown(() => seal(event.by))).toMatchObject({ reason: 'not-connected-yet' })
        return
      }
      const { text, frame, sessions } = seal(event.by)
      // The state is durable before any byte leaves: a crash in between takes both away.
      if (event.kind === 'crashed sending') return
      saved[event.by] = sessions[0] as Session
      frames.push({ frame, text, from: event.by })
      return
    }
    const message = pick(event.which)
    if (!message) return
    const to = other(message.from)
    if (event.kind === 'drop') frames.splice(frames.indexOf(message), 1)
    if (event.kind === 'came back') expect(tagMatches(saved[message.from], message.frame)).toBe(false)
    if (event.kind === 'was altered') open(message, flipped(message.frame, event.at % message.frame.length))
    if (event.kind === 'crashed opening') open(message)
    if (event.kind === 'arrive') {
      const next = open(message)
      if (!next) return
      saved[to] = next
      heard[to] = true
      opened.add(message)
    }
  }
  const arriveAll = (): void => {
    for (const index of [...frames.keys()].reverse()) happen({ kind: 'arrive', which: index })
  }
  return { happen, arriveAll }
}

describe('a session', () => {
  it('opens every message that arrives, once, whatever is lost, repeated, reordered, altered or cut off by a crash', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 48 }), (events) => {
        const { happen, arriveAll } = world()
        for (const event of events) happen(event)
        arriveAll()
        arriveAll()
      }),
      { numRuns: 60 },
    )
  })
})
