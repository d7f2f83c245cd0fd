import type { ChangeView, DataSummary, Filter, ItemsView } from '../../../lib/contract/data-api'
import type { ChangeId, FileId, ImportId, ItemId } from '../../../lib/contract/ids'
import type { Fields, Item, Path } from '../../../lib/contract/item'
import { idOf, NOW } from './people'

const MINUTE = 60_000
const DAY = 86_400_000

const thing = (n: number, type: string, ago: number, fields: Fields, tags: string[] = []): Item => ({
  id: idOf(n) as ItemId,
  type,
  fields,
  tags,
  createdAt: NOW - ago,
  updatedAt: NOW - ago,
  rev: 1,
  change: idOf(900) as ChangeId,
})

export const home: Item = {
  ...thing(101, 'Contact', 60 * MINUTE, {
    name: 'Home',
    givenName: 'Marguerite',
    familyName: 'Okonkwo',
    email: [
      { value: 'marguerite@okonkwo.example', label: 'home' },
      { value: 'not an address at all', label: 'work' },
    ],
    telephone: [{ value: '+49 761 555 0142', label: 'mobile' }],
    address: [
      {
        value: {
          streetAddress: 'Gerberau 14',
          extendedAddress: '2. OG',
          postalCode: '79098',
          addressLocality: 'Freiburg im Breisgau',
          addressCountry: 'Germany',
        },
      },
    ],
    birthDate: '1987-03-03',
    anniversary: '--06-21',
    url: [{ value: 'https://okonkwo.example/marguerite' }, { value: 'javascript:alert(1)' }],
    description: 'Ring the upper bell.\nThe lower one is as good as broken.',
  }),
  tags: ['home', 'delivery'],
  source: { import: idOf(700) as ImportId, key: 'x', version: 'y' },
}

/** The same as somebody else left it. */
export const changedSince: Item = { ...home, rev: 2, fields: { ...home.fields, name: 'Home, the new one' } }

export const bread = thing(
  103,
  'Note',
  2 * DAY,
  {
    text: [
      '# Bread, the slow way',
      '**Flour**, water, salt, *patience*. See [the long version](https://bread.example/slow) or https://example.org/wiki/Bread.',
      '',
      '- [x] feed the starter',
      '- [ ] fold, four times',
      '  - wet hands',
      '1. 230 °C, lid on',
      '2. 210 °C, lid off',
      '',
      '> The crust sings when it is done.',
      '',
      '```',
      'hydration = water / flour   # 0.78',
      '```',
      '---',
      '[not a link](javascript:alert(1)) and `code`, ~~struck~~.',
    ].join('\n'),
    dateCreated: '2026-11-21T09:10:00+01:00[Europe/Berlin]',
  },
  ['kitchen'],
)

const ridge: Path = Array.from({ length: 400 }, (_, n) => [
  47.9 + n / 9_000 + Math.sin(n / 25) / 400,
  8.05 + n / 7_000 + Math.cos(n / 17) / 500,
  900 + n,
  NOW - 2 * DAY + n * 30_000,
])

export const trip = thing(105, 'Trip', 2 * DAY, {
  name: 'Over the ridge',
  startTime: '2026-11-21T08:00:00Z',
  endTime: '2026-11-21T11:20:00Z',
  category: 'Hiking',
  distance: 12_345,
  itinerary: ridge,
})

export const draftPdf = thing(109, 'File', 22 * DAY, {
  name: 'kaufvertrag-entwurf.pdf',
  content: { file: idOf(801) as FileId, size: 2_100_000, mediaType: 'application/pdf' },
})

export const photo = thing(112, 'File', 3 * DAY, {
  name: 'roof.png',
  content: {
    file: idOf(802) as FileId,
    size: 120_000,
    mediaType: 'image/png',
    preview: idOf(803) as FileId,
  },
})

export const hut = thing(
  104,
  'Place',
  2 * DAY,
  { name: 'Hut above Hinterzarten', geo: { latitude: 47.90123, longitude: 8.10456, elevation: 1140 }, category: 'Hut' },
  ['weekend'],
)

