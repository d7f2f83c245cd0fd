import { beforeEach, describe, expect, it } from 'vitest'
import type { AskId } from '../../lib/contract/ids'
import { type Asked, type AskStorage, openQueue, type Queue, requestName } from '../../lib/permissions/queue'
import { newId, SHOP, TAB } from './disk'

const MINUTE = 60_000
const DENIED = { error: 'NotAllowedError' } as const
const ABORTED = { error: 'AbortError' } as const

/** As Chromium gives back what it kept: the names of every object in the order of the alphabet. */
const alphabetical = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
    : value

/** The memory of a session of the browser. Its writes can be held, or fail. */
class Memory implements AskStorage {
  value: unknown
  saves = 0
  full = false
  #gate: Promise<void> = Promise.resolve()

  load(): Promise<unknown> {
    return Promise.resolve(structuredClone(this.value))
  }
  async save(value: unknown): Promise<void> {
    const copy = JSON.parse(JSON.stringify(value, alphabetical)) as unknown
    this.saves++
    await this.#gate
    if (this.full) throw new Error('quota')
    this.value = copy
  }
  /** Holds every write until the returned function is called. */
  hold(): () => void {
    let release = () => {}
    this.#gate = new Promise((resolve) => {
      release = resolve
    })
    return release
  }
}

let memory: Memory
let clock: number
let queue: Queue
const open = () => openQueue(memory, () => clock)

beforeEach(async () => {
  memory = new Memory()
  clock = Date.UTC(2026, 10, 23)
  queue = await open()
})

const pick = (part: Partial<Asked> = {}): Asked => ({
  grantee: SHOP,
  tab: TAB,
  document: 'document-1',
  name: newId<AskId>(),
  method: 'data_pick',
  params: { type: 'Contact', fields: ['name'] },
  ...part,
})
/** Another thing to ask for. */
const other = (n: number, part: Partial<Asked> = {}) => pick({ params: { n }, ...part })
const reason = (name: string) => expect.objectContaining({ reason: name })

