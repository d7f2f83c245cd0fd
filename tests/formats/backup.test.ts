import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { armor, Encrypter } from 'age-encryption'
import { describe, expect, it, vi } from 'vitest'
import type { Problem } from '../../lib/contract/data-api'
import type { ChangeId, FileId, ImportId, ItemId } from '../../lib/contract/ids'
import { FILE_MARK, type Imported, type Item } from '../../lib/contract/item'
import { readArchive } from '../../lib/formats/archive'
import { writeArchive } from '../../lib/formats/archive-write'
import { writeBackup } from '../../lib/formats/backup'
import { readBackup } from '../../lib/formats/restore'
import { NO_FILES } from '../../lib/formats/worker-files'
import { ensureAge } from '../../tools/browser.mjs'

const PASSPHRASE = 'kettle orbit velvet canyon mosaic'
const AT = Date.UTC(2026, 10, 23, 12)
const id = (n: number) => n.toString(16).padStart(32, '0')
const item = (n: number, more: Partial<Item> = {}): Item => ({
  id: id(n) as ItemId,
  type: 'Note',
  fields: { name: `Note ${n}`, text: '**\u00d6l** "and" \\ \u2028' },
  tags: ['a', '\u00fc'],
  createdAt: 1,
  updatedAt: 2,
  rev: 3,
  change: id(4) as ChangeId,
  ...more,
})
const [PICTURE, PREVIEW, LOGO] = [id(900), id(901), id(902)] as [FileId, FileId, FileId]
const FILES = new Map([
  [PICTURE, new Uint8Array(200_000).map((_, at) => (at * 7) % 251)],
  [PREVIEW, new Uint8Array([1, 2, 3])],
  // More than is held of a backup at once.
  [LOGO, new Uint8Array(9 << 20).map((_, at) => (at >> 8) % 253)],
])
const ITEMS: Item[] = [
  item(1),
  item(2, { binnedAt: 5, occurredAt: -7, source: { import: id(7) as ImportId, key: 'uid:x', version: 'v' } as never }),
  item(3, {
    type: 'Contact',
    fields: { image: { file: PICTURE, size: 200_000, mediaType: 'image/jpeg', preview: PREVIEW } as never },
    original: { format: 'vcard', text: `BEGIN:VCARD\nLOGO:${FILE_MARK}${LOGO}\nEND:VCARD` },
  }),
]

/** An item as it comes back. */
const asItWas = ({ id, type, fields, tags, source, original, createdAt, updatedAt, binnedAt }: Item) => ({
  ...{ type, fields, tags, key: source?.key ?? id, ...(original ? { original } : {}) },
  ...(source ? { version: source.version } : {}),
  was: { id, createdAt, updatedAt, ...(binnedAt ? { binnedAt } : {}) },
})

const bytesOf = (file: FileId) => new Blob([(FILES.get(file) ?? new Uint8Array()) as BlobPart]).stream()
async function* list(items: readonly Item[]) {
  yield* items
}
const backUp = async (items: readonly Item[] = ITEMS, passphrase = PASSPHRASE): Promise<Uint8Array> =>
  new Uint8Array(await new Response(await writeBackup(() => list(items), bytesOf, passphrase, AT)).arrayBuffer())

const restore = async (backup: Uint8Array | string, passphrase = PASSPHRASE, onItem = () => {}) => {
  const items: Imported[] = []
  const files = new Map<string, Uint8Array>()
  const problems: Problem[] = []
  for await (const next of readBackup(new Blob([backup as BlobPart]), passphrase, NO_FILES)) {
    if ('item' in next) {
      onItem()
      items.push(next.item)
    } else if ('problem' in next) problems.push(next.problem)
    else files.set(next.file, new Uint8Array(await new Response(next.bytes).arrayBuffer()))
  }
  expect(problems).toEqual([])
  return { items, files }
}

/** A file that age could have written, of any content. */
const encrypted = async (content: Uint8Array, passphrase = PASSPHRASE) => {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  return encrypter.encrypt(content)
}
const zipWith = async (path: string, text: string): Promise<Uint8Array> => {
  async function* parts() {
    yield { path, bytes: new Blob([text]).stream() }
  }
  return new Uint8Array(await new Response(writeArchive(parts(), AT)).arrayBuffer())
}

// What stretches a passphrase costs a second each time: here only where the real thing is looked at.
const { setPassphrase } = Encrypter.prototype
const stretched = vi.spyOn(Encrypter.prototype, 'setPassphrase').mockImplementation(function (
  this: Encrypter,
  passphrase,
) {
  setPassphrase.call(this, passphrase)
  this.setScryptWorkFactor(10)
})

