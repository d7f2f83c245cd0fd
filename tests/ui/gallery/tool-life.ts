import type { ChangeId, ItemId } from '../../../lib/contract/ids'
import type { Draft, Fields, Item } from '../../../lib/contract/item'
import { momentOf } from '../../../lib/contract/moment'
import { occurredAt } from '../../../lib/items/entry'
import { idOf, NOW } from './people'

const DAY = 86_400_000

const draft = (type: string, fields: Fields, tags: string[] = []): Draft => ({ type, fields, tags })
const at = (daysAgo: number, hour = 9) => momentOf(new Date(NOW - daysAgo * DAY).setHours(hour, 0, 0, 0))
const list = (...values: (string | [value: string, label: string])[]) =>
  values.map((each) => (typeof each === 'string' ? { value: each } : { value: each[0], label: each[1] }))

/** As random as it looks, and always the same. */
const noise = (n: number): number => {
  const x = Math.sin(n * 12.9898) * 43_758.5453
  return x - Math.floor(x)
}

const measured = (measuredProperty: string, unitText: string, value: number, startTime: string, instrument = 'Watch') =>
  draft('Measurement', { measuredProperty, unitText, value, startTime, instrument })

const weights = Array.from({ length: 60 }, (_, n) =>
  measured(
    'Weight',
    'kg',
    Math.round((76.4 - (60 - n) * 0.02 - n * 0.065 + noise(n) * 0.7) * 10) / 10,
    at((59 - n) * 7, 7),
    'Scales',
  ),
)
const steps = Array.from({ length: 500 }, (_, n) => [
  measured('Steps', 'count', Math.round(3_500 + 7_000 * noise(n)), at(n, 20)),
  measured('Steps', 'count', Math.round(3_000 + 5_000 * noise(n + 0.5)), at(n, 20), 'Phone'),
]).flat()
// In summer the watch lay in a drawer.
const pulses = Array.from({ length: 1_200 }, (_, n) => n)
  .filter((n) => n < 420 || n > 780)
  .map((n) =>
    measured('Heart rate', '/min', Math.round(58 + 40 * noise(n) ** 2), at(Math.floor(n / 4), 6 + 4 * (n % 4))),
  )
const others = [
  ...Array.from({ length: 40 }, (_, n) => measured('Sleep', 'h', Math.round((6 + 2.5 * noise(n)) * 10) / 10, at(n, 7))),
  ...Array.from({ length: 4 }, (_, n) => measured('Height', 'cm', 171, at(n * 900))),
  measured('Blood pressure, systolic', 'mmHg', 121, at(12)),
  ...Array.from({ length: 24 }, (_, n) => measured('Balance', 'EUR', Math.round(2_000 * noise(n) - 900), at(n * 30))),
  ...Array.from({ length: 9 }, (_, n) => measured('Maximilianestraßenbahnhaltestellenverspätung', 'min', n, at(n))),
]

const happenings: Draft[] = [
  draft('Note', { name: 'Bread, the slow way', text: '# Bread', dateCreated: at(2, 18) }, ['kitchen']),
  draft('Place', { name: 'Hut above Hinterzarten', startTime: at(2, 12), geo: { latitude: 47.9, longitude: 8.1 } }),
  draft('Event', { name: 'Notary', startDate: at(0, 15), location: 'Freiburg' }, ['house']),
  draft('Trip', { name: 'Round the lake', startTime: at(16, 10), distance: 12_400 }, ['outside']),
  draft('Trip', { startTime: at(44, 10), distance: 31_200, category: 'cycling' }, ['outside']),
  draft('Bookmark', { name: `${'Long '.repeat(30)}title`, url: 'https://example.org', dateCreated: at(1, 9) }),
  draft('Note', { name: 'رسالة إلى مريم', text: 'شكرًا', dateCreated: at(1, 8) }, ['مريم']),
  draft('Event', { name: 'A birthday in the century before', startDate: '1604-04-12' }),
  draft('Event', { name: 'A wrong century', startDate: '9999-01-01' }),
  ...Array.from({ length: 300 }, (_, n) =>
    draft('Activity', { name: `Looked at page ${n}`, startTime: at(Math.floor(n ** 1.35) + 1, 11) }),
  ),
]

const anna: Draft[] = [
  draft(
    'Contact',
    {
      name: 'Anna Müller',
      email: list(['anna@example.org', 'home']),
      telephone: list('+49 151 1234567'),
      birthDate: '1987-03-03',
      address: [
        { value: { streetAddress: 'Am Bach 4', postalCode: '79102', addressLocality: 'Freiburg' }, label: 'home' },
      ],
      description: 'Brings the long ladder.',
    },
    ['friends'],
  ),
  draft(
    'Contact',
    {
      name: 'Müller, Anna',
      email: list('Anna@Example.org', ['a.mueller@work.example', 'work']),
      telephone: list('0151 1234567'),
      worksFor: 'Mill & Sons',
      jobTitle: 'Carpenter',
      description: 'From the old phone.',
    },
    ['work'],
  ),
]
const hostile = Array.from({ length: 3 }, (_, n) =>
  draft('Contact', {
    name: `\u202eevil <img src=x> ${'Z'.repeat(300)}`,
    email: list(`${'x'.repeat(120)}@example.org`, `${n}@example.org`),
    description: `${n} ${'unbroken'.repeat(200)}`,
  }),
)
const forty = Array.from({ length: 40 }, (_, n) =>
  draft('Contact', { name: 'Bob Marsh', telephone: list('+44 20 7946 0000'), url: list(`https://example.org/${n}`) }),
)

/** The data of a life: a little of everything, some of it strange. */
export const someLife: readonly Draft[] = [...anna, ...weights, ...steps, ...pulses, ...others, ...happenings]

/** Ten items. */
export const smallLife: readonly Draft[] = [...weights.slice(-3), ...happenings.slice(0, 5), ...anna]

/** 100,000 items. */
export const longLife = (): readonly Draft[] => [
  ...someLife,
  ...Array.from({ length: 80_000 }, (_, n) =>
    measured('Oxygen saturation', '%', 94 + Math.round(6 * noise(n)), at(n / 40, Math.floor(n / 3) % 24)),
  ),
  ...Array.from({ length: 100_000 - 80_000 - someLife.length }, (_, n) =>
    draft('Activity', { name: `Visited page ${n}`, startTime: at(n / 7) }),
  ),
]

/** 500 pairs, and groups that are odd. */
export const manyDoubles = (): readonly Draft[] => [
  ...hostile,
  ...forty,
  ...Array.from({ length: 500 }, (_, n) => [
    draft('Contact', { name: `Person ${n}`, email: list(`p${n}@example.org`) }),
    draft('Contact', { name: `Person ${n}`, telephone: list(`0151 1000${1000 + n}`) }),
  ]).flat(),
]

export const doubles = anna

/** Drafts as items of the vault. */
export const itemsOf = (drafts: readonly Draft[]): Item[] =>
  drafts.map((each, n) => {
    const happened = occurredAt(each.type, each.fields)
    return {
      ...{ id: idOf(n + 1) as ItemId, ...each, ...(happened !== undefined && { occurredAt: happened }) },
      ...{ createdAt: NOW - 3 * DAY - n, updatedAt: NOW, rev: 1, change: idOf(1) as ChangeId },
    }
  })
