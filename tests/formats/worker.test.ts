import { afterEach, describe, expect, it, vi } from 'vitest'
import { HearthError } from '../../lib/contract/errors'
import { type JobOptions, runJob } from '../../lib/formats/connect-worker'
import type { Read } from '../../lib/formats/reader'
import type { Batch, FromWorker, ToWorker } from '../../lib/formats/worker-api'
import { keepInBatches } from '../../lib/formats/worker-batches'
import { JOBS } from '../../lib/formats/worker-jobs'
import { serveJob } from '../../lib/formats/worker-serve'
import { fakePage } from './fake-page'
import { type Packed, zipOf } from './zip'

const CARD = (name: string) => `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nEND:VCARD\r\n`
const EVENT =
  'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260101\r\nSUMMARY:Tee\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
const STEP =
  '<Record type="HKQuantityTypeIdentifierStepCount" unit="count" startDate="2024-01-15 08:00:00 +0100" endDate="2024-01-15 08:00:00 +0100" value="1"/>'
const health = (records: number) => `<HealthData>${STEP.repeat(records)}</HealthData>`

const read = async (file: File) => {
  const page = fakePage()
  const counts = await JOBS.read({ file, options: {} }, page)
  return { ...page, counts, types: page.items.map(({ type }) => type) }
}
const readZip = (entries: Packed[]) => read(new File([zipOf(entries)], 'x.zip'))

describe('a batch', () => {
  it('never holds an item that no message could carry: it is told of instead', async () => {
    const reads = async function* (): AsyncGenerator<Read> {
      for (const size of [1, 17 << 20, 2])
        yield {
          item: { type: 'Note', fields: { name: `n${size}`, text: 'x'.repeat(size) }, tags: [], key: '', version: '' },
        }
    }
    const page = fakePage()
    expect(await keepInBatches(reads(), page)).toEqual({ items: 2, unread: 1 })
    expect(page.problems).toMatchObject([{ reason: 'too-large', what: `n${17 << 20}` }])
  })
})

describe('an archive', () => {
  it('of Takeout is read in any language, and what is left is told by folder', async () => {
    const activity = [{ header: 'Suche', title: 'Gesucht', time: '2024-04-02T10:01:00Z', products: ['Suche'] }]
    const { types, problems, counts, items } = await readZip([
      { path: 'Takeout/Archiv_\u00dcbersicht.html', data: '<!doctype html><title>x</title>' },
      { path: 'Takeout/Kontakte/Alle Kontakte/Alle Kontakte.vcf', data: CARD('Ada') + CARD('Grace') },
      { path: 'Takeout/Kalender/privat.ics', data: EVENT },
      { path: 'Takeout/Meine Aktivit\u00e4ten/Suche/MeineAktivit\u00e4ten.json', data: JSON.stringify(activity) },
      { path: 'Takeout/Google Fotos/1.jpg', data: 'x' },
      { path: 'Takeout/Google Fotos/2.jpg', data: 'x' },
      { path: 'Takeout/Google Fotos/2.jpg.bin', data: 'x' },
      { path: 'Takeout/Chrome/Erweiterungen.json', data: '{"Extensions":[{"name":"x"}]}' },
      { path: 'Takeout/Chrome/W\u00f6rterbuch.csv', data: 'word\nx\n' },
      { path: 'Takeout/kaputt.vcf', data: CARD('lost'), crc: 1 },
    ])
    expect(types).toEqual(['Contact', 'Contact', 'Event', 'Activity', ...types.slice(4)])
    expect(items[1]?.fields.name).toBe('Grace')
    expect(problems).toMatchObject([
      { where: 'Takeout/kaputt.vcf', reason: 'damaged' },
      { where: 'Takeout', reason: 'unknown-kind', what: 'Archiv_\u00dcbersicht.html' },
      { where: 'Takeout/Google Fotos', reason: 'unknown-kind', what: '1.jpg (+2)' },
      { where: 'Takeout/Chrome', reason: 'unknown-kind', what: 'Erweiterungen.json (+1)' },
    ])
    expect(counts.unread).toBe(4)
  })

  it('of Apple Health is found by what it holds', async () => {
    const { types, problems } = await readZip([
      { path: 'apple_health_export/export_cda.xml', data: '<?xml version="1.0"?><ClinicalDocument/>' },
      { path: 'apple_health_export/Exportieren.xml', data: health(3) },
    ])
    expect(types).toEqual(['Measurement', 'Measurement', 'Measurement'])
    expect(problems).toMatchObject([{ where: 'apple_health_export', reason: 'unknown-kind' }])
  })

  it('of anything is read as far as anything in it is known', async () => {
    const { types, problems } = await readZip([
      { path: 'a.csv', data: 'Name;E-Mail\nAda;ada@example.org\n' },
      { path: 'b.json', data: '[{"@context":"https://schema.org","@type":"Person","name":"Grace"}]' },
      { path: 'c.gpx', data: '<gpx version="1.1"><wpt lat="1" lon="2"><name>Here</name></wpt></gpx>' },
      { path: 'd.html', data: '<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF="https://a.example/">A</A></DL>' },
    ])
    expect(types).toEqual(['Contact', expect.stringMatching(/Contact|Person/), 'Place', 'Bookmark'])
    expect(problems).toEqual([])
  })

  it('that is cut off says so', async () => {
    const whole = zipOf([{ path: 'a.vcf', data: CARD('Ada') }])
    const { problems, items } = await read(new File([whole.slice(0, -40)], 'a.zip'))
    expect(items).toEqual([])
    expect(problems).toMatchObject([{ reason: 'cut-off' }])
  })
})

