import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ImportCounts, ImportView } from '../../../lib/contract/data-api'
import { HearthError, type Reason } from '../../../lib/contract/errors'
import type { Panel, Status } from '../../../lib/contract/panel-api'
import type { JobOptions, runJob } from '../../../lib/formats/connect-worker'
import type { Batch, Inspection } from '../../../lib/formats/worker-api'
import { type ImportSession, importSession } from '../../../lib/ui/data/import/session'

const FILE = new File(['x'], 'phone.vcf')
const COUNTS: ImportCounts = { added: 1, updated: 0, same: 0, kept: 0, refused: 0 }
const INSPECTION: Inspection = {
  format: 'vcard',
  encoding: { encoding: 'utf-8', sure: true, doubled: false },
  table: null,
  items: [{ type: 'Contact', fields: { name: 'Ada' }, tags: [], key: 'a', version: '1' }],
  problems: [],
}
const BATCH: Batch = { items: INSPECTION.items, problems: [], unread: 0 }

/** An agent that answers as it is told, and a worker that hands over as many batches. */
class World {
  asked: { name: string; params: unknown }[] = []
  failures = new Map<string, Reason[]>()
  inspection = INSPECTION
  batches = 2
  /** The worker never comes to this batch. */
  stuckAt = Number.POSITIVE_INFINITY
  /** Pieces of a file that come before the first batch, and the clock when each does, in seconds. */
  pieces: number[] = []
  /** Done when the agent ends the import. */
  onFinish = () => {}
  /** What reading the file ends with. */
  end: () => unknown = () => ({ items: 2, unread: 0 })
  readonly session: ImportSession
  private readonly statuses = new Set<(status: Status) => void>()
  private status: Status = { phase: 'open', unread: 0 }

  constructor() {
    this.session = importSession(this.panel, this.run)
  }

  be(status: Status): void {
    this.status = status
    for (const tell of [...this.statuses]) tell(status)
  }

  names = (): string[] => this.asked.map(({ name }) => name)

  private readonly panel = {
    ask: async (name: string, params: unknown) => {
      this.asked.push({ name, params })
      const reason = this.failures.get(name)?.shift()
      if (reason) throw new HearthError(reason)
      if (name === 'startImport') return { batches: 0 }
      if (name === 'addToImport') return COUNTS
      if (name === 'finishImport') this.onFinish()
      return name === 'finishImport' ? ({ id: 'x', state: 'done' } as unknown as ImportView) : undefined
    },
    watch: (_: string, __: unknown, tell: (status: Status) => void) => {
      this.statuses.add(tell)
      tell(this.status)
      return () => this.statuses.delete(tell)
    },
  } as unknown as Panel

  private readonly run = (async (name: string, _: unknown, { answers, signal }: JobOptions = {}) => {
    if (name === 'inspect') return this.inspection
    const never = new Promise(() => {})
    const cancelled = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(new HearthError('cancelled')))
    })
    const work = async () => {
      for (const seconds of this.pieces) {
        vi.spyOn(performance, 'now').mockReturnValue(seconds * 1000)
        await answers?.keepPiece?.({ file: 'f' as never, piece: 0, bytes: '' })
      }
      for (let n = 0; n < this.batches; n++) {
        if (n === this.stuckAt) return never
        await answers?.keepBatch?.(BATCH)
      }
      return this.end()
    }
    return Promise.race([work(), cancelled])
  }) as unknown as typeof runJob
}

