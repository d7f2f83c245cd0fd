import { beforeEach, describe, expect, it } from 'vitest'
import { encodeText } from '../../lib/contract/wire'
import { openLedger } from '../../lib/conversation/ledger'
import { acquainted, carry, contactAt, deviceOf, heard, NOW, type Side, say, sealRaw, sessionsAt, take } from './pair'

const DAY = 86_400_000
const TABLES = ['contacts', 'sessions', 'outbox', 'invitations', 'prekeys'] as const

/** One side with its disk as it is now, for later. */
const image = (of: Side) => {
  const rows = Object.fromEntries(TABLES.map((t) => [t, structuredClone([...of.ledger[t].values()])]))
  return async (): Promise<Side> => {
    const all = async (table: string) => structuredClone(rows[table]) as never
    const ledger = await openLedger({ all, newest: async () => [], write: async () => {} })
    const messages: Side['messages'] = []
    ledger.onCommit((commit) => messages.push(...commit.messages))
    return { ...of, ledger, messages }
  }
}
const waiting = (of: Side) =>
  [...of.ledger.outbox.values()].flatMap(({ content }) => (content.kind === 'text' ? [content.text] : []))
const both = async (alice: Side, bob: Side, now = NOW) => {
  for (let i = 0; i < 4; i++) {
    await carry(alice, bob, now)
    await carry(bob, alice, now)
  }
}

describe('a disk that was set back', () => {
  let [alice, bob]: [Side, Side] = [null as never, null as never]
  let setBack: () => Promise<Side>
  beforeEach(async () => {
    ;({ alice, bob } = await acquainted())
    await say(alice, 'one')
    await both(alice, bob)
    setBack = image(alice)
  })
  const more = async (texts: readonly string[], answer: boolean) => {
    for (const text of texts) {
      await say(alice, text)
      await carry(alice, bob)
      if (answer) await carry(bob, alice)
    }
  }
  const OLD = ['two', 'three', 'four', 'five']

  it('loses nothing of what is written then', async () => {
    await more(OLD, false)
    alice = await setBack()
    await say(alice, 'new two')
    await carry(alice, bob)
    await carry(bob, alice)
    expect(waiting(alice)).toEqual(['new two'])
    await say(alice, 'new three')
    await both(alice, bob)
    expect(waiting(alice)).toEqual([])
    expect(heard(bob)).toEqual(['one', ...OLD, 'new two', 'new three'])
    await say(bob, 'fine')
    await both(alice, bob)
    expect([heard(alice), waiting(bob)]).toEqual([['fine'], []])
  })

  it.each([1, 2, 4, 5, 6, 20])(
    'loses nothing of %i written where nothing of the other opens any more',
    async (count) => {
      await more(OLD, true)
      alice = await setBack()
      const texts = Array.from({ length: count }, (_, i) => `new ${i}`)
      await more(texts, true)
      // Nobody can know yet, and nobody says so.
      expect(waiting(alice)).toEqual(texts)
      await alice.ledger.change((draft) => {
        for (const entry of [...draft.outbox.values()])
          draft.outbox.put({ ...entry, sent: { carrier: 'relay', at: NOW } })
      })
      const later = NOW + 8 * DAY
      await say(alice, 'newest', later)
      await carry(alice, bob, later)
      await carry(bob, alice, later)
      const lost = [...texts, 'newest'].filter((text) => !heard(bob).includes(text) && !waiting(alice).includes(text))
      expect(lost).toEqual([])
      await both(alice, bob, later)
      expect(waiting(alice)).toEqual([])
      expect(heard(bob).toSorted()).toEqual(['one', ...OLD, ...texts, 'newest'].toSorted())
    },
  )

  describe('as a contact says who means ill', () => {
    const claim = async (seq: number, upTo: number, now = NOW) => {
      const acks = [{ device: deviceOf(alice), upTo, extra: [] }]
      const content = { kind: 'ack' }
      const id = seq.toString(16).padStart(32, '0')
      return take(
        alice,
        await sealRaw(bob, encodeText(JSON.stringify({ v: 1, id, seq: null, at: NOW, acks, content }))),
        now,
      )
    }

    it('costs no more than four times a day, and acknowledges nothing', async () => {
      await say(alice, 'mine')
      const sessions = new Set<string>()
      for (let i = 0; i < 20; i++) {
        await claim(i, contactAt(alice).nextSeq + 10)
        for (const { id } of sessionsAt(alice)) sessions.add(id)
      }
      expect(waiting(alice)).toEqual(['mine'])
      expect(sessions.size).toBeLessThanOrEqual(1 + 4)
      await claim(21, contactAt(alice).nextSeq + 10, NOW + DAY)
      expect(sessionsAt(alice).some(({ id }) => !sessions.has(id))).toBe(true)
    })

    it('leaves numbers for the rest of time', async () => {
      await say(alice, 'mine')
      const { nextSeq } = contactAt(alice)
      await claim(1, Number.MAX_SAFE_INTEGER)
      expect(contactAt(alice).nextSeq).toBe(nextSeq)
      expect(waiting(alice)).toEqual(['mine'])
    })
  })
})
