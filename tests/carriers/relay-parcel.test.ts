import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_FRAME } from '../../lib/carriers/carrier'
import {
  BUCKETS,
  type Item,
  itemsOf,
  MAX_ITEMS,
  MAX_PARTS,
  openParcel,
  parcelId,
  ROOM,
  sealParcel,
} from '../../lib/carriers/relay-parcel'
import { assembler } from '../../lib/carriers/relay-parts'
import { reasonOf } from '../../lib/contract/errors'
import { concat, encodeText, fromBase64, toBase64, Writer } from '../../lib/contract/wire'
import { seal } from '../../lib/crypto/aead'
import { random } from '../../lib/crypto/random'
import { topicBetween } from './relays/people'

const topic = topicBetween('alice', 'bob', 20_000)
const sealed = (frame: Uint8Array): string[] =>
  itemsOf(frame, random(8)).map((item) => sealParcel(topic, [item], random(24)))
/** What only somebody with the key could write, and would not. */
const sealedRaw = (body: Uint8Array): string => {
  const nonce = random(24)
  const padded = new Uint8Array(BUCKETS[0] - 40)
  padded.set(body)
  return toBase64(concat(nonce, seal(topic.key, nonce, padded, encodeText(topic.name))))
}
const reason = (content: string, at = topic): string => {
  try {
    openParcel(at, content)
    return 'opened'
  } catch (error) {
    return reasonOf(error)
  }
}

describe('a parcel', () => {
  it('shows one of four sizes, whatever is inside', () => {
    for (const length of [1, 900, 981, 982, 4_053, 4_054, 16_341, 16_342, ROOM - 3]) {
      const [content = '', ...more] = sealed(new Uint8Array(length))
      expect(more).toEqual([])
      expect(BUCKETS).toContain(fromBase64(content).length)
      expect(openParcel(topic, content)).toEqual([{ kind: 'whole', frame: new Uint8Array(length) }])
    }
  })

  it('holds several frames', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 600 }), { minLength: 1, maxLength: 50 }), (all) => {
        const items = all.flatMap((frame) => itemsOf(frame, random(8)))
        const opened = openParcel(topic, sealParcel(topic, items, random(24)))
        expect(opened).toEqual(all.map((frame) => ({ kind: 'whole', frame })))
      }),
      { numRuns: 30 },
    )
    expect(() => sealParcel(topic, [new Uint8Array(ROOM + 1)], random(24))).toThrow('more than a parcel holds')
  })

  it('opens under its own topic only, and unaltered', () => {
    const [content = ''] = sealed(Uint8Array.of(1, 2, 3))
    for (const other of [topicBetween('alice', 'bob', 20_001), topicBetween('bob', 'alice', 20_000)])
      expect(reason(content, other)).toBe('damaged')
    expect(reason(content, { ...topic, name: '0'.repeat(64) })).toBe('damaged')
    const bytes = fromBase64(content)
    for (const at of [0, 23, 24, 500, bytes.length - 1]) {
      const turned = Uint8Array.from(bytes)
      turned[at] = (turned[at] ?? 0) ^ 1
      expect(reason(toBase64(turned))).toBe('damaged')
    }
    expect(['', 'no base64 at all!', content.slice(4)].map((text) => reason(text))).toEqual(Array(3).fill('damaged'))
    expect(parcelId(content)).toHaveLength(32)
    expect(['', content.slice(4), `${content}AAAA`].map(parcelId)).toEqual([null, null, null])
  })

  it.each([
    ['an unknown item', Uint8Array.of(3, 0, 1, 1)],
    [
      'more items than anybody packs',
      concat(...Array.from({ length: MAX_ITEMS + 1 }, () => Uint8Array.of(1, 0, 1, 16))),
    ],
    ['an empty frame', Uint8Array.of(1, 0, 0)],
    ['a frame beyond its end', Uint8Array.of(1, 255, 255)],
    ['something behind its end', Uint8Array.of(1, 0, 1, 9, 0, 7)],
    ['the only part', part(0, 1, 10)],
    ['a part of too many', part(0, MAX_PARTS + 1, 10)],
    ['a part behind the last', part(2, 2, 10)],
    ['a part that is not full', part(0, 2, 10)],
  ])('with %s is damaged', (_, body) => {
    expect(reason(sealedRaw(body))).toBe('damaged')
  })
})

function part(index: number, count: number, length: number): Uint8Array {
  return new Writer().u8(2).bytes(random(8)).u8(index).u8(count).long(new Uint8Array(length).fill(1)).done()
}

describe('parts', () => {
  const partsOf = (frame: Uint8Array): Item[] => sealed(frame).flatMap((content) => openParcel(topic, content))

  it('make the frame again, in any order and repeated', () => {
    for (const length of [ROOM - 2, 70_000, MAX_FRAME]) {
      const frame = Uint8Array.from({ length }, (_, index) => (index * 7) & 255)
      const parts = partsOf(frame).reverse()
      expect(parts.length).toBe(length === MAX_FRAME ? MAX_PARTS : Math.ceil(length / (ROOM - 13)))
      const assemble = assembler()
      const got = [...parts.slice(0, -1), ...parts].flatMap((item) => assemble(topic.name, 'alice', item) ?? [])
      expect(got.map(({ length: of }) => of)).toEqual([length])
      expect(got[0]?.every((byte, index) => byte === frame[index])).toBe(true)
    }
  })

  it('of different topics do not mix, nor those that disagree about their number', () => {
    const [first, second, third] = partsOf(new Uint8Array(70_000)) as [Item, Item, Item]
    const assemble = assembler()
    expect([assemble('a', 'alice', first), assemble('b', 'alice', second), assemble('b', 'alice', third)]).toEqual([
      null,
      null,
      null,
    ])
    expect(assemble('a', 'alice', { ...second, count: 2 } as Item)).toBeNull()
    expect([assemble('a', 'alice', second), assemble('a', 'alice', third)].map((frame) => frame?.length)).toEqual([
      undefined,
      70_000,
    ])
  })

  it('that never come keep no room from others, and each topic has its own', () => {
    const assemble = assembler()
    const kept = partsOf(new Uint8Array(40_000)) as [Item, Item]
    expect(assemble('quiet', 'alice', kept[0])).toBeNull()
    for (let i = 0; i < 100; i++) assemble('busy', 'alice', partsOf(new Uint8Array(40_000))[0] as Item)
    expect(assemble('quiet', 'alice', kept[1])?.length).toBe(40_000)
    const later = partsOf(new Uint8Array(40_000)) as [Item, Item]
    expect([assemble('busy', 'alice', later[0]), assemble('busy', 'alice', later[1])?.length]).toEqual([null, 40_000])
  })

  it('that one leaves under many topics keep no room from others', () => {
    const assemble = assembler()
    const kept = partsOf(new Uint8Array(40_000)) as [Item, Item]
    expect(assemble('quiet', 'alice', kept[0])).toBeNull()
    for (let i = 0; i < 100; i++) assemble(`${i % 10}`, 'mallory', partsOf(new Uint8Array(40_000))[0] as Item)
    expect(assemble('quiet', 'alice', kept[1])?.length).toBe(40_000)
    const later = partsOf(new Uint8Array(40_000)) as [Item, Item]
    expect([assemble('0', 'mallory', later[0]), assemble('0', 'mallory', later[1])?.length]).toEqual([null, 40_000])
  })
})
