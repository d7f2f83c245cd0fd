import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Labelled } from '../../../lib/contract/item'
import type { Duration } from '../../../lib/contract/permission'
import type { AskPart, RecordView } from '../../../lib/contract/sites-api'
import {
  type Choice,
  countOf,
  decide as decideFor,
  firstChoice,
  insteadKey,
  isEmpty,
  type ReadPart,
  renewed,
  valuesOf,
} from '../../../lib/ui/prompt/decision'
import { identity, read, record } from '../gallery/asks'

const emails: Labelled[] = [{ value: 'a@x', label: 'home' }, { value: 'b@x' }, { value: 'c@x' }]
const bob = record(1, 'Bob', { name: 'Bob', email: emails })
const eve = record(2, 'Eve', { name: 'Eve', email: [{ value: 'e@x' }] })
const two = read('Contact', ['name', 'email', 'telephone'], [bob, eve])

const decide = (part: AskPart, choice: Choice, duration: Duration = 'P30D') => decideFor(part, choice, duration)
const chosen = (part: AskPart, change: Partial<Choice> = {}): Choice => ({ ...firstChoice(part), ...change })
const ticked = (of: RecordView, field: string, ...on: boolean[]): Record<string, boolean> =>
  Object.fromEntries(valuesOf(of, field).map(({ key }, index) => [key, on[index] ?? false]))

describe('reading', () => {
  it('gives at first all that is shown, and of several values the first', () => {
    expect(decide(two, chosen(two))).toEqual({
      allow: true,
      all: false,
      fields: ['name', 'email'],
      records: { [bob.item]: { name: true, email: { only: ['a@x'] } }, [eve.item]: { name: true, email: true } },
    })
    expect(countOf(two, chosen(two))).toEqual({ given: 4, of: 6 })
  })

  it('gives every value of a field where all are ticked', () => {
    const ticks = ticked(bob, 'email', true, true, true)
    expect(decide(two, chosen(two, { ticks }))).toMatchObject({ records: { [bob.item]: { email: true } } })
    const some = ticked(bob, 'email', false, true, true)
    expect(decide(two, chosen(two, { ticks: some }))).toMatchObject({
      records: { [bob.item]: { email: { only: ['b@x', 'c@x'] } } },
    })
  })

  it('leaves out an item of which nothing is ticked, and a field that nothing is given of', () => {
    const ticks = { ...ticked(bob, 'name'), ...ticked(bob, 'email'), ...ticked(eve, 'email') }
    expect(decide(two, chosen(two, { ticks }))).toEqual({
      allow: true,
      all: false,
      fields: ['name'],
      records: { [eve.item]: { name: true } },
    })
  })

  it('is denied where nothing is ticked, or the part is left out', () => {
    const none = [bob, eve].flatMap((each) => [ticked(each, 'name'), ticked(each, 'email')])
    expect(decide(two, chosen(two, { ticks: Object.assign({}, ...none) }))).toEqual({ allow: false })
    expect(decide(two, chosen(two, { allow: false }))).toEqual({ allow: false })
    expect(decide(two, chosen(two, { without: two.fields }))).toEqual({ allow: false })
    expect(decide(two, chosen(two, { all: true, without: two.fields }))).toEqual({ allow: false })
  })

  it('gives another value instead of a whole field, and nothing while there is none', () => {
    const instead = (text: string) => chosen(two, { instead: { [insteadKey(bob.item, 'email')]: text } })
    expect(decide(two, instead(' alias@x '))).toMatchObject({
      records: { [bob.item]: { name: true, email: { instead: 'alias@x' } } },
    })
    expect(decide(two, instead('  '))).toMatchObject({ records: { [bob.item]: { name: true } } })
    expect(decide(two, instead('  '))).not.toHaveProperty(['records', bob.item, 'email'])
  })

  it('gives all but for what differs', () => {
    const many = { ...two, total: 500, standing: true }
    expect(decide(many, chosen(many, { all: true }))).toEqual({
      allow: true,
      all: true,
      fields: ['name', 'email', 'telephone'],
      // Of several values only one was ticked.
      records: { [bob.item]: { name: true, email: { only: ['a@x'] } } },
    })
    const ticks = { ...ticked(eve, 'name'), ...ticked(eve, 'email') }
    expect(decide(many, chosen(many, { all: true, ticks, without: ['telephone'] }))).toMatchObject({
      fields: ['name', 'email'],
      records: { [eve.item]: {} },
    })
  })
})

it('a choice that is no longer offered counts for nothing', () => {
  const part = { ...two, standing: true }
  expect(decide(part, chosen(part, { all: true }), 'P1D')).toMatchObject({ all: true })
  expect(decide(part, chosen(part, { all: true }), 'once')).toMatchObject({ all: false })
  expect(decide({ ...part, total: 3 }, chosen(part, { all: true }), 'once')).toMatchObject({ all: true })
  expect(decide(two, chosen(two, { all: true }), 'P1D')).toMatchObject({ all: false })
})

describe('picking', () => {
  const part = read('Contact', ['name', 'email'], [bob, eve], { total: 900, pick: { multiple: true } })

  it('gives nothing before something is picked, unless there is only one', () => {
    expect(decide(part, chosen(part))).toEqual({ allow: false })
    const single = read('Contact', ['name'], [eve], { pick: { multiple: false } })
    expect(decide(single, chosen(single))).toMatchObject({ allow: true, records: { [eve.item]: { name: true } } })
  })

  it('gives what was picked, also of what was found later', () => {
    const later = record(77, 'Later', { name: 'Later' })
    expect(decide(part, chosen(part, { picked: [later, eve] }))).toEqual({
      allow: true,
      all: false,
      fields: ['name', 'email'],
      records: { [later.item]: { name: true }, [eve.item]: { name: true, email: true } },
    })
  })

  it('forgets what is no longer shown, and takes what has changed as it is now', () => {
    const later = record(77, 'Later', { name: 'Later' })
    const changed = record(2, 'Eve', { name: 'Eva' })
    const now = renewed(chosen(part, { picked: [later, eve] }), { ...part, records: [bob, changed] })
    expect(now.picked).toEqual([changed])
  })
})

