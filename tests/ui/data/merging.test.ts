import { describe, expect, it } from 'vitest'
import type { ChangeId, ItemId } from '../../../lib/contract/ids'
import type { Fields, Item, Labelled } from '../../../lib/contract/item'
import { firstChoices, gather, mainOf, mergedDraft, sharedWords } from '../../../lib/ui/data/merge/merging'

let made = 0
const person = (fields: Fields, part: Partial<Item> = {}): Item => ({
  ...{
    id: `${++made}`.padStart(32, '0') as ItemId,
    type: 'Contact',
    fields,
    tags: [],
    createdAt: made,
    updatedAt: made,
  },
  ...{ rev: 1, change: '' as ChangeId },
  ...part,
})
const list = (...values: string[]): Labelled[] => values.map((value) => ({ value }))
const merged = (items: readonly Item[], choices = {}) => {
  const main = mainOf(items) as Item
  const gathered = gather(items, main)
  return mergedDraft(items, main, gathered, { ...firstChoices(gathered), ...choices })
}

describe('contacts that become one', () => {
  it('go into the one that a file brought, then the fullest, then the oldest', () => {
    const [plain, full, brought] = [
      person({ name: 'A' }),
      person({ name: 'A', email: list('a@x') }),
      person({}, { original: { format: 'vcard', text: 'BEGIN:VCARD' } }),
    ]
    expect(mainOf([plain, full, brought])).toBe(brought)
    expect(mainOf([plain, full])).toBe(full)
    expect(mainOf([person({}, { createdAt: 9e9 }), plain].map((each) => ({ ...each, fields: {} })))?.id).toBe(plain.id)
    expect(mainOf([])).toBeUndefined()
  })

  it('keep all that each says, each once', () => {
    const a = person({ name: 'Anna', email: [{ value: 'Anna@X.org' }], description: 'one' }, { tags: ['friends', 'x'] })
    const b = person(
      {
        name: 'Anna M.',
        email: [{ value: 'anna@x.org ', label: 'home' }, { value: 'b@x' }],
        description: 'two',
        jobTitle: 'y',
      },
      { tags: ['x', 'work'] },
    )
    expect(merged([a, b])).toEqual({
      type: 'Contact',
      fields: {
        name: 'Anna M.',
        email: [{ value: 'anna@x.org ', label: 'home' }, { value: 'b@x' }],
        description: 'two\n\none',
        jobTitle: 'y',
      },
      tags: ['x', 'work', 'friends'],
    })
  })

  it('take what was chosen', () => {
    const [a, b] = [
      person({ name: 'A', email: list('a@x'), url: list('u') }),
      person({ name: 'B', email: list('b@x') }),
    ]
    expect(merged([a, b], { name: 1, email: 1 }).fields).toEqual({ name: 'B', email: list('b@x'), url: list('u') })
    // A choice that is not there any more leaves nothing behind that nobody chose.
    expect(merged([a, b], { name: 7 }).fields).not.toHaveProperty('name')
  })

  it.each([
    [['+49 151 1234567', '0151 1234567'], ['+49 151 1234567']],
    [['0151/123 45 67', '0049 (0)151 1234567'], ['0049 (0)151 1234567']],
    [
      ['+49 151 1234567', '+43 151 1234567'],
      ['+49 151 1234567', '+43 151 1234567'],
    ],
    [
      ['0151 1234567', '0152 1234567'],
      ['0151 1234567', '0152 1234567'],
    ],
    [
      ['0151 1234567', '0151 1234567;ext=3'],
      ['0151 1234567', '0151 1234567;ext=3'],
    ],
    [['110', '110'], ['110']],
    [
      ['110', '112'],
      ['110', '112'],
    ],
    [
      ['call me', 'Call me'],
      ['call me', 'Call me'],
    ],
  ])('lose no number of %j', (numbers, left) => {
    const items = numbers.map((value) => person({ telephone: list(value) }))
    expect(merged(items).fields.telephone).toEqual(list(...left))
  })

  it('offer what differs, and who says it', () => {
    const items = [
      person({ name: 'A', telephone: list('1', '2') }),
      person({ name: ' A ', telephone: list('2', '1') }),
      person({ name: 'B' }),
    ]
    const [name, telephone] = gather(items, items[0] as Item)
    expect(name?.options.map(({ of }) => of.length)).toEqual([2, 1])
    expect(name?.both).toBeNull()
    expect(telephone?.options).toHaveLength(1)
    expect(sharedWords(items, 'telephone')).toEqual(['1', '2'])
    expect(sharedWords(items, 'nothing')).toEqual([])
  })

  it('take no harm from hostile names and long lists', () => {
    const many = (from: number) => Array.from({ length: 20_000 }, (_, n) => ({ value: `${from + n}@x.org` }))
    const items = [
      person({ email: many(0), constructor: 'x' } as Fields),
      person({ email: many(10_000), __proto__: { name: 'evil' } } as never),
    ]
    const { fields } = merged(items)
    expect(fields.email).toHaveLength(30_000)
    expect(Object.keys(fields)).toEqual(['email'])
  })
})