describe('bringing a file in', () => {
  let world: World
  let session: ImportSession
  const at = (stage: ImportSession['stage']['value']['at']) => expect.poll(() => session.stage.value.at).toBe(stage)
  const begin = async () => {
    session.take([{ file: FILE }])
    await at('preview')
    session.start()
  }
  beforeEach(() => {
    world = new World()
    session = world.session
  })

  it('numbers its batches, and ends once all of it is kept', async () => {
    await begin()
    await at('ended')
    expect(world.names()).toEqual(['startImport', 'addToImport', 'addToImport', 'finishImport'])
    expect(world.asked.slice(1, 3)).toMatchObject([{ params: { batch: 0 } }, { params: { batch: 1 } }])
  })

  it('says that it is still there while a large file comes without a batch', async () => {
    vi.spyOn(performance, 'now').mockReturnValue(0)
    world.pieces = [1, 20, 21, 50]
    await begin()
    await at('ended')
    expect(world.names().filter((name) => name !== 'addToFile')).toEqual([
      ...['startImport', 'startImport', 'startImport'],
      ...['addToImport', 'addToImport', 'finishImport'],
    ])
    expect(
      new Set(world.asked.flatMap(({ name, params }) => (name === 'startImport' ? JSON.stringify(params) : []))),
    ).toHaveProperty('size', 1)
    vi.restoreAllMocks()
  })

  it('keeps nothing before it is told to', async () => {
    session.take([{ file: FILE }])
    await at('preview')
    expect(world.asked).toEqual([])
  })

  it('asks for the same batch again when the worker of the agent was stopped', async () => {
    world.failures.set('addToImport', ['interrupted', 'interrupted'])
    await begin()
    await at('ended')
    const batches = world.asked.flatMap(({ name, params }) =>
      name === 'addToImport' ? (params as { batch: number }).batch : [],
    )
    expect(batches).toEqual([0, 0, 0, 1])
  })

  it('gives up where the import is gone, and says why', async () => {
    world.failures.set('addToImport', Array(20).fill('interrupted'))
    await begin()
    await at('failed')
    expect(session.stage.value).toMatchObject({ reason: 'interrupted' })
    expect(world.names().at(-1)).toBe('cancelImport')
  })

  it('waits for the unlock, and goes on', async () => {
    world.failures.set('addToImport', ['locked'])
    await begin()
    world.be({ phase: 'locked' })
    await expect.poll(() => world.names()).toContain('addToImport')
    expect(session.stage.value.at).toBe('running')
    expect(world.names().filter((name) => name === 'addToImport')).toHaveLength(1)
    world.be({ phase: 'open', unread: 0 })
    await at('ended')
  })

  it.each<Reason>(['storage-full', 'interrupted', 'damaged'])(
    'takes everything back where reading it ends with %s',
    async (reason) => {
      world.end = () => {
        throw new HearthError(reason)
      }
      await begin()
      await at('failed')
      expect(session.stage.value).toMatchObject({ reason })
      expect(world.names()).toContain('cancelImport')
      expect(world.names()).not.toContain('finishImport')
    },
  )

  it('leaves the import of another tab alone', async () => {
    world.failures.set('startImport', ['busy'])
    await begin()
    await at('failed')
    expect(world.names()).toEqual(['startImport'])
  })

  it('takes back what was kept when it is cancelled', async () => {
    world.stuckAt = 1
    await begin()
    await expect.poll(() => world.names()).toContain('addToImport')
    session.cancel()
    await expect.poll(() => world.names()).toContain('cancelImport')
    expect(session.stage.value.at).toBe('choose')
    expect(world.names()).not.toContain('finishImport')
  })

  it('takes it back whole when it is cancelled at the very last moment', async () => {
    world.onFinish = () => session.cancel()
    await begin()
    await expect.poll(() => world.names()).toContain('undoImport')
    expect(session.stage.value.at).toBe('choose')
  })

  it('forgets at the lock what it only looked at', async () => {
    session.take([{ file: FILE }, { file: FILE }])
    await at('preview')
    world.be({ phase: 'locked' })
    expect(session.stage.value).toEqual({ at: 'choose' })
    expect(session.waiting.value).toEqual([])
  })

  it('takes several one after the other', async () => {
    session.take([{ file: FILE }])
    await at('preview')
    session.take([{ file: new File(['y'], 'second.vcf') }])
    expect(session.stage.value).toMatchObject({ at: 'preview', file: { name: 'phone.vcf' } })
    session.start()
    await at('ended')
    session.next()
    await at('preview')
    expect(session.stage.value).toMatchObject({ file: { name: 'second.vcf' } })
  })

  it('asks again for the passphrase of a backup where it was wrong', async () => {
    world.inspection = { ...INSPECTION, format: 'backup', items: [] }
    world.end = () => {
      throw new HearthError('wrong-passphrase')
    }
    session.take([{ file: FILE }])
    await at('passphrase')
    session.restore('not this')
    await expect.poll(() => session.stage.value).toMatchObject({ at: 'passphrase', wrong: true })
    expect(world.names()).toContain('cancelImport')
  })
})