describe('a backup', () => {
  it('gives back every item as it was, and every file', async () => {
    const { items, files } = await restore(await backUp())
    expect(items).toMatchObject(ITEMS.map(asItWas))
    expect([...files.keys()]).toEqual([...FILES.keys()])
    for (const [file, bytes] of FILES) expect(Buffer.compare(bytes, files.get(file) ?? new Uint8Array())).toBe(0)
  })

  it('of nothing gives back nothing', async () => {
    expect(await restore(await backUp([]))).toEqual({ items: [], files: new Map() })
  })

  it('of many files is read in order, whatever its directory is as large as', async () => {
    const many = Array.from({ length: 300 }, (_, n) =>
      item(n, { fields: { content: { file: id(10_000 + n) as FileId, size: 0, mediaType: 'x/y' } } }),
    )
    const { items, files } = await restore(await backUp(many))
    expect(items).toMatchObject(many.map(asItWas))
    expect([...files.keys()]).toEqual(many.map((_, n) => id(10_000 + n)))
  })

  it('is not written where a file cannot be read', async () => {
    const broken = () => new ReadableStream({ pull: (out) => out.error(new Error('gone')) })
    const backup = await writeBackup(() => list(ITEMS), broken, PASSPHRASE, AT)
    await expect(new Response(backup).arrayBuffer()).rejects.toThrow('gone')
  })

  it('may have been armoured', async () => {
    const few = ITEMS.slice(0, 2)
    expect((await restore(`\n${armor.encode(await backUp(few))}`)).items).toMatchObject(few.map(asItWas))
  })
})

describe('a backup that is not whole', () => {
  const whole = () => backUp([...ITEMS.slice(0, 2), ...Array.from({ length: 2_000 }, (_, n) => item(n + 10))])
  const altered = (bytes: Uint8Array, at: number) => bytes.with(at, (bytes[at] ?? 0) ^ 1)

  it.each([
    ['cut off in the middle', (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2)],
    [
      'cut off where a chunk ends',
      (bytes: Uint8Array) => bytes.subarray(0, bytes.length - ((bytes.length - 200) % 65_552)),
    ],
    ['cut off by one byte', (bytes: Uint8Array) => bytes.subarray(0, -1)],
    ['cut off in its header', (bytes: Uint8Array) => bytes.subarray(0, 60)],
    ['longer', (bytes: Uint8Array) => Uint8Array.from([...bytes, 1])],
    ['altered at the start', (bytes: Uint8Array) => altered(bytes, 400)],
    ['altered at the end', (bytes: Uint8Array) => altered(bytes, bytes.length - 20)],
    ['altered in its header', (bytes: Uint8Array) => altered(bytes, 100)],
    ['not encrypted', () => Buffer.from('BEGIN:VCARD')],
    ['empty', () => new Uint8Array()],
  ])('gives nothing: %s', async (_, change) => {
    const items: unknown[] = []
    const reading = restore(change(await whole()), PASSPHRASE, () => items.push(1))
    await expect(reading).rejects.toMatchObject({ reason: 'damaged' })
    expect(items).toEqual([])
  })

  it('gives nothing to another passphrase', async () => {
    await expect(restore(await whole(), 'kettle')).rejects.toMatchObject({ reason: 'wrong-passphrase' })
  })

  it.each([
    ['no archive', async () => Buffer.from('hello'), 'damaged'],
    ['another archive', () => zipWith('a.txt', 'a'), 'damaged'],
    ['another head', () => zipWith('hearth.json', '[]'), 'damaged'],
    ['a later form', () => zipWith('hearth.json', '{"format":"hearth-backup","version":2}'), 'newer-version'],
  ])('says so of %s', async (_, content, reason) => {
    await expect(restore(await encrypted(await content()))).rejects.toMatchObject({ reason })
  })

  it('asks for no more work than a computer has', async () => {
    const costly = Buffer.from(await encrypted(Buffer.from('x')))
      .toString('latin1')
      .replace(/ 10\n/, ' 30\n')
    await expect(restore(Buffer.from(costly, 'latin1'))).rejects.toMatchObject({ reason: 'damaged' })
  })
})

// `npm test` says what is left out without it.
const age = platform() === 'linux' ? ensureAge() : undefined

// The command asks for passphrases at a terminal only: `script` is one.
const atTerminal = (command: string, input: string): Buffer =>
  execFileSync('script', ['-qec', command, '/dev/null'], { input, env: { ...process.env, TERM: 'dumb' } })

describe('the age command', () => {
  it.each(age ? [age] : [])(
    'opens a backup: %s',
    async (program) => {
      stretched.mockRestore()
      const folder = mkdtempSync(join(tmpdir(), 'hearth-backup-'))
      try {
        writeFileSync(join(folder, 'backup.age'), await backUp())
        atTerminal(`${program} -d -o ${join(folder, 'backup.zip')} ${join(folder, 'backup.age')}`, `${PASSPHRASE}\n`)
        const paths: string[] = []
        for await (const next of readArchive(new Blob([readFileSync(join(folder, 'backup.zip'))]))) {
          if ('problem' in next) throw new Error(next.problem.reason)
          paths.push(next.entry.path)
        }
        expect(paths).toEqual([
          'hearth.json',
          'README.txt',
          'everything.jsonld',
          'files.json',
          `files/${PICTURE}`,
          `files/${PREVIEW}`,
          `files/${LOGO}`,
        ])
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
    120_000,
  )
})