describe('a request', () => {
  it('waits for the person, is decided, delivered and forgotten', async () => {
    const asked = pick()
    const id = await queue.ask(asked)
    expect(queue.waiting()).toEqual([
      {
        id,
        grantee: SHOP,
        tab: TAB,
        document: 'document-1',
        requests: [asked.name],
        method: 'data_pick',
        params: asked.params,
        at: clock,
        state: 'waiting',
        decidedAt: null,
        outcome: null,
      },
    ])
    const answer = queue.outcome(id)
    await queue.decide(id, { result: { records: [] } })
    expect(await answer).toEqual({ result: { records: [] } })
    expect(queue.waiting()).toEqual([])
    await queue.delivered(asked.name)
    expect(memory.value).toEqual([])
  })

  it('with the same id joins, also under way, and gets the same answer', async () => {
    const asked = pick()
    const ids = await Promise.all([queue.ask(asked), queue.ask(asked)])
    const answers = Promise.all(ids.map((id) => queue.outcome(id)))
    expect(queue.waiting()).toHaveLength(1)
    await queue.decide(ids[0], DENIED)
    expect(await answers).toEqual([DENIED, DENIED])
  })

  it('that is the same of the same document joins; both are owed the answer', async () => {
    const [a, b] = [pick(), pick()]
    const id = await queue.ask(a)
    expect(await queue.ask(b)).toBe(id)
    await queue.decide(id, { result: 1 })
    await queue.delivered(a.name)
    // The worker dies before the second is answered, which is sent again.
    queue = await open()
    const again = await queue.ask(b)
    expect(await queue.outcome(again)).toEqual({ result: 1 })
    await queue.delivered(b.name)
    expect(memory.value).toEqual([])
  })

  it.each([
    ['of another document', { document: 'document-2' }],
    ['with other params', { params: { type: 'Contact', fields: ['email'] } }],
    ['of another method', { method: 'permissions_request' as const }],
    ['of another origin', { grantee: 'https://other.example' }],
  ])('%s is another', async (_, part) => {
    const ids = [await queue.ask(pick()), await queue.ask(pick(part))]
    expect(new Set(ids).size).toBe(2)
    expect(queue.waiting()).toHaveLength(2)
  })

  it('is known by its site, its id, what it asks and for what, in whatever order that is said', () => {
    const name = (...[grantee, id, method, params]: Partial<Parameters<typeof requestName>>) =>
      requestName(grantee ?? SHOP, id ?? '1', method ?? 'data_put', params ?? { a: 1, b: 2 })
    expect(name(SHOP, '1', 'data_put', { b: 2, a: 1 })).toBe(name())
    const others = [name('https://evil.example'), name(SHOP, '2'), name(SHOP, '1', 'data_pick')]
    expect(new Set([name(), ...others, name(SHOP, '1', 'data_put', { a: 1, b: 3 })]).size).toBe(5)
  })

  it.each([
    ['that writes is the same ask whenever it is sent', 'data_put', true],
    ['to delete, too', 'data_delete', true],
    ['for anything else is asked anew', 'data_pick', false],
  ] as const)('%s', async (_, method, isSame) => {
    const asked = pick({ method })
    const first = await queue.ask(asked)
    await queue.decide(first, { result: null })
    await queue.delivered(asked.name)
    clock += 2 * MINUTE
    expect((await queue.ask(asked)) === first).toBe(isSame)
  })

  it('sent again from a page that was loaded again is that page’s', async () => {
    const asked = pick()
    const id = await queue.ask(asked)
    expect(await queue.ask({ ...asked, document: 'document-2' })).toBe(id)
    expect(queue.get(id)).toMatchObject({ document: 'document-2', tab: TAB })
    expect(await queue.withdraw(({ document }) => document === 'document-1')).toEqual([])
  })

  it('stays in its tab, whoever else sends it', async () => {
    const asked = pick()
    const id = await queue.ask(asked)
    expect(await queue.ask({ ...asked, document: 'document-2', tab: 9 })).toBe(id)
    expect(queue.get(id)).toMatchObject({ document: 'document-1', tab: TAB })
  })

  it('is decided once', async () => {
    const id = await queue.ask(pick())
    await queue.decide(id, DENIED)
    await expect(queue.decide(id, { result: 1 })).rejects.toEqual(reason('unknown-request'))
    await expect(queue.decide(newId<AskId>(), DENIED)).rejects.toEqual(reason('unknown-request'))
    expect(await queue.outcome(id)).toEqual(DENIED)
  })

  it('may use an id again when it was answered: that is another', async () => {
    const asked = pick()
    const first = await queue.ask(asked)
    await queue.decide(first, { result: 1 })
    await queue.delivered(asked.name)
    clock++
    const second = await queue.ask(asked)
    expect(second).not.toBe(first)
    expect(queue.get(first)).toBeUndefined()
  })

  it('is found by the ids of all that joined it, also after the worker died', async () => {
    const [a, b] = [pick(), pick()]
    const id = await queue.ask(a)
    await queue.ask(b)
    for (const opened of [queue, await open()]) for (const { name } of [a, b]) expect(opened.get(name)?.id).toBe(id)
    expect(queue.get(newId<AskId>())).toBeUndefined()
    await queue.decide(b.name, DENIED)
    expect(await queue.outcome(a.name)).toEqual(DENIED)
    await queue.withdraw(() => true)
    expect(queue.get(a.name)).toBeUndefined()
  })

  it('that nobody knows was withdrawn', async () => {
    expect(await queue.outcome(newId<AskId>())).toEqual(ABORTED)
  })
})

describe('what is told is kept by then', () => {
  it('nothing is shown, and nobody told, before the request is kept', async () => {
    const release = memory.hold()
    let told = 0
    queue.onChange(() => told++)
    const asking = queue.ask(pick())
    expect([queue.waiting(), told]).toEqual([[], 0])
    release()
    await asking
    expect([queue.waiting().length, told]).toEqual([1, 1])
  })

  it('nobody is answered before the outcome is kept', async () => {
    const id = await queue.ask(pick())
    const answers: unknown[] = []
    void queue.outcome(id).then((outcome) => answers.push(outcome))
    const release = memory.hold()
    const deciding = queue.decide(id, DENIED)
    // Who asks now waits as well.
    void queue.outcome(id).then((outcome) => answers.push(outcome))
    await Promise.resolve()
    expect(answers).toEqual([])
    release()
    await deciding
    expect(answers).toEqual([DENIED, DENIED])
  })

  it('a worker that dies between request and answer asks the person again', async () => {
    const asked = pick()
    const id = await queue.ask(asked)
    queue = await open()
    expect(queue.waiting().map((ask) => ask.id)).toEqual([id])
    expect(await queue.ask(asked)).toBe(id)
    const answer = queue.outcome(id)
    await queue.decide(id, { result: 1 })
    expect(await answer).toEqual({ result: 1 })
  })

  it('a worker that dies between Allow and delivery answers all the same', async () => {
    const asked = pick()
    await queue.decide(await queue.ask(asked), { result: { did: 'did:key:z' } })
    queue = await open()
    expect(queue.waiting()).toEqual([])
    expect(await queue.outcome(await queue.ask(asked))).toEqual({ result: { did: 'did:key:z' } })
  })

  it('many at once are few writes', async () => {
    await Promise.all([1, 2, 3, 4, 5].map((n) => queue.ask(other(n))))
    expect(queue.waiting()).toHaveLength(5)
    expect(memory.saves).toBeLessThanOrEqual(2)
  })

  it('a request that finds no room is refused, and forgotten', async () => {
    memory.full = true
    await expect(queue.ask(pick())).rejects.toEqual(reason('too-many'))
    memory.full = false
    expect(queue.waiting()).toEqual([])
  })

  it('an outcome that finds no room is answered all the same', async () => {
    const asked = pick()
    const id = await queue.ask(asked)
    const answer = queue.outcome(id)
    memory.full = true
    await queue.decide(id, { result: 1 })
    expect(await answer).toEqual({ result: 1 })
    // Whoever begins anew asks the person again.
    queue = await open()
    expect(queue.waiting()).toHaveLength(1)
  })

  it('an outcome that is too large to be kept is answered, and forgotten by whoever begins anew', async () => {
    const id = await queue.ask(pick())
    const answer = queue.outcome(id)
    const large = { result: 'x'.repeat(2 << 20) }
    await queue.decide(id, large)
    expect(await answer).toEqual(large)
    queue = await open()
    expect(queue.get(id)).toBeUndefined()
  })
})