export const hostileThing = thing(
  113,
  'Contact',
  DAY,
  {
    name: `\u202eevil\u202c <img src=x onerror=alert(1)> ${'unbroken'.repeat(60)}`,
    email: [{ value: `${'a'.repeat(300)}@example.org` }],
    url: [{ value: `https://${'a'.repeat(60)}.example/${'x'.repeat(900)}` }],
    description: `${'W'.repeat(400)}\n\u202ebackwards`,
  },
  ['a-tag-of-some-length-that-nobody-would-type', 'وسم'],
)

export const some: Item[] = [
  home,
  thing(102, 'Measurement', 6 * 60 * MINUTE, {
    measuredProperty: 'Weight',
    value: 71.4,
    unitText: 'kg',
    instrument: 'scale.example',
    startTime: '2026-11-23T06:12:00Z',
  }),
  bread,
  hut,
  trip,
  thing(106, 'Event', 2 * DAY, {
    name: 'Notary, both signatures',
    startDate: '2026-11-27T10:30',
    location: 'Kaiser-Joseph-Straße 12',
  }),
  thing(107, 'Contact', 14 * DAY, {
    name: 'Maximiliane von Hohenberg-Wittgenstein-Castellane',
    email: [{ value: 'max@castellane.example' }],
  }),
  thing(108, 'Contact', 14 * DAY, { name: 'مريم بن داود' }, ['أصدقاء']),
  thing(110, 'Bookmark', 21 * DAY, {
    name: 'How masonry heaters store warmth',
    url: 'https://ofenbau.example/speicher',
  }),
  draftPdf,
  thing(111, 'Task', 24 * DAY, { name: 'Order beech, dried two years', dueDate: '2026-12', status: 'NEEDS-ACTION' }),
]

const TYPES = ['Contact', 'Measurement', 'Event', 'Bookmark', 'Activity', 'Place'] as const

/** One of a hundred thousand, made when somebody looks. */
export const oneOfMany = (n: number): Item => {
  const type = TYPES[n % TYPES.length] ?? 'Contact'
  return thing(10_000 + n, type, n * 97 * MINUTE, {
    name: `${type} number ${n + 1}`,
    measuredProperty: `Steps ${n + 1}`,
  })
}

export const MANY = 100_000

/** A watch over these items: text within the name, type and tag. */
export const itemsView =
  (items: readonly Item[]) =>
  ({ filter, offset, limit }: { filter: Filter; offset: number; limit: number }): ItemsView => {
    const fits = ({ type, tags, fields, binnedAt }: Item) =>
      (filter.type === undefined || type === filter.type) &&
      (filter.tag === undefined || tags.includes(filter.tag)) &&
      (filter.binned === true) === (binnedAt !== undefined) &&
      JSON.stringify(fields)
        .toLowerCase()
        .includes((filter.text ?? '').toLowerCase())
    const found = items.filter(fits)
    return { total: found.length, offset, items: found.slice(offset, offset + limit).map(summed) }
  }

/** A watch over a hundred thousand. */
export const manyView = ({ filter, offset, limit }: { filter: Filter; offset: number; limit: number }): ItemsView => {
  const total = filter.text === undefined ? MANY : 1_234
  const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, n) => oneOfMany(offset + n))
  return { total, offset, items: rows.map(summed) }
}

const summed = ({ id, type, fields, tags, createdAt }: Item): ItemsView['items'][number] => {
  const { itinerary: _, ...rest } = fields
  return { id, type, fields: rest, tags, at: createdAt, preview: null }
}

export const lastChange: ChangeView = {
  id: idOf(900) as ChangeId,
  what: 'changed',
  count: 12,
  at: NOW - MINUTE,
  name: null,
}

/** What the whole of these items is. */
export const summary = (items: readonly Item[], rest: Partial<DataSummary> = {}): DataSummary => {
  const counts = (names: string[]) =>
    [...new Set(names)].map((name) => ({ name, count: names.filter((each) => each === name).length }))
  return {
    loading: false,
    count: items.length,
    types: counts(items.map(({ type }) => type)).map(({ name, count }) => ({ type: name, count })),
    tags: counts(items.flatMap(({ tags }) => tags)).map(({ name, count }) => ({ tag: name, count })),
    binned: 0,
    damaged: 0,
    last: null,
    ...rest,
  }
}
