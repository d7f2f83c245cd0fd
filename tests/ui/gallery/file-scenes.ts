import type { ImportView, Problem } from '../../../lib/contract/data-api'
import { HearthError, type Reason } from '../../../lib/contract/errors'
import type { FileId, ImportId } from '../../../lib/contract/ids'
import type { Imported } from '../../../lib/contract/item'
import type { PanelWatches } from '../../../lib/contract/panel-api'
import type { JobOptions } from '../../../lib/formats/connect-worker'
import type { Inspection } from '../../../lib/formats/worker-api'
import { refuse, type World } from './fake-panel'
import type { Jobs } from './fake-tools'
import { idOf, marguerite, NOW } from './people'
import type { Scene } from './scenes'

const MINUTE = 60_000
const DAY = 86_400_000

const item = (type: string, fields: Imported['fields'], tags: string[] = []): Imported => ({
  type,
  fields,
  tags,
  key: JSON.stringify(fields),
  version: '1',
})
const many = (...values: string[]) => values.map((value) => ({ value }))

const contacts: Imported[] = [
  item('Contact', { name: 'Maximiliane von Hohenberg-Wittgenstein-Castellane', email: many('max@castellane.example') }),
  item('Contact', { name: 'مريم بن داود', telephone: many('+213 21 55 01 42') }, ['family']),
  item('Contact', { name: 'Jonas 🌲', worksFor: 'Forstamt Hinterzarten', telephone: many('0151 1234567') }),
  item('Contact', { name: 'Aylin Yıldız', address: [{ value: { addressLocality: 'Freiburg', postalCode: '79098' } }] }),
]
const weights: Imported[] = Array.from({ length: 20 }, (_, n) =>
  item('Measurement', {
    measuredProperty: n % 2 ? 'Weight' : 'Body fat',
    value: n % 2 ? 71.4 - n / 10 : 18.2,
    unitText: n % 2 ? 'kg' : '%',
    startTime: `2026-11-${String(n + 1).padStart(2, '0')}`,
  }),
)

const unread: Problem[] = [
  { line: 12, where: null, reason: 'bad-date', what: 'BDAY:31.02.1987' },
  { line: 208, where: null, reason: 'not-understood', what: 'this is not a property' },
  { line: null, where: 'Takeout/Drive', reason: 'unknown-kind', what: 'Kaufvertrag (endgültig, wirklich).gdoc (+41)' },
  {
    line: 4_012,
    where: 'Takeout/Meine Aktivitäten/Suche/MeineAktivitäten.json',
    reason: 'unsafe-link',
    what: 'javascript:void(0)',
  },
]
const nothing: Inspection = { format: 'csv', encoding: null, table: null, items: [], problems: [] }
const utf8 = { encoding: 'utf-8', sure: true, doubled: false }

const vcard: Inspection = { ...nothing, format: 'vcard', encoding: utf8, items: contacts, problems: unread.slice(0, 2) }
const table: Inspection = {
  ...nothing,
  encoding: { encoding: 'windows-1252', sure: false, doubled: true },
  items: weights,
  table: {
    dialect: { delimiter: ';' },
    rows: [
      ['Datum', 'Gewicht (kg)', 'Körperfett', 'Notiz', 'Eine Spalte mit einem sehr langen Namen, den niemand braucht'],
      ['01.11.2026', '71,4', '18,2', 'nach dem Lauf', ''],
      ['02.11.2026', '71,1', '18,1', '', ''],
    ],
    mapping: {
      type: 'Measurement',
      names: [
        'Datum',
        'Gewicht (kg)',
        'Körperfett',
        'Notiz',
        'Eine Spalte mit einem sehr langen Namen, den niemand braucht',
      ],
      columns: [
        { field: 'startTime' },
        { field: 'value', label: 'Gewicht', unit: 'kg' },
        { field: 'value', label: 'Körperfett' },
        null,
        null,
      ],
      skip: 1,
      dateOrder: null,
      serialDates: false,
      decimal: ',',
      leftovers: 'list',
      key: null,
    },
  },
}

const counts = { added: 1_240, updated: 3, same: 12, kept: 1, refused: 2 }
const brought: ImportView = {
  id: idOf(1) as ImportId,
  name: 'phone.vcf',
  format: 'vcard',
  startedAt: NOW - 3 * MINUTE,
  endedAt: NOW - 2 * MINUTE,
  state: 'done',
  counts,
  problems: unread,
  unread: 2_411,
}
const none = { added: 0, updated: 0, same: 0, kept: 0, refused: 0 }
const past = (n: number, part: Partial<ImportView>): ImportView => ({
  ...brought,
  id: idOf(n) as ImportId,
  problems: [],
  unread: 0,
  startedAt: NOW - n * DAY,
  ...part,
})
const earlier: ImportView[] = [
  brought,
  past(2, { name: 'takeout-20261101T080000Z-001.zip', format: 'takeout', counts: { ...none, added: 48_112 } }),
  past(3, { name: 'Bookmarks of this browser', format: 'bookmarks', counts: { ...none, added: 1, same: 214 } }),
  past(4, { name: 'gewicht.csv', format: 'csv', state: 'interrupted', counts: none }),
  past(5, {
    name: 'kalender der Familie von Hohenberg-Wittgenstein-Castellane 2019 bis 2026.ics',
    format: 'icalendar',
    state: 'undone',
  }),
]