describe('what is there already', () => {
  const standing = (access: ('create' | 'update' | 'delete')[], total = 9): AskPart => ({
    kind: 'standing',
    access,
    type: 'Event',
    fields: ['name', 'url'],
    total,
    reads: false,
  })

  it('is left alone at first, unless nothing else was asked for', () => {
    const part = standing(['create', 'update'])
    expect(decide(part, chosen(part))).toEqual({ allow: true, all: false, fields: ['name', 'url'] })
    expect(decide(part, chosen(part, { all: true, without: ['url'] }))).toEqual({
      allow: true,
      all: true,
      fields: ['name'],
    })
    expect(decide(standing(['update']), chosen(standing(['update'])))).toMatchObject({ all: true })
    expect(decide(part, chosen(part, { without: ['name', 'url'] }))).toEqual({ allow: false })
  })

  it('needs to be there', () => {
    expect(isEmpty(standing(['delete'], 0), 'P1D')).toBe(true)
    expect(isEmpty(standing(['create'], 0), 'P1D')).toBe(false)
    expect(decide(standing(['update'], 0), chosen(standing(['update'], 0)))).toEqual({ allow: false })
  })
})

it('an identity, a write and a deletion are taken or left', () => {
  const parts: AskPart[] = [
    identity('connect'),
    { kind: 'write', type: 'Event', changes: [], total: 1, reads: false },
    { kind: 'delete', type: 'Event', records: [bob], total: 1 },
  ]
  for (const part of parts) {
    expect(decide(part, chosen(part))).toEqual({ allow: true })
    expect(decide(part, chosen(part, { allow: false }))).toEqual({ allow: false })
  }
})

it('nothing of what is asked for is empty', () => {
  expect(isEmpty(read('Contact', ['name'], []), 'P1D')).toBe(true)
  expect(isEmpty(read('Contact', ['birthDate'], [bob]), 'P1D')).toBe(true)
  expect(isEmpty(read('Contact', ['birthDate'], [bob], { total: 21 }), 'P1D')).toBe(false)
  expect(isEmpty(two, 'P1D')).toBe(false)
  const deletion: AskPart = { kind: 'delete', type: 'Thing', records: [], total: 0 }
  const write: AskPart = { kind: 'write', type: 'Event', changes: [], total: 0, reads: false }
  for (const part of [deletion, write]) expect(decide(part, chosen(part))).toEqual({ allow: false })
})

it('of what is not there yet the person can give what comes later, and is asked to say so', () => {
  const part = read('Contact', ['name', 'email'], [], { standing: true })
  expect(isEmpty(part, 'P30D')).toBe(false)
  expect(decide(part, chosen(part))).toEqual({ allow: false })
  expect(decide(part, chosen(part, { all: true, without: ['email'] }))).toEqual({
    allow: true,
    all: true,
    fields: ['name'],
    records: {},
  })
  expect(isEmpty(part, 'once')).toBe(true)
  expect(decide(part, chosen(part, { all: true }), 'once')).toEqual({ allow: false })
})

it('no choice gives more than what was asked for and shown', () => {
  const text = fc.string({ maxLength: 5 })
  const asked = ['name', 'email', 'toString', '__proto__']
  const records = fc.array(
    fc.tuple(fc.nat(50), fc.option(text), fc.option(fc.array(fc.record({ value: text }), { maxLength: 3 }))),
    { maxLength: 4 },
  )
  fc.assert(
    fc.property(
      records,
      fc.boolean(),
      fc.subarray(asked),
      fc.array(fc.boolean()),
      text,
      (rows, all, without, on, alias) => {
        const shown = rows.map(([n, name, email]) =>
          record(n, '', { ...(name !== null && { name }), ...(email !== null && { email }) }),
        )
        const part: ReadPart = read('Contact', asked, shown, { standing: true, total: shown.length + 1 })
        const keys = shown.flatMap((each) => asked.flatMap((field) => valuesOf(each, field).map(({ key }) => key)))
        const ticks = Object.fromEntries(keys.map((key, index) => [key, on[index % (on.length || 1)] ?? true]))
        const instead = { [insteadKey(shown[0]?.item ?? record(0, '', {}).item, 'name')]: alias }
        const decision = decide(part, { ...firstChoice(part), all, without, ticks, instead })
        if (!decision.allow) return
        for (const field of decision.fields ?? []) expect(asked).toContain(field)
        for (const field of decision.fields ?? []) expect(without).not.toContain(field)
        for (const [item, rule] of Object.entries(decision.records ?? {})) {
          const held = shown.filter((each) => each.item === item)
          expect(held).not.toEqual([])
          for (const [field, what] of Object.entries(rule)) {
            const values = held.flatMap((each) => valuesOf(each, field))
            expect(values).not.toEqual([])
            expect(without).not.toContain(field)
            if (what !== true && 'only' in what)
              for (const value of what.only) expect(values.map((each) => each.value)).toContain(value)
            if (what !== true && 'instead' in what) expect(what.instead).toBe(alias.trim())
          }
        }
      },
    ),
  )
})
