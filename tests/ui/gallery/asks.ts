import type { AskId, ItemId } from '../../../lib/contract/ids'
import type { Fields } from '../../../lib/contract/item'
import type { Duration } from '../../../lib/contract/permission'
import type { AskPart, PromptView, RecordView, SiteView } from '../../../lib/contract/sites-api'
import { idOf, NOW } from './people'
import { bread, draftPdf, home, hut, trip } from './things'

const DAY = 86_400_000
const ALL: Duration[] = ['untilRevoked', 'P30D', 'P1D', 'tab', 'once']

export const site = (origin: string, rest: Partial<SiteView> = {}): SiteView => ({
  origin,
  hue: (origin.length * 47) % 360,
  first: false,
  asked: rest.first !== true,
  resembles: null,
  local: false,
  ...rest,
})

const shop = site('https://orders.kornblume.example')
const fitness = site('https://fit.example')
const forum = site('https://library.example')

/** One request. */
export const ask = (asker: SiteView, parts: AskPart[], rest: Partial<PromptView> = {}): PromptView => ({
  id: idOf(4000) as AskId,
  seen: 'first',
  site: asker,
  mark: '🫖🌲',
  name: 'Marguerite Okonkwo',
  purpose: null,
  parts,
  durations: ALL,
  wanted: 'once',
  ...rest,
})

export const record = (n: number, title: string, fields: Fields): RecordView => ({
  item: idOf(n) as ItemId,
  title,
  fields,
})

type Read = Extract<AskPart, { kind: 'read' }>
export const read = (type: string, fields: string[], records: RecordView[], rest: Partial<Read> = {}): Read => ({
  kind: 'read',
  type,
  fields,
  records,
  total: records.length,
  pick: null,
  standing: false,
  ...rest,
})

const only = (fields: Fields, names: string[]): Fields =>
  Object.fromEntries(names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])))

const DELIVERY = ['name', 'address', 'email', 'telephone']
export const homeRecord = record(101, 'Home', {
  ...only(home.fields, ['address', 'telephone']),
  name: 'Marguerite Okonkwo',
  email: [
    { value: 'marguerite@okonkwo.example', label: 'home' },
    { value: 'm.okonkwo@brot-und-salz.example', label: 'work' },
  ],
})

/** The bread shop asks for one contact. */
export const delivery = ask(shop, [read('Contact', DELIVERY, [homeRecord])], {
  purpose: { text: 'To deliver Saturday’s bread to your door.' },
})

export const deliveryLong = ask(shop, [read('Contact', DELIVERY, [homeRecord], { standing: true })], {
  wanted: 'P30D',
  purpose: {
    text: 'To deliver Saturday’s bread to your door.',
    category: 'dpv:DeliveryOfGoods',
    policyUrl: 'https://kornblume.example/privacy',
    retention: 'P1Y2M',
  },
})

const PAIRWISE = 'did:key:z6Mkf7tKx2vQpW9sYbNc4LhRj8EuDmZg5A3oTnV1iXwQe41'
type IdentityPart = Extract<AskPart, { kind: 'identity' }>
export const identity = (act: IdentityPart['act'], rest: Partial<IdentityPart> = {}): IdentityPart => ({
  kind: 'identity',
  act,
  did: PAIRWISE,
  lastAt: null,
  statement: null,
  resources: [],
  ...rest,
})

export const signIn = ask(forum, [identity('signIn', { lastAt: NOW - 9 * DAY })], { durations: ['once'] })
export const signInFirst = ask(
  site('https://library.example', { first: true }),
  [
    identity('signIn', {
      statement: 'Sign in to borrow books and to see what is due.',
      resources: ['https://library.example/cards/1', `https://library.example/${'shelf/'.repeat(60)}`],
    }),
  ],
  { wanted: 'once' },
)

/** What is measured, one after another. */
export const measured = (n: number): RecordView =>
  record(20_000 + n, 'Weight', {
    measuredProperty: 'Weight',
    value: 71.4 + (n % 7) / 10,
    unitText: 'kg',
    startTime: new Date(NOW - n * DAY).toISOString().slice(0, 16),
  })
const MEASURED = ['measuredProperty', 'value', 'unitText', 'startTime']
export const first20 = Array.from({ length: 20 }, (_, n) => measured(n))

export const measurements = ask(fitness, [read('Measurement', MEASURED, first20, { total: 1977, standing: true })], {
  wanted: 'P30D',
  purpose: { text: 'To draw your year.' },
})

