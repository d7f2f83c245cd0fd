import { describe, expect, it } from 'vitest'
import type { Problem } from '../../lib/contract/data-api'
import { type ArchiveLimits, entryProblem, LIMITS, readArchive } from '../../lib/formats/archive'
import { piecesOf } from '../../lib/formats/byte-stream'
import { zipOf } from './zip'

const MEGABYTE = 1 << 20
const zeros = (megabytes: number) => new Uint8Array(megabytes * MEGABYTE)

interface Seen {
  files: Record<string, number>
  problems: Pick<Problem, 'where' | 'reason'>[]
}

/** Reads every entry to its end. */
const readAll = async (archive: Blob, limits: Partial<ArchiveLimits> = {}): Promise<Seen> => {
  const seen: Seen = { files: {}, problems: [] }
  const note = ({ where, reason }: Problem) => seen.problems.push({ where, reason })
  for await (const next of readArchive(archive, { ...LIMITS, ...limits })) {
    if ('problem' in next) {
      note(next.problem)
      continue
    }
    let size = 0
    try {
      for await (const piece of piecesOf(next.entry.bytes())) size += piece.length
      seen.files[next.entry.path] = size
    } catch (error) {
      note(entryProblem(next.entry.path, error))
    }
  }
  return seen
}

const problem = (where: string | null, reason: Problem['reason']) => ({ where, reason })

describe('an archive', () => {
  it('gives its files, packed or not, whatever their names are', async () => {
    const archive = zipOf([
      { path: 'Takeout/Meine Aktivita\u0308ten/a.json', data: 'one' },
      { path: '../../evil.txt', data: 'four' },
      { path: '/etc/x', data: 'x', method: 0 },
      { path: 'folder/', data: '' },
      { path: 'a\\b', data: 'zz' },
    ])
    const { files, problems } = await readAll(archive)
    expect(files).toEqual({ 'Takeout/Meine Aktivit\u00e4ten/a.json': 3, '../../evil.txt': 4, '/etc/x': 1, 'a\\b': 2 })
    expect(problems).toEqual([])
  })

  it('gives both files of one name', async () => {
    const paths: string[] = []
    const archive = zipOf([
      { path: 'a', data: '1' },
      { path: 'a', data: '2' },
    ])
    for await (const next of readArchive(archive)) if ('entry' in next) paths.push(next.entry.path)
    expect(paths).toEqual(['a', 'a'])
  })

  it('gives the start of a file without the rest', async () => {
    for await (const next of readArchive(zipOf([{ path: 'bomb', data: zeros(64) }]), { ...LIMITS, ratio: 1 })) {
      expect('entry' in next && (await next.entry.start(100))).toEqual(new Uint8Array(100))
    }
  })

  it.each<[string, Parameters<typeof zipOf>[0], Seen]>([
    [
      'an encrypted entry',
      [
        { path: 'secret', data: 'x', flags: 1 },
        { path: 'b', data: 'b' },
      ],
      { files: { b: 1 }, problems: [problem('secret', 'encrypted')] },
    ],
    [
      'a wrong checksum',
      [
        { path: 'a', data: 'x', crc: 7 },
        { path: 'b', data: 'b' },
      ],
      { files: { b: 1 }, problems: [problem('a', 'damaged')] },
    ],
    [
      'a size that is a lie',
      [
        { path: 'a', data: zeros(1), size: 10 },
        { path: 'b', data: 'b' },
      ],
      { files: { b: 1 }, problems: [problem('a', 'damaged')] },
    ],
    [
      'a method nobody knows',
      [
        { path: 'a', data: 'x', method: 9 },
        { path: 'b', data: 'b' },
      ],
      { files: { b: 1 }, problems: [problem('a', 'damaged')] },
    ],
    [
      'entries on the same bytes',
      [
        { path: 'a', data: 'xy' },
        { path: 'b', data: 'xy', same: 0 },
        { path: 'c', data: 'c' },
      ],
      { files: { a: 2, c: 1 }, problems: [problem('b', 'damaged')] },
    ],
  ])('lists %s and reads the others', async (_, entries, seen) => {
    expect(await readAll(zipOf(entries))).toEqual(seen)
  })

  it.each([
    ['cut off', 'cut-off', (whole: Blob) => whole.slice(0, whole.size - 30)],
    ['empty', 'damaged', () => new Blob([])],
    ['something else', 'cut-off', () => new Blob(['BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Not an archive\r\nEND:VCARD'])],
  ] as const)('that is %s is one problem', async (_, reason, made) => {
    expect((await readAll(made(zipOf([{ path: 'a', data: 'a' }])))).problems).toEqual([problem(null, reason)])
  })
})

describe('a bomb', () => {
  it('is stopped by how much denser it is than anything real', async () => {
    const archive = zipOf([
      { path: 'bomb', data: zeros(64) },
      { path: 'b', data: 'b' },
    ])
    expect(await readAll(archive)).toEqual({ files: { b: 1 }, problems: [problem('bomb', 'too-large')] })
  })

  it.each([
    ['one entry', { entry: 2 * MEGABYTE }, { files: { b: 1 }, problems: [problem('a', 'too-large')] }],
    [
      'all entries',
      { all: 4 * MEGABYTE },
      { files: { a: 3 * MEGABYTE }, problems: [problem('c', 'too-large'), problem('b', 'too-large')] },
    ],
  ])('is stopped by the limit for %s', async (_, limits, seen) => {
    const second = 'all' in limits ? [{ path: 'c', data: zeros(3) }] : []
    const archive = zipOf([{ path: 'a', data: zeros(3) }, ...second, { path: 'b', data: 'b' }])
    expect(await readAll(archive, limits)).toEqual(seen)
  })

  it('of 200,000 entries is read up to the limit, and says so', async () => {
    const paths = Array.from({ length: 200_000 }, (_, n) => ({ path: `d/${n}`, data: '', method: 0 }))
    const archive = zipOf(paths)
    let entries = 0
    let last: unknown
    for await (const next of readArchive(archive)) {
      if ('entry' in next) entries++
      last = next
    }
    expect(entries).toBe(LIMITS.entries)
    expect(last).toMatchObject({ problem: { reason: 'too-many', what: '100000' } })
  }, 120_000)
})
