import type { ImportId } from '../../../lib/contract/ids'
import type { Item } from '../../../lib/contract/item'
import { refuse, type World } from './fake-panel'
import { idOf, marguerite, NOW } from './people'
import type { Scene } from './scenes'
import * as things from './things'

const phone = {
  id: idOf(700) as ImportId,
  name: 'phone.vcf',
  format: 'vcard',
  startedAt: NOW - 14 * 86_400_000,
  endedAt: NOW - 14 * 86_400_000,
  state: 'done' as const,
  counts: { added: 212, updated: 0, same: 0, kept: 0, refused: 0 },
  problems: [],
  unread: 0,
}

// The smallest picture there is.
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const withItems = (items: readonly Item[], part: Partial<World> = {}): World => ({
  status: { phase: 'open', unread: 0 },
  me: marguerite,
  imports: [phone],
  data: things.summary(items),
  views: {
    items: things.itemsView(items),
    item: ({ id }) => ({ item: items.find((each) => each.id === id) ?? null, undo: things.lastChange }),
  },
  answers: {
    readFile: ({ piece }) => (piece === 0 ? { bytes: DOT } : null),
    binItems: () => ({ count: 1 }),
    restoreItems: () => ({ count: 2 }),
    eraseItems: () => ({ count: 2 }),
    editItems: () => ({ count: 3 }),
    undo: () => ({ undone: 11, left: 1 }),
  },
  ...part,
})

const binned = things.some.map((item) => ({ ...item, binnedAt: NOW }))
const at = ({ id }: Item) => `#data/${id}`
const all = withItems([...things.some, things.photo, things.hostileThing])

/** Every state of the list, of an item, of its editor and of the bin. */
export const DATA_SCENES = {
  'data-loading': { hash: '#data', world: { status: { phase: 'open', unread: 0 } } },
  'data-empty': { hash: '#data', world: withItems([]) },
  'data-items': { hash: '#data', world: { ...all, data: things.summary(things.some, { count: 4_812 }) } },
  'data-items-rtl': { rtl: true, hash: '#data', world: all },
  'data-items-popup': { surface: 'popup', hash: '#data', world: all },
  'data-many': {
    hash: '#data',
    world: withItems([], {
      data: things.summary(things.some, { count: things.MANY, last: things.lastChange }),
      views: { items: things.manyView, item: () => ({ item: things.home, undo: null }) },
    }),
  },
  'data-opening': {
    hash: '#data',
    world: withItems(things.some, { data: things.summary(things.some, { loading: true, count: 40_000 }) }),
  },
  'data-damaged': {
    hash: '#data',
    world: withItems(things.some, { data: things.summary(things.some, { damaged: 3, last: things.lastChange }) }),
  },
  'data-item': { hash: at(things.home), world: all },
  'data-item-rtl': { rtl: true, hash: at(things.home), world: all },
  'data-note': { hash: at(things.bread), world: all },
  'data-trip': { hash: at(things.trip), world: all },
  'data-place': { hash: at(things.hut), world: all },
  'data-file': { hash: at(things.draftPdf), world: all },
  'data-photo': { hash: at(things.photo), world: all },
  'data-item-hostile': { hash: at(things.hostileThing), world: all },
  'data-item-gone': { hash: `#data/${idOf(5)}`, world: all },
  'data-refused': {
    hash: at(things.home),
    world: { ...all, answers: { ...all.answers, saveItem: refuse('storage-full'), addToFile: refuse('storage-full') } },
  },
  'data-changed': {
    hash: at(things.home),
    world: { ...all, answers: { ...all.answers, saveItem: refuse('changed-since') } },
  },
  'data-add-contact': { hash: '#data/add/Contact', world: all },
  'data-add-contact-rtl': { rtl: true, hash: '#data/add/Contact', world: all },
  'data-add-note': { hash: '#data/add/Note', world: all },
  'data-add-file': {
    hash: '#data/add/File',
    world: { ...all, answers: { ...all.answers, addToFile: refuse('storage-full') } },
  },
  'data-add-place': { hash: '#data/add/Place', world: all },
  'data-bin': { hash: '#data/bin', world: withItems(binned, { data: things.summary([], { binned: binned.length }) }) },
  'data-bin-empty': { hash: '#data/bin', world: all },
} satisfies Record<string, Scene>
