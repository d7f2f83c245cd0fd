import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { RecordView } from '../../../lib/contract/sites-api'
import { type Given, give, narrow } from '../../../lib/permissions/scope'
import { type Choice, countOf, decide, firstChoice, insteadKey, valuesOf } from '../../../lib/ui/prompt/decision'
import { read, record } from '../gallery/asks'

const TYPE = 'Contact'
const FIELDS = ['name', 'email', 'birthDate']

const text = fc.string({ maxLength: 5 })
const emails = fc.uniqueArray(text, { maxLength: 3 }).map((values) => values.map((value) => ({ value })))
const rows = fc.uniqueArray(fc.record({ name: text, email: emails, birthDate: text }, { requiredKeys: [] }), {
  maxLength: 4,
  selector: JSON.stringify,
})
const pick = fc.constantFrom(null, { multiple: true }, { multiple: false })

/** How many values there are in what a site gets of these. */
const valuesIn = (given: (Given | null)[]): number => given.flatMap((each) => Object.values(each ?? {}).flat()).length

it('what the prompt says that leaves is what the site gets, whatever is ticked', () => {
  let times = 0
  fc.assert(
    fc.property(
      rows,
      pick,
      fc.boolean(),
      fc.subarray(FIELDS),
      fc.array(fc.boolean()),
      fc.option(text),
      (all, one, every, without, on, alias) => {
        const shown: RecordView[] = all.map((fields, index) => record(index, '', fields))
        const part = read(TYPE, FIELDS, shown, { standing: one === null, pick: one })
        const keys = shown.flatMap((each) => FIELDS.flatMap((field) => valuesOf(each, field).map(({ key }) => key)))
        const [first] = shown
        const choice: Choice = {
          ...firstChoice(part),
          all: every,
          without,
          ticks: Object.fromEntries(keys.flatMap((key, index) => (on[index] === undefined ? [] : [[key, on[index]]]))),
          instead: alias === null || !first ? {} : { [insteadKey(first.item, 'name')]: alias },
          picked: one === null ? [] : one.multiple ? shown : shown.slice(0, 1),
        }
        const decision = decide(part, choice, 'P1D')
        const item = (id: string) => {
          const held = shown.find((each) => each.item === id)
          return held && { type: TYPE, fields: held.fields }
        }
        const asked = { kind: 'read', type: TYPE, fields: FIELDS, pick: one, standing: part.standing, item } as const
        const scope = narrow(asked, JSON.parse(JSON.stringify(decision)))
        expect(scope === null).toBe(!decision.allow)
        if (scope === null) return
        times++
        const given = shown.map(({ item: id, fields }) => give(scope, { id, type: TYPE, fields }))
        expect(valuesIn(given)).toBe(countOf(part, choice).given)
      },
    ),
    { numRuns: 500 },
  )
  expect(times).toBeGreaterThan(50)
})
