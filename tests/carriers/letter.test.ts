import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  letterCarrier,
  MAX_LETTER,
  MAX_LETTER_FRAME,
  MAX_LETTER_FRAMES,
  readLetter,
  writeLetter,
} from '../../lib/carriers/letter'
import { reasonOf } from '../../lib/contract/errors'
import type { Peer } from '../../lib/contract/link-api'
import { carrierSuite } from './suite'

const peer = (contact: string, device = 'd'): Peer => ({ contact, device }) as Peer

carrierSuite('letter', async () => {
  const [alice, bob, carol] = [letterCarrier(), letterCarrier(), letterCarrier()]
  const [toBob, toCarol] = [peer('bob'), peer('carol')]
  return {
    ...{ alice, bob, carol, toBob, toCarol, largest: MAX_LETTER_FRAME },
    carry: async () => {
      for (const [to, reader] of [
        [toCarol, carol],
        [toBob, bob],
      ] as const) {
        const letter = alice.take(to.contact)
        if (letter) await reader.open(letter)
      }
    },
    garbage: async () => {
      const all = [
        new Uint8Array(0),
        Uint8Array.of(0x10, 1),
        new Uint8Array(MAX_LETTER + 1),
        Uint8Array.of(0x11, 1, 0, 0, 0, 1, 9),
      ]
      const opened = await Promise.allSettled(all.map((payload) => bob.open(payload)))
      return opened.filter(({ status }) => status === 'rejected').length === all.length ? all.length : 0
    },
    end: async () => undefined,
  }
})

const reason = (payload: Uint8Array): string => {
  try {
    readLetter(payload)
    return 'read'
  } catch (error) {
    return reasonOf(error)
  }
}

describe('a letter', () => {
  const frames = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), {
    minLength: 1,
    maxLength: MAX_LETTER_FRAMES,
  })

  it('comes back as it was', () => {
    fc.assert(
      fc.property(frames, (all) => {
        expect(readLetter(writeLetter(all))).toEqual(all)
      }),
    )
  })

  it('cut short anywhere, or with more behind it, is damaged', () => {
    const payload = writeLetter([Uint8Array.of(1, 2, 3), Uint8Array.of(4)])
    for (let end = 0; end < payload.length; end++) expect(reason(payload.slice(0, end))).toBe('damaged')
    expect(reason(Uint8Array.of(...payload, 0))).toBe('damaged')
  })

  it.each([
    ['no frames', [0x10, 0], 'damaged'],
    ['an empty frame', [0x10, 1, 0, 0, 0, 0], 'damaged'],
    ['a frame longer than the letter', [0x10, 1, 0xff, 0xff, 0xff, 0xff], 'damaged'],
    ['more frames than allowed', [0x10, 65, ...Array(65).fill([0, 0, 0, 1, 9]).flat()], 'damaged'],
    ['another kind', [0x11, 1, 0, 0, 0, 1, 9], 'damaged'],
    ['an older version than there ever was', [0x00, 1, 0, 0, 0, 1, 9], 'damaged'],
    ['a later version', [0x20, 1, 0, 0, 0, 1, 9], 'newer-version'],
  ])('with %s is refused', (_, payload, why) => {
    expect(reason(Uint8Array.from(payload))).toBe(why)
  })

  it('of any bytes reads strictly or fails with a reason', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (payload) => {
        expect(['read', 'damaged', 'newer-version']).toContain(reason(payload))
      }),
    )
  })

  it('holds 64 frames and 256 KiB', async () => {
    expect(() => writeLetter(Array(65).fill(Uint8Array.of(1)))).toThrow('frames of a letter')
    const carrier = letterCarrier()
    for (let i = 0; i < 64; i++) await carrier.send(peer('bob'), Uint8Array.of(i))
    await expect(carrier.send(peer('bob'), Uint8Array.of(64))).rejects.toMatchObject({ reason: 'unreachable' })
    await carrier.send(peer('carol'), new Uint8Array(200_000).fill(1))
    await expect(carrier.send(peer('carol'), new Uint8Array(70_000).fill(1))).rejects.toMatchObject({
      reason: 'unreachable',
    })
    expect(readLetter(carrier.take(peer('bob').contact) as Uint8Array)).toHaveLength(64)
    expect(carrier.take(peer('bob').contact)).toBeNull()
  })

  it('is for a contact, whichever device was named', async () => {
    const carrier = letterCarrier()
    await carrier.send(peer('bob', '1'), Uint8Array.of(1))
    await carrier.send(peer('bob', '2'), Uint8Array.of(2))
    expect(carrier.reach(peer('bob'))).toBe('by-hand')
    expect(readLetter(carrier.take(peer('bob').contact) as Uint8Array)).toEqual([Uint8Array.of(1), Uint8Array.of(2)])
  })
})
