import type { FormField, FormLook } from '../../../lib/contract/form-fill'
import type { ChangeId, ItemId } from '../../../lib/contract/ids'
import type { Fields, Item } from '../../../lib/contract/item'
import { MARGUERITE } from '../../browser/forms/person'
import type { World } from './fake-panel'
import { refuse } from './fake-panel'
import { idOf, NOW } from './people'
import type { Scene } from './scenes'
import * as things from './things'

const item = (n: number, type: string, fields: Fields): Item => ({
  id: idOf(n) as ItemId,
  type,
  fields,
  tags: [],
  createdAt: NOW,
  updatedAt: NOW,
  rev: 1,
  change: idOf(900) as ChangeId,
})

const marguerite = item(301, 'Person', MARGUERITE.draft.fields)
const maximiliane = item(302, 'Contact', {
  name: 'Maximiliane Freifrau von Hohenberg-Wittgenstein-Castellane',
  email: [{ value: 'maximiliane.freifrau.von.hohenberg-wittgenstein-castellane@verwaltung.castellane.example' }],
})
const flat = item(303, 'PostalAddress', {
  name: 'Holiday flat',
  address: { streetAddress: 'Via Roma 3', postalCode: '16121', addressLocality: 'Genova', addressCountry: 'Italy' },
})
const mariam = item(304, 'Person', {
  name: 'مريم بن داود',
  email: [{ value: 'mariam@bendaoud.example' }],
  address: [{ value: { streetAddress: 'شارع ديدوش مراد ٤٥', addressLocality: 'الجزائر', addressCountry: 'الجزائر' } }],
})
const crowd = Array.from({ length: 80 }, (_, n) => item(400 + n, 'Contact', { name: `Guest ${n + 1} of the hut` }))
const everybody = [marguerite, maximiliane, flat]

const world = (items: readonly Item[], answers: World['answers'] = {}): World => ({
  status: { phase: 'open', unread: 0 },
  conversations: [],
  invitations: [],
  views: {
    items: things.itemsView(items),
    item: ({ id }) => ({ item: items.find((each) => each.id === id) ?? null, undo: null }),
  },
  answers: { saveItem: () => undefined, logFill: () => undefined, ...answers },
})

const form = (...fields: [tokens: string, label: string, rest?: Partial<FormField>][]): FormField[] =>
  fields.map(([autocomplete, label, rest], id) => ({
    id,
    form: 0,
    autocomplete,
    control: 'input',
    type: 'text',
    label,
    options: [],
    maxLength: null,
    pattern: null,
    full: false,
    ...rest,
  }))

const look = (fields: FormField[], rest: Partial<FormLook> = {}): FormLook => ({
  look: 'one',
  origin: 'https://shop.ofenbau.example',
  secure: true,
  language: 'en',
  fields,
  focused: 0,
  unmarked: 0,
  ...rest,
})

const checkout = form(
  ['email', 'Email'],
  ['name', 'Full name', { full: true }],
  ['street-address', 'Street and number', { control: 'textarea' }],
  ['postal-code', 'Postcode'],
  ['address-level2', 'Town'],
  ['country', 'Country', { control: 'select', options: [{ value: 'DE', text: 'Germany' }] }],
  ['tel', 'Phone, for the courier'],
  ['organization', 'Company', { maxLength: 4 }],
  ['address-line3', ''],
)
const two = form(
  ['section-gift shipping name', 'Name'],
  ['section-gift shipping street-address', 'Street'],
  ['section-gift billing name', 'Name'],
  ['section-gift billing street-address', 'Street'],
  ['section-gift billing postal-code', 'Post code'],
)
const lying = form(
  ['bday', 'Name of your favourite fruit'],
  ['tel', '\u202egniht yna\u202c '.repeat(6)],
  ['section-\u202eslaitnederc email', 'x'.repeat(80)],
)
const typed = [
  { id: 0, value: 'marguerite@new.example', text: 'marguerite@new.example' },
  { id: 1, value: 'Marguerite O. Okonkwo', text: 'Marguerite O. Okonkwo' },
  { id: 2, value: 'Talstraße 9', text: 'Talstraße 9' },
  { id: 3, value: '79102', text: '79102' },
]

const scene = (page: Scene['page'], rest: Partial<Scene> = {}): Scene => ({
  surface: 'popup',
  hash: '#sites/fill',
  world: world(everybody),
  ...(page && { page }),
  ...rest,
})

/** Filling the form of the page in front of the person. */
export const FILL_SCENES = {
  'fill-here': scene({ look: look(checkout) }, { hash: '#chats' }),
  'fill-looking': scene({}),
  'fill-away': scene({ look: null }),
  'fill-none': scene({ look: look([]) }),
  'fill-unmarked': scene({ look: look([], { unmarked: 4 }) }),
  'fill-elsewhere': scene(undefined, { surface: 'sidepanel' }),
  'fill-nobody': scene({ look: look(checkout, { unmarked: 1 }), typed }, { world: world([]) }),
  fill: scene({ look: look(checkout, { unmarked: 2 }), left: [6], typed }),
  'fill-rtl': scene({ look: look(checkout) }, { rtl: true, world: world([mariam, ...everybody]) }),
  'fill-two': scene({ look: look(two) }),
  'fill-long': scene({ look: look(checkout) }, { world: world([maximiliane]) }),
  'fill-lying': scene({ look: look(lying, { secure: false, origin: 'http://shop.example' }) }),
  'fill-many': scene({ look: look(checkout) }, { world: world([marguerite, ...crowd]) }),
  'fill-gone': scene({ look: look(checkout), left: 'gone' }),
  'fill-known': scene({ look: look(checkout), typed: [{ id: 1, value: 'dr. marguerite okonkwo', text: '' }] }),
  'fill-refused': scene(
    { look: look(checkout), typed },
    { world: world(everybody, { saveItem: refuse('changed-since') }) },
  ),
} satisfies Record<string, Scene>
