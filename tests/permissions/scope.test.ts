import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HearthError } from '../../lib/contract/errors'
import type { FileId, ItemId } from '../../lib/contract/ids'
import type { Fields, Item } from '../../lib/contract/item'
import type { PartDecision } from '../../lib/contract/sites-api'
import { coverOf } from '../../lib/permissions/cover'
import { type AskedPart, durationsFor, give, giveTogether, matches, narrow } from '../../lib/permissions/scope'
import { everything, newId, only } from './disk'

const A = 'a'.repeat(32) as ItemId
const B = 'b'.repeat(32) as ItemId
const ELSEWHERE = 'c'.repeat(32) as ItemId
const BINNED = 'd'.repeat(32) as ItemId

type Held = Pick<Item, 'id' | 'type' | 'fields' | 'binnedAt'>
const item = (id: ItemId, fields: Fields, type = 'Contact'): Held => ({ id, type, fields })

const MARY = item(A, {
  name: 'Mary',
  email: [{ value: 'm@home.example', label: 'home' }, { value: 'm@work.example' }],
  birthDate: '1980-01-02',
  address: [{ value: { streetAddress: 'Street 1', postalCode: '12345' } }],
})
const BOB = item(B, { name: 'Bob' })
const HELD = new Map<string, Held>([
  [A, MARY],
  [B, BOB],
  [ELSEWHERE, item(ELSEWHERE, { name: 'A note' }, 'Note')],
  [BINNED, { ...item(BINNED, { name: 'Gone' }), binnedAt: 1 }],
])

const asked = (part: Partial<AskedPart> = {}): AskedPart => ({
  kind: 'read',
  type: 'Contact',
  fields: ['name', 'email', 'address'],
  item: (id) => HELD.get(id),
  ...part,
})
const yes = (decision: Omit<Extract<PartDecision, { allow: true }>, 'allow'>): PartDecision => ({
  allow: true,
  ...decision,
})
const whole = { name: true, email: true } as const