const data: NonNullable<PanelWatches['data']['value']> = {
  loading: false,
  count: 4_812,
  types: [
    { type: 'Measurement', count: 3_900 },
    { type: 'Contact', count: 612 },
    { type: 'Note', count: 298 },
    { type: 'File', count: 2 },
  ],
  tags: [],
  binned: 3,
  damaged: 0,
  last: null,
}

const world: World = {
  status: { phase: 'open', unread: 0 },
  me: marguerite,
  imports: [],
  data,
  answers: {
    startImport: () => ({ batches: 0 }),
    addToImport: () => ({ ...none, added: 1_240 }),
    finishImport: () => brought,
    cancelImport: () => undefined,
    undoImport: () => ({ undone: 1_243, left: 4 }),
    suggestPassphrase: () => ({ passphrase: 'copper kitchen ladder olive pony' }),
    readItems: () => ({ items: [], last: null }),
  },
}
const full: World = { ...world, imports: earlier }

const fails = (reason: Reason) => () => {
  throw new HearthError(reason)
}
const reading: Jobs = {
  inspect: () => vcard,
  read: async (_, { answers, onProgress }) => {
    onProgress?.(1_400_000, 5_200_000)
    await answers?.keepBatch?.({ items: contacts, problems: [], unread: 0 })
    return new Promise(() => {})
  },
}
const read: Jobs = { inspect: () => vcard, read: () => ({ items: 1_258, unread: 9 }) }
const writing = async (_: unknown, { answers }: JobOptions) => {
  await answers?.items?.({ filter: {}, after: null })
  await answers?.write?.({ bytes: new Blob([new Uint8Array(1_234_567)]) })
}

const importing = (jobs: Jobs, of: World = world): Scene => ({ hash: '#data/import', world: of, jobs })
const exporting = (jobs: Jobs, of: World = world): Scene => ({ hash: '#data/export', world: of, jobs })

/** Every state of bringing in and taking out. */
export const FILE_SCENES = {
  import: importing({}),
  'import-popup': { ...importing({}), surface: 'popup' },
  'import-earlier': { ...importing({}, full), allowed: ['bookmarks'] },
  'import-rtl': { ...importing({ inspect: () => vcard }, full), rtl: true },
  'import-elsewhere': importing({}, { ...world, imports: [{ ...brought, state: 'running', endedAt: null }] }),
  'import-vcard': importing({ inspect: () => vcard }),
  'import-table': importing({
    inspect: ({ options }) => ({ ...table, ...(options.format && { format: options.format }) }),
  }),
  'import-nothing': importing({ inspect: () => ({ ...nothing, encoding: utf8, problems: unread.slice(1, 2) }) }),
  'import-unknown': importing({
    inspect: () => ({
      ...nothing,
      format: 'unknown',
      items: [
        item('File', {
          name: 'holiday.jpg',
          content: { file: idOf(9) as FileId, size: 2_100_000, mediaType: 'image/jpeg' },
        }),
      ],
    }),
  }),
  'import-running': importing(reading),
  'import-ended': importing(read, full),
  'import-failed': importing({ inspect: () => vcard, read: fails('interrupted') }),
  'import-backup': importing({ inspect: () => ({ ...nothing, format: 'backup' }), restore: fails('wrong-passphrase') }),
  export: exporting({}),
  'export-popup': { ...exporting({}), surface: 'popup' },
  'export-empty': exporting({}, { ...world, data: { ...data, count: 0, binned: 0, types: [] } }),
  'export-running': exporting({
    export: async (params, page) => {
      await writing(params, page)
      return new Promise(() => {})
    },
  }),
  'export-ready': exporting({ export: writing }),
  'export-damaged': exporting(
    {
      export: async (params, page) => {
        for (const file of ['1', '2']) await page.answers?.piece?.({ file: file.repeat(32) as FileId, piece: 0 })
        await writing(params, page)
      },
    },
    { ...world, answers: { ...world.answers, readFile: refuse('vault-damaged') } },
  ),
  'export-failed': exporting({ backup: fails('vault-damaged') }),
} satisfies Record<string, Scene>
