import { Encrypter } from 'age-encryption'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { ChangeId, FileId, ImportId, ItemId } from '../../lib/contract/ids'
import { FILE_MARK, type Item } from '../../lib/contract/item'
import { readArchive } from '../../lib/formats/archive'
import { safeName, uniqueNames } from '../../lib/formats/file-names'
import { JOBS } from '../../lib/formats/worker-jobs'
import { fakePage } from './fake-page'
import { zipOf } from './zip'

const AT = Date.UTC(2026, 10, 23, 12)
let count = 0
const item = (type: string, fields: Item['fields'], more: Partial<Item> = {}): Item => ({
  id: (++count).toString(16).padStart(32, '0') as ItemId,
  type,
  fields,
  tags: [],
  createdAt: AT,
  updatedAt: AT,
  rev: 1,
  change: 'c' as ChangeId,
  ...more,
})
const [PICTURE, PREVIEW, LOGO, LETTER] = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(32) as FileId) as [
  FileId,
  FileId,
  FileId,
  FileId,
]
const FILES = new Map([
  [PICTURE, new Uint8Array(2_000).fill(7)],
  [PREVIEW, new Uint8Array([1])],
  [LOGO, new Uint8Array(3_000).fill(9)],
  [LETTER, new Uint8Array(600_000).fill(5)],
])
const DATA: Item[] = [
  item(
    'Contact',
    {
      name: 'Ada Lovelace',
      email: [{ value: 'ada@example.org', label: 'work' }],
      image: { file: PICTURE, size: 2_000, mediaType: 'image/jpeg', preview: PREVIEW },
    },
    {
      tags: ['friends'],
      original: {
        format: 'vcard',
        text: `BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nX-OTHER:1\nLOGO;ENCODING=b:${FILE_MARK}${LOGO}\nEND:VCARD`,
      },
    },
  ),
  item('Event', { name: 'Tea', startDate: '2026-11-27T16:00' }),
  item('Note', { name: 'To do: "all"', text: '# Plan\n- [ ] a' }, { tags: ['a, b', '"c"'] }),
  item('Note', { name: 'to DO: "all"', text: 'x' }),
  item('Note', { text: '../../etc/passwd\nmore' }),
  item('Measurement', { measuredProperty: 'Steps', value: 5, unitText: 'count', startTime: '2026-11-01' }),
  item('File', { name: 'letter.pdf', content: { file: LETTER, size: 600_000, mediaType: 'application/pdf' } }),
  item('Note', { name: 'thrown away' }, { binnedAt: AT }),
]

const exported = async (data: readonly Item[]) => {
  const page = fakePage(data, FILES)
  await JOBS.export({ at: AT }, page)
  return new File([(await page.written()) as BlobPart], 'export.zip')
}
const filesOf = async (archive: Blob) => {
  const files = new Map<string, Uint8Array>()
  for await (const next of readArchive(archive)) {
    if ('problem' in next) throw new Error(next.problem.reason)
    files.set(next.entry.path, new Uint8Array(await new Response(next.entry.bytes()).arrayBuffer()))
  }
  return files
}
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)