describe('a file that nobody knows', () => {
  it('is kept as it is, in pieces', async () => {
    const bytes = new Uint8Array(1_200_000).map((_, at) => at % 251)
    const { items, kept } = await read(new File([bytes], 'photo.raw', { type: 'image/x-raw', lastModified: 0 }))
    const content = items[0]?.fields.content as { file: string }
    expect(items[0]).toMatchObject({ type: 'File', fields: { name: 'photo.raw', dateCreated: '1970-01-01T00:00:00Z' } })
    expect(content).toEqual({ file: content.file, size: 1_200_000, mediaType: 'image/x-raw' })
    expect(kept.get(content.file)).toEqual(bytes)
  })

  it('has the same key and version whenever it comes', async () => {
    const file = () => new File(['\u0000x'], 'a', { lastModified: 1 })
    const [one, other] = await Promise.all([read(file()), read(file())])
    expect([one.items[0]?.key, one.items[0]?.version]).toEqual([other.items[0]?.key, other.items[0]?.version])
  })
})

describe('inspecting', () => {
  const inspect = (file: File) => JOBS.inspect({ file, options: {} }, fakePage())

  it('shows the first twenty, and keeps nothing', async () => {
    const page = fakePage()
    const found = await JOBS.inspect({ file: new File([health(50)], 'x.xml'), options: {} }, page)
    expect(found).toMatchObject({ format: 'health', encoding: { encoding: 'utf-8' }, table: null, problems: [] })
    expect(found.items).toHaveLength(20)
    expect(page.batches).toEqual([])
  })
  it('shows a table and what its columns may be', async () => {
    const table = 'Name;E-Mail;Ort\r\nJ\u00fcrgen;j@example.org;K\u00f6ln\r\n'
    const found = await inspect(new File([Buffer.from(table, 'latin1')], 'Kontakte.csv'))
    expect(found).toMatchObject({
      format: 'csv',
      encoding: { encoding: 'windows-1252' },
      table: { dialect: { delimiter: ';' }, mapping: { type: 'Contact' } },
    })
    expect(found.items).toMatchObject([{ type: 'Contact', fields: { name: 'J\u00fcrgen' } }])
  })
  it('says what needs a passphrase first', async () => {
    const backup = new File(['age-encryption.org/v1\n'], 'x')
    await expect(read(backup)).rejects.toMatchObject({ reason: 'bad-request' })
    expect(await inspect(backup)).toMatchObject({
      format: 'backup',
      items: [],
      problems: [],
    })
  })
})

describe('batches', () => {
  it('are at most so large, whatever comes', async () => {
    const file = new File([health(5_000)], 'x.xml')
    const { batches, counts, done } = await read(file)
    expect(counts).toEqual({ items: 5_000, unread: 0 })
    expect(done).toBe(file.size)
    for (const batch of batches) expect(JSON.stringify(batch).length).toBeLessThan(210_000)
    expect(batches.length).toBeGreaterThan(4)
  })
  it('list the first thousand problems and count all', async () => {
    const { problems, counts, batches } = await read(
      new File([`<HealthData>${'<Record/>'.repeat(3_000)}</HealthData>`], 'x.xml'),
    )
    expect(problems).toHaveLength(1_000)
    expect(counts).toEqual({ items: 0, unread: 3_000 })
    expect(batches.reduce((sum, { unread }) => sum + unread, 0)).toBe(3_000)
  })
})