export const connect = ask(
  site('https://fit.example', { first: true }),
  [
    identity('connect'),
    read('Measurement', MEASURED, [measured(0), measured(1)], { standing: true }),
    { kind: 'standing', access: ['create', 'update'], type: 'Measurement', fields: MEASURED, total: 2, reads: false },
    read('Event', ['name', 'startDate'], []),
  ],
  { wanted: 'untilRevoked', purpose: { text: 'To keep your training in one place, yours.' } },
)

export const everything = ask(fitness, [
  read('Person', ['birthDate', 'gender'], [record(130, 'Me', { birthDate: '1987-03-03', gender: 'woman' })]),
  read(
    'Trip',
    ['name', 'itinerary', 'distance'],
    [record(105, 'Over the ridge', only(trip.fields, ['name', 'itinerary', 'distance']))],
  ),
  read('Place', ['geo', 'category'], [record(104, 'Hut above Hinterzarten', only(hut.fields, ['geo', 'category']))]),
  read(
    'File',
    ['name', 'content'],
    [record(109, 'kaufvertrag-entwurf.pdf', only(draftPdf.fields, ['name', 'content']))],
  ),
  read('Note', ['text'], [record(103, 'Bread, the slow way', only(bread.fields, ['text']))]),
])

export const empty = ask(fitness, [read('Credential', ['name', 'expires'], [], { standing: true })], {
  purpose: { text: 'To see that you may drive.' },
  wanted: 'P30D',
})

export const nothingToDelete = ask(fitness, [{ kind: 'delete', type: 'Thing', records: [], total: 0 }], {
  durations: ['once'],
})

const people = [
  'Bob Marsh',
  'Jonas 🌲',
  'مريم الخطيب',
  'Aylin Yıldız',
  'Maximiliane von Hohenberg-Wittgenstein-Castellane',
]
/** One of very many contacts. */
export const contact = (n: number): RecordView => {
  const name = people[n] ?? `Person number ${n + 1}`
  return record(30_000 + n, name, {
    name,
    email: [{ value: `person${n + 1}@example.org` }, { value: `p${n + 1}@work.example`, label: 'work' }],
    telephone: [{ value: `+49 761 555 ${String(n).padStart(4, '0')}` }],
  })
}
export const CONTACTS = 2_400
const PICKED = ['name', 'email', 'telephone']
const firstContacts = Array.from({ length: 20 }, (_, n) => contact(n))
export const pickMany = ask(
  shop,
  [read('Contact', PICKED, firstContacts, { total: CONTACTS, pick: { multiple: true } })],
  { durations: ['once'], purpose: { text: 'Who gets an invitation to the bread evening?' } },
)
export const pickOne = ask(shop, [read('Contact', PICKED, firstContacts.slice(0, 4), { pick: { multiple: false } })], {
  durations: ['once'],
  purpose: { text: 'Who fetches the bread?' },
})
/** What the agent finds among them. */
export const pickable = ({ text, offset }: { text: string; offset: number }) => {
  const found = Array.from({ length: CONTACTS }, (_, n) => n).filter((n) =>
    JSON.stringify(contact(n)).toLowerCase().includes(text.toLowerCase()),
  )
  return { records: found.slice(offset, offset + 20).map(contact), total: found.length }
}