describe('an export', () => {
  it('has a file for each format, and none for what there is nothing of', async () => {
    const files = await filesOf(await exported(DATA))
    expect([...files.keys()]).toEqual([
      'README.txt',
      'files/Ada Lovelace.jpg',
      'files/Ada Lovelace',
      'files/letter.pdf',
      'files.json',
      'contacts.vcf',
      'calendar.ics',
      'notes/To do all.md',
      'notes/to DO all (2).md',
      'notes/etc passwd.md',
      'contacts.csv',
      'events.csv',
      'notes.csv',
      'measurements.csv',
      'files.csv',
      'everything.jsonld',
    ])
    expect(files.get('files/letter.pdf')).toEqual(FILES.get(LETTER))
    expect(JSON.parse(text(files.get('files.json')))).toEqual({
      [PICTURE]: 'files/Ada Lovelace.jpg',
      [LOGO]: 'files/Ada Lovelace',
      [LETTER]: 'files/letter.pdf',
    })
    expect(text(files.get('contacts.vcf'))).toMatch(/X-OTHER:1\r\n/)
    expect(text(files.get('notes/To do all.md'))).toBe(
      '---\ntitle: "To do: \\"all\\""\ndate: "2026-11-23T12:00:00Z"\ntags: ["a, b","\\"c\\""]\n---\n\n# Plan\n- [ ] a\n',
    )
  })

  it('is read again as it was, files and all', async () => {
    const page = fakePage()
    await JOBS.read({ file: await exported(DATA), options: {} }, page)
    expect(page.problems).toEqual([])
    const contact = page.items.find(({ type }) => type === 'Contact')
    const image = contact?.fields.image as { file: string; size: number; mediaType: string }
    expect(page.kept.get(image.file)).toEqual(FILES.get(PICTURE))
    expect(image).toEqual({ file: image.file, size: 2_000, mediaType: 'image/jpeg' })
    const [, logo = ''] = new RegExp(`${FILE_MARK}(\\w+)`).exec(contact?.original?.text ?? '') ?? []
    expect(page.kept.get(logo)).toEqual(FILES.get(LOGO))
    const plain = ({
      type,
      fields: { image: _, content: __, ...fields },
      tags,
    }: Pick<Item, 'type' | 'fields' | 'tags'>) => ({ type, fields, tags })
    expect(page.items.map(plain)).toEqual(DATA.filter(({ binnedAt }) => !binnedAt).map(plain))
  })

  it('of nothing is an archive all the same', async () => {
    const page = fakePage()
    expect(await JOBS.read({ file: await exported([]), options: {} }, page)).toEqual({ items: 0, unread: 0 })
  })

  it('lists files that it names and does not have', async () => {
    const files = await filesOf(await exported(DATA))
    files.delete('files/letter.pdf')
    const rest = zipOf([...files].map(([path, data]) => ({ path, data })).reverse())
    const page = fakePage()
    await JOBS.read({ file: new File([rest], 'x.zip'), options: {} }, page)
    expect(page.problems).toMatchObject([{ reason: 'missing', what: LETTER }])
    const letter = page.items.find(({ type }) => type === 'File')
    expect(letter?.fields).toEqual({ name: 'letter.pdf' })
    expect(page.items).toHaveLength(7)
  })
})

// What stretches a passphrase costs a second each time.
const { setPassphrase } = Encrypter.prototype
vi.spyOn(Encrypter.prototype, 'setPassphrase').mockImplementation(function (this: Encrypter, passphrase) {
  setPassphrase.call(this, passphrase)
  this.setScryptWorkFactor(10)
})

describe('a backup', () => {
  it('is restored as it was, with the bin, and with the files under their ids', async () => {
    const data = [
      ...DATA,
      item('Note', { name: 'from elsewhere' }, { source: { import: 'i' as ImportId, key: 'k', version: 'v' } }),
    ]
    const [page, empty] = [fakePage(data, FILES), fakePage()]
    await JOBS.backup({ passphrase: 'kettle', at: AT }, page)
    const file = new File([(await page.written()) as BlobPart], 'hearth.age')
    expect(await JOBS.restore({ file, passphrase: 'kettle' }, empty)).toEqual({ items: data.length, unread: 0 })
    const were = [...data].sort((a, b) => Number(Boolean(a.binnedAt)) - Number(Boolean(b.binnedAt)))
    expect(empty.items).toMatchObject(
      were.map(({ id, type, fields, tags, original, source, createdAt, updatedAt, binnedAt }) => ({
        ...{
          type,
          fields,
          tags,
          key: source?.key ?? id,
          was: { id, createdAt, updatedAt, ...(binnedAt ? { binnedAt } : {}) },
        },
        ...(original ? { original } : {}),
      })),
    )
    expect(empty.items.find(({ key }) => key === 'k')?.version).toBe('v')
    expect(empty.kept).toEqual(FILES)
  })
})

describe('a name for a file', () => {
  it.each([
    ['con', '_con'],
    ['COM1.txt', '_COM1.txt'],
    ['console', 'console'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j'],
    ['  ..hidden. . ', 'hidden'],
    ['\u202egpj.exe', 'gpj.exe'],
    ['', 'untitled'],
    ['...', 'untitled'],
    ['\ud800', '\ufffd'],
    ['photo.jpeg', 'photo.jpeg'],
    ['Version 1.2.3', 'Version 1.2.3'],
  ])('%j is %j', (called, name) => {
    expect(safeName(called)).toBe(name)
  })

  it('is one that every file system takes, whatever it is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (called) => {
        const name = safeName(called, '.bin')
        expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(101)
        expect(name).toMatch(/^[^<>:"/\\|?*]*[^<>:"/\\|?*. ]$/)
        expect(name).not.toMatch(/^\./)
      }),
    )
  })

  it('is there once, also where capitals do not count', () => {
    const name = uniqueNames()
    expect(['a.txt', 'A.txt', 'a.txt', 'a (2).txt', '.x', '.X'].map(name)).toEqual([
      'a.txt',
      'A (2).txt',
      'a (3).txt',
      'a (2) (2).txt',
      '.x',
      '.X (2)',
    ])
  })
})