describe('limits', () => {
  it('five wait of one origin, joined ones not counted', async () => {
    for (const n of [1, 2, 3, 4, 5]) await queue.ask(other(n))
    await queue.ask(other(5))
    await expect(queue.ask(other(6))).rejects.toEqual(reason('too-many'))
    await queue.ask(other(6, { grantee: 'https://other.example' }))
    const [first] = queue.waiting()
    await queue.decide(first?.id as AskId, DENIED)
    await queue.ask(other(6))
    expect(queue.waiting()).toHaveLength(6)
  })

  it('fifty wait in all', async () => {
    for (let n = 0; n < 50; n++) await queue.ask(other(n, { grantee: `https://shop${n % 10}.example` }))
    const last = other(0, { grantee: 'https://last.example' })
    await expect(queue.ask(last)).rejects.toEqual(reason('too-many'))
    await expect(queue.ask(last, () => false)).rejects.toEqual(reason('too-many'))
  })

  it('where all is full the oldest goes that nobody sees, of whoever has the most', async () => {
    await queue.ask(other(0, { grantee: 'https://patient.example' }))
    for (let n = 0; n < 49; n++) {
      clock++
      await queue.ask(other(n, { grantee: `https://s${n % 10}.evil.example`, tab: n % 10 }))
    }
    const [, seen, first] = queue.waiting()
    const answer = queue.outcome(first?.id as AskId)
    const last = other(0, { grantee: 'https://last.example' })
    const id = await queue.ask(last, ({ tab }) => tab !== 0)
    expect(await answer).toEqual({ error: 'QuotaExceededError' })
    expect(queue.waiting()).toHaveLength(50)
    expect(queue.waiting().map((ask) => ask.id)).toEqual(expect.arrayContaining([seen?.id, id]))
    expect(queue.waiting()[0]?.grantee).toBe('https://patient.example')
  })

  it('a megabyte in all, whatever a character weighs', async () => {
    const ask = (n: number) =>
      queue.ask(other(n, { grantee: `https://s${n % 10}.example`, params: { n, text: 'ࠀ'.repeat(20_000) } }))
    const ends = await Promise.allSettled(Array.from({ length: 50 }, (_, n) => ask(n)))
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(17)
    expect(Buffer.byteLength(JSON.stringify(memory.value))).toBeLessThan(1.1 * 2 ** 20)
    await queue.ask(other(1, { grantee: 'https://small.example' }))
    await expect(queue.ask(pick({ params: 'ࠀ'.repeat(21_846) }))).rejects.toEqual(reason('too-large'))
  })

  it('what was decided keeps no params, and of outcomes only what there is room for', async () => {
    const all = Array.from({ length: 10 }, (_, n) =>
      other(n, { grantee: `https://s${n}.example`, params: { text: 'words' } }),
    )
    for (const asked of all) await queue.decide(await queue.ask(asked), { result: 'x'.repeat(900_000) })
    const kept = JSON.stringify(memory.value)
    expect(kept).not.toContain('words')
    expect(kept.length).toBeLessThan(4.1 * 2 ** 20)
    expect(await queue.outcome(all[9]?.name as AskId)).toEqual({ result: 'x'.repeat(900_000) })
  })

  it('ten thousand identical requests are one, and most of them refused', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 10_000 }, () => queue.ask(pick())))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(50)
    expect(queue.waiting()).toHaveLength(1)
    expect(JSON.stringify(memory.value).length).toBeLessThan(10_000)
  })

  it('64 KB of params are kept, more are not', async () => {
    const params = (length: number) => ({ params: 'x'.repeat(length - 2) })
    await queue.ask(pick(params(65_536)))
    await expect(queue.ask(pick(params(65_537)))).rejects.toEqual(reason('too-large'))
    await expect(queue.ask(pick({ params: { text: 'x'.repeat(10 << 20) } }))).rejects.toEqual(reason('too-large'))
    expect(queue.waiting()).toHaveLength(1)
  })

  it('ten minutes, then it is denied, and told apart by nothing', async () => {
    const asked = pick()
    const id = await queue.ask(asked)
    const answer = queue.outcome(id)
    expect(await queue.expire()).toEqual({ late: [], next: clock + 10 * MINUTE })
    clock += 10 * MINUTE - 1
    expect((await queue.expire()).late).toEqual([])
    clock++
    const { late, next } = await queue.expire()
    expect(late.map((ask) => ask.id)).toEqual([id])
    expect(next).toBe(clock + MINUTE)
    expect(await answer).toEqual(DENIED)
    expect(await queue.outcome(await queue.ask(asked))).toEqual(DENIED)
  })

  it('an outcome stays for a minute', async () => {
    const id = await queue.ask(pick())
    await queue.decide(id, { result: 'plain words' })
    clock += MINUTE - 1
    await queue.expire()
    expect(JSON.stringify(memory.value)).toContain('plain words')
    clock++
    expect(await queue.expire()).toEqual({ late: [], next: null })
    expect(memory.value).toEqual([])
  })
})