describe('a decision', () => {
  it('that denies gives nothing', () => {
    expect(narrow(asked(), { allow: false })).toBeNull()
  })

  it('gives what it names, in the order that was asked', () => {
    expect(narrow(asked(), yes({ fields: ['email', 'name'], records: { [A]: { email: true, name: true } } }))).toEqual({
      fields: ['name', 'email'],
      all: false,
      records: { [A]: { email: true, name: true } },
    })
  })

  it('of single items is of the fields that they have a rule for', () => {
    const scope = narrow(asked(), yes({ records: { [A]: { name: true }, [B]: {} } }))
    expect(scope).toEqual({ fields: ['name'], all: false, records: { [A]: { name: true } } })
  })

  it('takes values from the vault, whatever the order of their parts', () => {
    const address = { postalCode: '12345', streetAddress: 'Street 1' }
    const scope = narrow(asked(), yes({ records: { [A]: { address: { only: [address, address] } } } }))
    const rule = scope?.records[A]?.address
    expect(rule).toEqual({ only: [{ streetAddress: 'Street 1', postalCode: '12345' }] })
  })

  it('may give all, also what comes, where that was asked', () => {
    expect(narrow(asked({ standing: true }), yes({ all: true, fields: ['name'], records: { [A]: {} } }))).toEqual({
      fields: ['name'],
      all: true,
      records: { [A]: {} },
    })
  })

  it('about acting later is about all or about what the site makes', () => {
    const standing = asked({ kind: 'standing' })
    expect(narrow(standing, yes({ all: true, fields: ['name'] }))).toEqual(everything('name'))
    expect(narrow(standing, yes({}))).toEqual({ ...everything('name', 'email', 'address'), all: false })
    expect(narrow(standing, yes({ fields: [] }))?.fields).toEqual([])
  })

  const picking = asked({ pick: { multiple: false } })
  const hostile: [string, AskedPart, unknown][] = [
    ['is none', asked(), null],
    ['is a text', asked(), 'yes'],
    ['is almost one', asked(), { allow: 1 }],
    ['has more members', asked(), { allow: true, records: { [A]: whole }, scope: everything('birthDate') }],
    ['names a field that was not asked for', asked(), yes({ fields: ['birthDate'], records: { [A]: whole } })],
    ['has a rule for one', asked(), yes({ records: { [A]: { birthDate: true } } })],
    ['has a rule for one that it left out', asked(), yes({ fields: ['name'], records: { [A]: whole } })],
    ['names no field', asked(), yes({ fields: [], records: { [A]: {} } })],
    ['names an item of another type', asked(), yes({ records: { [ELSEWHERE]: { name: true } } })],
    ['names an item in the bin', asked(), yes({ records: { [BINNED]: { name: true } } })],
    ['names an item that is not there', asked(), yes({ records: { [newId<ItemId>()]: { name: true } } })],
    ['names what every object has', asked(), yes({ records: { toString: { name: true } } as never })],
    ['gives all where nobody asked', asked(), yes({ all: true })],
    ['gives all where one is picked', { ...picking, standing: true }, yes({ all: true })],
    ['picks two where one is picked', picking, yes({ records: { [A]: whole, [B]: whole } })],
    ['gives nothing', asked(), yes({})],
    ['gives nothing of anything', asked(), yes({ records: { [A]: {} } })],
    ['invents a value', asked(), yes({ records: { [A]: { email: { only: ['x@evil.example'] } } } })],
    ['chooses among one', asked(), yes({ records: { [A]: { name: { only: ['Mary'] } } } })],
    ['chooses none', asked(), yes({ records: { [A]: { email: { only: [] } } } })],
    ['puts blanks instead', asked(), yes({ records: { [A]: { name: { instead: '  ' } } } })],
    ['puts a number instead of a text', asked(), yes({ records: { [A]: { name: { instead: 5 } } } })],
    ['puts a text instead of an address', asked(), yes({ records: { [A]: { address: { instead: 'x' } } } })],
    ['puts too much instead', asked(), yes({ records: { [A]: { name: { instead: 'x'.repeat(10_001) } } } })],
    ['names items to act on later', asked({ kind: 'standing' }), yes({ records: { [A]: whole } })],
  ]
  it.each(hostile)('that %s is refused', (_, part, decision) => {
    expect(() => narrow(part, decision)).toThrow(expect.objectContaining({ reason: 'bad-request' }))
  })

  it('never gives more than was asked, whatever a panel says', () => {
    const field = fc.constantFrom('name', 'email', 'address', 'birthDate', '__proto__', 'constructor')
    const value = fc.oneof(fc.constantFrom('m@home.example', 'Mary', '1980-01-02'), fc.jsonValue())
    const rule = fc.oneof(
      fc.constant(true),
      fc.record({ only: fc.array(value, { maxLength: 3 }) }),
      fc.record({ instead: value }),
      fc.jsonValue(),
    )
    const id = fc.constantFrom(A, B, ELSEWHERE, BINNED, '__proto__')
    const decision = fc.record(
      {
        allow: fc.constantFrom<unknown>(true, true, true, false, 1),
        fields: fc.array(field, { maxLength: 4 }),
        all: fc.boolean(),
        records: fc.dictionary(id, fc.dictionary(field, rule, { maxKeys: 3 }), { maxKeys: 3 }),
      },
      { requiredKeys: ['allow'] },
    )
    const parts = fc.record({
      kind: fc.constantFrom('read' as const, 'standing' as const),
      standing: fc.boolean(),
      pick: fc.constantFrom(null, { multiple: true }, { multiple: false }),
    })
    fc.assert(
      fc.property(parts, decision, (part, decided) => {
        const of = asked({ ...part, fields: ['name', 'email'] })
        let scope: ReturnType<typeof narrow>
        try {
          scope = narrow(of, decided)
        } catch (error) {
          expect((error as HearthError).reason).toBe('bad-request')
          return
        }
        if (!scope) {
          expect(decided.allow).toBe(false)
          return
        }
        expect(['name', 'email']).toEqual(expect.arrayContaining(scope.fields))
        if (scope.all && part.kind === 'read') expect([part.standing, part.pick]).toEqual([true, null])
        for (const named of Object.keys(scope.records)) expect([A, B]).toContain(named)
        for (const held of [MARY, BOB]) {
          const given = give(scope, held)
          expect(['name', 'email']).toEqual(expect.arrayContaining(Object.keys(given ?? {})))
          // Whatever leaves is the vault's, or stands in the decision as an alias.
          const vault = JSON.stringify([MARY.fields, BOB.fields])
          for (const value of Object.values(given ?? {}).flat())
            expect(vault.includes(JSON.stringify(value)) || JSON.stringify(decided).includes('"instead"')).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('what is given', () => {
  it('is flat: lists without labels, one value of other fields', () => {
    expect(give(everything('name', 'email', 'birthDate', 'address'), MARY)).toEqual({
      name: 'Mary',
      email: ['m@home.example', 'm@work.example'],
      birthDate: '1980-01-02',
      address: [{ streetAddress: 'Street 1', postalCode: '12345' }],
    })
  })

  it('leaves out what was not given', () => {
    const scope = { ...everything('name', 'email'), records: { [B]: {} } }
    expect(give(scope, MARY)).toEqual({ name: 'Mary', email: ['m@home.example', 'm@work.example'] })
    expect(give(scope, BOB)).toBeNull()
    expect(give(only(['name'], A), BOB)).toBeNull()
  })

  it('is only the chosen values that are still there', () => {
    const scope = { ...only([], A), fields: ['email'], records: { [A]: { email: { only: ['m@work.example'] } } } }
    expect(give(scope, MARY)).toEqual({ email: ['m@work.example'] })
    expect(give(scope, item(A, { email: [{ value: 'm@new.example' }] }))).toEqual({})
  })

  it('is another value in the place of one, also where there is none', () => {
    const rules = { name: { instead: 'M' }, email: { instead: 'alias@x.example' } }
    const scope = { fields: ['name', 'email'], all: false, records: { [A]: rules, [B]: rules } }
    const given = { name: 'M', email: ['alias@x.example'] }
    expect([give(scope, MARY), give(scope, BOB)]).toEqual([given, given])
  })

  it('of a file is its size and media type', () => {
    const content = { file: newId<FileId>(), preview: newId<FileId>(), size: 12, mediaType: 'image/png' }
    const file = item(A, { name: 'x.png', content }, 'File')
    expect(give(everything('content'), file)).toEqual({ content: { mediaType: 'image/png', size: 12 } })
  })

  it('is found by values that were given, an alias too, and by no others', () => {
    const rules = { name: { instead: 'M' }, email: { only: ['m@work.example'] } }
    const given = give({ fields: ['name', 'email'], all: false, records: { [A]: rules } }, MARY) ?? {}
    expect(matches(given, { name: 'M', email: 'm@work.example' })).toBe(true)
    expect(matches(given, { name: 'Mary' })).toBe(false)
    expect(matches(given, { email: 'm@home.example' })).toBe(false)
    expect(matches(given, { birthDate: '1980-01-02' })).toBe(false)
    expect(matches({}, { toString: 'x' })).toBe(false)
  })

  it('by several scopes is what the first of them says of a field', () => {
    const newer = { fields: ['email'], all: false, records: { [A]: { email: { only: ['m@work.example'] } } } }
    const older = everything('name', 'email')
    expect(giveTogether([newer, older], MARY)).toEqual({ name: 'Mary', email: ['m@work.example'] })
    expect(giveTogether([newer, older], item(A, { name: 'Mary', email: [{ value: 'new@x.example' }] }))).toEqual({
      name: 'Mary',
    })
    expect(giveTogether([newer, older], BOB)).toEqual({ name: 'Bob' })
  })

  it('by a scope of one item is not widened by another of all', () => {
    // Merging the two into one scope would give everybody's address.
    expect(giveTogether([only(['address'], A), everything('name')], BOB)).toEqual({ name: 'Bob' })
  })
})

describe('a cover', () => {
  const grant = (part: object) => ({ duration: 'untilRevoked', at: 1, scope: everything('name'), ...part }) as never
  const need = { capability: 'data.read', type: 'Contact' } as const

  it('takes one use only for what lasts nowhere', () => {
    const lasting = grant({ id: 'lasting', at: 1 })
    const once = grant({ id: 'once', at: 2, duration: 'once', scope: everything('name', 'email') })
    const ids = (fields?: string[]) =>
      coverOf([once, lasting], fields ? { ...need, fields } : need)?.grants.map((g) => g.id)
    expect(ids(['name'])).toEqual(['lasting'])
    expect(ids(['name', 'email'])).toEqual(['once', 'lasting'])
    expect(ids()).toEqual(['once', 'lasting'])
    expect(ids(['name', 'address'])).toBeUndefined()
  })

  it('gives nothing of another type, of the bin, or beyond what was needed', () => {
    const cover = coverOf([grant({ scope: everything('name', 'email') })], { ...need, fields: ['name'] })
    expect(cover?.give(MARY)).toEqual({ name: 'Mary' })
    expect(cover?.give({ ...MARY, binnedAt: 1 })).toBeNull()
    expect(cover?.give({ ...MARY, type: 'Person' })).toBeNull()
  })

  it('allows to change what a grant names, whole', () => {
    const cover = coverOf([grant({ scope: { ...only(['name', 'email'], A), records: { [A]: { name: true } } } })], need)
    expect(cover?.allows(MARY, ['name'])).toBe(true)
    expect(cover?.allows(MARY, ['name', 'email'])).toBe(false)
    expect(cover?.allows(MARY, [])).toBe(true)
    expect(cover?.allows(BOB, [])).toBe(false)
    expect(cover?.allows({ ...MARY, binnedAt: 1 }, [])).toBe(false)
  })
})

describe('durations', () => {
  it('are no longer than was asked for', () => {
    expect(durationsFor('https://shop.example')).toEqual(['untilRevoked', 'P30D', 'P1D', 'tab', 'once'])
    expect(durationsFor('https://shop.example', 'P1D')).toEqual(['P1D', 'tab', 'once'])
    expect(durationsFor('https://shop.example', 'once')).toEqual(['once'])
  })

  it.each([
    'http://localhost:3000',
    'http://a.localhost',
    'http://127.0.0.1:8080',
    'http://127.9.0.1',
    'http://[::1]:1',
  ])('of %s end with its tab', (origin) => {
    expect(durationsFor(origin)).toEqual(['tab', 'once'])
    expect(durationsFor(origin, 'once')).toEqual(['once'])
  })

  it.each(['https://localhost.example', 'https://127.0.0.1.example', 'https://notlocalhost'])(
    'of %s do not',
    (origin) => {
      expect(durationsFor(origin)).toContain('untilRevoked')
    },
  )
})
