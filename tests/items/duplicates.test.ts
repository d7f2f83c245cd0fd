import { describe, expect, it } from 'vitest'
import type { ItemId } from '../../lib/contract/ids'
import type { Draft } from '../../lib/contract/item'
import { findDuplicates } from '../../lib/items/duplicates'
import { entriesOf, idOf } from './entries'

const person = (fields: { name?: string; email?: string[]; telephone?: string[] }): Draft => ({
  type: 'Contact',
  fields: {
    ...(fields.name !== undefined && { name: fields.name }),
    ...(fields.email && { email: fields.email.map((value) => ({ value })) }),
    ...(fields.telephone && { telephone: fields.telephone.map((value) => ({ value })) }),
  },
  tags: [],
})
const found = async (drafts: readonly Draft[], apart: (a: ItemId, b: ItemId) => boolean = () => false) =>
  (await findDuplicates(entriesOf(drafts), apart)).map(({ ids, because }) => [
    because,
    ...ids.map((id) => Number.parseInt(id, 16)).sort((a, b) => a - b),
  ])
const apart =
  (...pairs: [number, number][]) =>
  (a: ItemId, b: ItemId) =>
    pairs.some(([one, other]) => [a, b].includes(idOf(one)) && [a, b].includes(idOf(other)))

describe('contacts that may be one person', () => {
  it.each([
    ['nobody', [], []],
    ['one', [person({ name: 'Ada Byron', email: ['a@x.org'] })], []],
    [
      'the same address',
      [person({ email: ['Ada@X.org'] }), person({ email: ['b@x', ' ada@x.ORG '] })],
      [['email', 0, 1]],
    ],
    ['no address at all', [person({ email: ['n/a'] }), person({ email: ['n/a'] })], []],
    [
      'numbers as people write them',
      [
        '0151 1234567',
        '+49 (0)151-123 45 67',
        '0049 151 1234567',
        '٠١٥١ ١٢٣٤٥٦٧',
        '+491511234567;ext=3',
        '0151/1234567 x12',
      ].map((text) => person({ telephone: [text] })),
      [['telephone', 0, 1, 2, 3, 4, 5]],
    ],
    ['short numbers', [person({ telephone: ['110'] }), person({ telephone: ['110'] })], []],
    [
      'the name in either order',
      [person({ name: 'Müller, Anna' }), person({ name: 'anna  muller' })],
      [['name', 0, 1]],
    ],
    ['one word is nobody’s whole name', [person({ name: 'Anna' }), person({ name: 'Anna' })], []],
    [
      'a chain',
      [
        person({ name: 'A B', email: ['a@x'] }),
        person({ email: ['a@x'], telephone: ['1234567'] }),
        person({ telephone: ['123 45 67'] }),
      ],
      [['email', 0, 1, 2]],
    ],
    [
      'a person and a note',
      [person({ name: 'A B' }), { type: 'Note', fields: { name: 'A B' }, tags: [] } as Draft],
      [],
    ],
  ])('%s', async (_, drafts, groups) => {
    expect(await found(drafts)).toEqual(groups)
  })

  it('does not suggest again what was called different, also not through a third', async () => {
    const three = [0, 1, 2].map(() => person({ name: 'Anna Muller', email: ['info@x.org'] }))
    expect(await found(three.slice(0, 2), apart([0, 1]))).toEqual([])
    expect(await found(three, apart([0, 1]))).toEqual([['email', 0, 2]])
    expect(await found(three, apart([0, 1], [0, 2]))).toEqual([['email', 1, 2]])
  })

  it('are no crowd: forty are a person, a hundred a switchboard', async () => {
    const many = (n: number) => Array.from({ length: n }, () => person({ email: ['info@x.org'] }))
    expect((await found(many(40)))[0]).toHaveLength(41)
    expect(await found(many(100))).toEqual([])
  })

  it('come to an end for 100,000 that all share, and for a chain of thousands', async () => {
    expect(await found(Array.from({ length: 100_000 }, () => person({ name: 'A B', email: ['info@x.org'] })))).toEqual(
      [],
    )
    const chain = Array.from({ length: 5_000 }, (_, n) => person({ email: [`${n}@x`, `${n + 1}@x`] }))
    const groups = await found(chain)
    expect(Math.max(...groups.map(({ length }) => length))).toBeLessThanOrEqual(51)
    expect(groups.length).toBeLessThanOrEqual(500)
  })
})