/** A worker in this thread: the two sides hear each other as they would over its port. */
class NearWorker extends EventTarget {
  terminated = false
  readonly asked: FromWorker['kind'][] = []
  readonly #inside = new EventTarget()
  constructor(serve = true) {
    super()
    if (!serve) return
    serveJob({
      postMessage: (data) => this.#hear(this, data),
      addEventListener: (_, listener) => this.#inside.addEventListener('message', listener as EventListener),
    })
  }
  postMessage(data: ToWorker): void {
    this.#hear(this.#inside, data)
  }
  terminate(): void {
    this.terminated = true
  }
  #hear(target: EventTarget, data: FromWorker | ToWorker): void {
    const copy = structuredClone(data)
    queueMicrotask(() => {
      if (this.terminated) return
      this.asked.push(copy.kind as FromWorker['kind'])
      target.dispatchEvent(new MessageEvent('message', { data: copy }))
    })
  }
}

describe('a job in a worker', () => {
  afterEach(() => {
    vi.useRealTimers()
  })
  const near = (serve = true) => {
    const worker = new NearWorker(serve)
    return { worker, start: () => worker as unknown as Worker }
  }
  const file = new File([health(5_000)], 'x.xml')
  const readIn = (options: JobOptions) => runJob('read', { file, options: {} }, options)

  it('ends with its answer, and the worker with it', async () => {
    const { worker, start } = near()
    const keepBatch = vi.fn(async () => {})
    expect(await readIn({ start, answers: { keepBatch } })).toEqual({ items: 5_000, unread: 0 })
    expect(keepBatch.mock.calls.length).toBeGreaterThan(4)
    expect(worker.terminated).toBe(true)
  })

  it('waits for the page: the next batch comes when the last was kept', async () => {
    const { start } = near()
    let keeping = 0
    const keepBatch = async (batch: Batch) => {
      expect(++keeping).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      keeping -= batch.items.length > 0 ? 1 : 0
    }
    await readIn({ start, answers: { keepBatch } })
  })

  it('ends at once where it is cancelled, before or meanwhile', async () => {
    const before = near()
    await expect(readIn({ start: before.start, signal: AbortSignal.abort() })).rejects.toMatchObject({
      reason: 'cancelled',
    })
    const { worker, start } = near()
    const ending = new AbortController()
    const keepBatch = vi.fn(async () => ending.abort())
    await expect(readIn({ start, signal: ending.signal, answers: { keepBatch } })).rejects.toMatchObject({
      reason: 'cancelled',
    })
    expect(worker.terminated).toBe(true)
    expect(keepBatch).toHaveBeenCalledTimes(1)
  })

  it('ends with what went wrong on the page', async () => {
    const { worker, start } = near()
    const keepBatch = async () => {
      throw new HearthError('storage-full')
    }
    await expect(readIn({ start, answers: { keepBatch } })).rejects.toMatchObject({ reason: 'storage-full' })
    expect(worker.terminated).toBe(true)
  })

  it('ends with what went wrong in the worker', async () => {
    const params = { file: new File(['x'], 'x'), passphrase: 'x' }
    await expect(runJob('restore', params, { start: near().start })).rejects.toMatchObject({ reason: 'damaged' })
    const { worker, start } = near(false)
    const broken = readIn({ start })
    worker.dispatchEvent(new Event('error', { cancelable: true }))
    await expect(broken).rejects.toMatchObject({ reason: 'interrupted' })
  })

  it('is given up after a minute without a word, but not while the page thinks', async () => {
    vi.useFakeTimers()
    const { worker, start } = near(false)
    const say = (data: FromWorker) => worker.dispatchEvent(new MessageEvent('message', { data }))
    let keep = () => {}
    const kept = new Promise<void>((resolve) => {
      keep = resolve
    })
    let state = 'running'
    const job = readIn({ start, answers: { keepBatch: () => kept } }).catch(({ reason }) => {
      state = reason
    })
    await vi.advanceTimersByTimeAsync(59_000)
    say({ kind: 'progress', done: 1, total: 2 })
    await vi.advanceTimersByTimeAsync(59_000)
    say({ kind: 'need', id: 1, name: 'keepBatch', params: { items: [], problems: [], unread: 0 } })
    await vi.advanceTimersByTimeAsync(600_000)
    expect(state).toBe('running')
    keep()
    await vi.advanceTimersByTimeAsync(59_000)
    expect(state).toBe('running')
    await vi.advanceTimersByTimeAsync(2_000)
    await job
    expect(state).toBe('interrupted')
    expect(worker.terminated).toBe(true)
  })
})