describe('the end of a page', () => {
  it('withdraws what it asked for', async () => {
    const gone = await queue.ask(other(1, { tab: 1 }))
    const stays = await queue.ask(other(2, { tab: 2 }))
    const answer = queue.outcome(gone)
    const withdrawn = await queue.withdraw(({ tab }) => tab === 1)
    expect(withdrawn.map(({ id }) => id)).toEqual([gone])
    expect(await answer).toEqual(ABORTED)
    expect(queue.waiting().map(({ id }) => id)).toEqual([stays])
    await expect(queue.decide(gone, { result: 1 })).rejects.toEqual(reason('unknown-request'))
    queue = await open()
    expect(queue.waiting().map(({ id }) => id)).toEqual([stays])
  })

  it('forgets the outcomes that it did not get', async () => {
    const id = await queue.ask(pick())
    await queue.decide(id, { result: 'plain words' })
    expect(await queue.withdraw(() => true)).toEqual([])
    expect(memory.value).toEqual([])
  })
})

describe('locking', () => {
  it('forgets every outcome, and lets wait what waits', async () => {
    const waits = await queue.ask(other(1))
    await queue.decide(await queue.ask(other(2)), { result: 'plain words' })
    await queue.lock()
    expect(JSON.stringify(memory.value)).not.toContain('plain words')
    expect(queue.waiting().map(({ id }) => id)).toEqual([waits])
  })
})

describe('what was kept', () => {
  const good = {
    id: 'a'.repeat(32),
    grantee: SHOP,
    tab: 1,
    document: 'd',
    requests: ['b'.repeat(32)],
    method: 'data_pick',
    params: {},
    at: 1,
    state: 'waiting',
    decidedAt: null,
    outcome: null,
  }
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['no list', { ...good }],
    ['a text', 'asks'],
    ['nulls', [null]],
    ['another id', [{ ...good, id: '__proto__' }]],
    ['no such method', [{ ...good, method: 'constructor' }]],
    ['no request', [{ ...good, requests: [] }]],
    ['an outcome while it waits', [{ ...good, outcome: { result: 1 } }]],
    ['a decision without an outcome', [{ ...good, state: 'decided', decidedAt: 1 }]],
    ['an error of no name', [{ ...good, state: 'decided', decidedAt: 1, outcome: { error: 'toString' } }]],
    ['more members', [{ ...good, allow: true }]],
    ['a time that is none', [{ ...good, at: '1' }]],
  ])('is left out where it is %s', async (_, value) => {
    memory.value = value
    expect((await open()).waiting()).toEqual([])
  })

  it('is read where it is whole, beside what is not', async () => {
    memory.value = [{ ...good, tab: 'x' }, good, good]
    expect((await open()).waiting()).toEqual([good])
  })
})