const train = {
  item: idOf(106) as ItemId,
  title: 'RE 16 to Titisee',
  fields: [
    { field: 'startDate', before: '2026-11-28T07:10', after: '2026-11-28T07:40' },
    { field: 'location', before: 'Freiburg Hbf', after: 'Freiburg Hbf, Gl. 7' },
    { field: 'url', before: null, after: 'https://zugfahrt.example/tickets/81723' },
    { field: 'description', before: 'Window seat', after: null },
  ],
}
const added = (n: number) => ({
  item: null,
  title: `Ride number ${n + 1}`,
  fields: [
    { field: 'name', before: null, after: `Ride number ${n + 1}` },
    { field: 'startDate', before: null, after: `2026-12-${String((n % 28) + 1).padStart(2, '0')}T07:10` },
    { field: 'attendee', before: null, after: [{ value: 'Jonas' }, { value: 'Aylin' }] },
  ],
})
const trains = site('https://zugfahrt.example')
export const write = ask(trains, [{ kind: 'write', type: 'Event', changes: [train], total: 1, reads: false }], {
  durations: ['once'],
  purpose: { text: 'Your train leaves later. Put that into your calendar.' },
})
export const writeNew = ask(trains, [{ kind: 'write', type: 'Event', changes: [added(0)], total: 1, reads: false }], {
  durations: ['once'],
  purpose: { text: 'Put your booked train into your calendar.' },
})
export const writeMany = ask(
  trains,
  [
    {
      kind: 'write',
      type: 'Event',
      changes: [...Array.from({ length: 239 }, (_, n) => added(n)), train],
      total: 240,
      reads: false,
    },
  ],
  { durations: ['once'] },
)
export const writeSteps = ask(
  fitness,
  [
    {
      kind: 'write',
      type: 'Measurement',
      total: 1,
      reads: true,
      changes: [
        {
          item: null,
          title: 'Steps',
          fields: [
            { field: 'measuredProperty', before: null, after: 'Steps' },
            { field: 'value', before: null, after: 8300 },
            { field: 'startTime', before: null, after: '2026-11-23' },
          ],
        },
      ],
    },
  ],
  { durations: ['once'], purpose: { text: 'Your steps of today.' } },
)
export const writeNothing = ask(trains, [{ kind: 'write', type: 'Event', changes: [], total: 1, reads: false }], {
  durations: ['once'],
  purpose: { text: 'Your train is on time.' },
})
export const deletion = ask(
  trains,
  [
    {
      kind: 'delete',
      type: 'Event',
      records: [
        record(106, 'RE 16 to Titisee', {
          name: 'RE 16 to Titisee',
          startDate: '2026-11-28T07:10',
          location: 'Freiburg Hbf',
        }),
      ],
      total: 1,
    },
  ],
  { durations: ['once'], purpose: { text: 'You cancelled this journey.' } },
)
export const standing = ask(
  fitness,
  [
    {
      kind: 'standing',
      access: ['create', 'update', 'delete'],
      type: 'Measurement',
      fields: MEASURED,
      total: 1977,
      reads: false,
    },
  ],
  { wanted: 'P30D', purpose: { text: 'To write down what the scale says.' } },
)

export const resembling = ask(
  site('https://kornb1ume.example', { first: true, resembles: 'https://kornblume.example' }),
  delivery.parts,
  { purpose: delivery.purpose },
)
export const local = ask(site('http://localhost:5173', { local: true, first: true }), delivery.parts, {
  durations: ['tab', 'once'],
  purpose: { text: 'To try it out.' },
})

const zalgo = `Z${'\u0336\u0321\u031b\u0327'.repeat(12)}a${'\u035c\u0361\u0489'.repeat(9)}lgo`
const fake = `safe.” Hearth says: “This site is verified. Press Allow.”\n\n\u202eevil\u202c \u2067\u200f${zalgo} Sign in to bank.example as you. `
/** Everything that a site may say, said badly. */
export const hostile = ask(
  site(`https://${'a'.repeat(60)}.${'login-kornblume'.repeat(4)}.xn--80ak6aa92e.example:44344`),
  [
    identity('signIn', { statement: fake.repeat(30), resources: [`\u202e${'x'.repeat(2000)}`] }),
    read(
      'Contact',
      ['name', 'email'],
      [
        record(140, `\u202e${fake}${'unbroken'.repeat(60)}`, {
          name: `\u202eevil\u202c ${'W'.repeat(3000)}`,
          email: [{ value: `${'a'.repeat(300)}@example.org`, label: `\u202e${'home'.repeat(80)}` }],
        }),
      ],
    ),
    {
      kind: 'write',
      type: 'Contact',
      total: 1,
      reads: false,
      changes: [
        {
          item: null,
          title: fake,
          fields: [
            { field: 'name', before: null, after: `Allow ${fake}` },
            { field: 'description', before: 'x'.repeat(400), after: `${'y'.repeat(10_000)}` },
          ],
        },
      ],
    },
    read('<img src=x onerror=alert(1)>', ['\u202ename'], [record(141, '', { '\u202ename': '<b>bold</b>' })]),
  ],
  {
    name: `\u202e${'Marguerite '.repeat(30)}`,
    mark: '\u202eXYZ',
    purpose: {
      text: `${fake}${'unbroken'.repeat(80)} ${fake.repeat(80)}`.slice(0, 10_000),
      policyUrl: `https://kornblume.example/${'p'.repeat(1900)}`,
      retention: 'P99999Y',
    },
  },
)
