import { join } from 'node:path'
import type { ImportId, ItemId } from '../../lib/contract/ids.ts'
import type { Imported } from '../../lib/contract/item.ts'
import { bundle } from '../browser/harness/site.ts'
import { rootOf } from './idle.ts'
import { install } from './page.ts'
import { arrive, type Person, restart } from './person.ts'
import { memoryOf, processesOf } from './processes.ts'
import type { Measured } from './statistics.ts'

const BATCH = 500
const MB150 = 150

declare global {
  var thing: (n: number) => Imported
}

/** Puts into the page what makes the nth thing of somebody's life: contacts, measurements, notes. */
const prepare = (person: Person) =>
  person.page.evaluate(() => {
    const words = 'river lantern copper meadow winter harbour signal orchard velvet ember pilot garden'.split(' ')
    const word = (n: number) => words[n % words.length] as string
    globalThis.thing = (n) => {
      const common = { tags: n % 10 === 0 ? [word(n / 10)] : [], key: `hash:${n}`, version: `v${n}` }
      const day = new Date(1.6e12 + n * 600_000).toISOString().slice(0, 19)
      const name = `${word(n)} ${word(n >> 4)} ${n}`
      if (n % 3 === 0)
        return {
          ...common,
          type: 'Measurement',
          fields: {
            measuredProperty: 'Steps',
            value: n % 9_000,
            unitText: 'count',
            startTime: `${day}Z`,
            instrument: 'Phone',
          },
        }
      if (n % 3 === 1)
        return {
          ...common,
          type: 'Contact',
          fields: {
            name,
            email: [{ value: `person${n}@example.org`, label: 'home' }],
            telephone: [{ value: `+49 761 55${n}` }],
            worksFor: `${word(n >> 2)} works`,
          },
        }
      return {
        ...common,
        type: 'Note',
        fields: { name, text: `${words.join(' ')} ${word(n >> 3)} ${n}`, dateCreated: `${day}Z` },
      }
    }
  })

const bringIn = (person: Person, count: number): Promise<number> =>
  person.page.evaluate(
    async ({ count, batch }) => {
      const id = crypto.randomUUID().replaceAll('-', '') as ImportId
      const begun = bench.now()
      await bench.ask('startImport', { id, name: 'bench', format: 'json' })
      for (let n = 0; n * batch < count; n++) {
        const items = Array.from({ length: Math.min(batch, count - n * batch) }, (_, i) => thing(n * batch + i))
        await bench.ask('addToImport', { id, batch: n, items, problems: [], unread: 0 })
      }
      await bench.ask('finishImport', { id })
      const { at } = await bench.until(
        'items',
        { filter: {}, order: 'newest', offset: 0, limit: 50 },
        (view) => view?.total === count,
      )
      return at - begun
    },
    { count, batch: BATCH },
  )

/** From a key to the answer, over the panel port; each text is another. */
const searching = (person: Person, times: number): Promise<number[]> =>
  person.page.evaluate(async (times) => {
    const samples: number[] = []
    for (let i = 0; i < times; i++) {
      const text = `${['river', 'lantern', 'copper', 'mead', 'win'][i % 5]} ${i}`
      const begun = bench.now()
      const { at } = await bench.until(
        'items',
        { filter: { text }, order: 'newest', offset: 0, limit: 50 },
        (view) => view !== null,
      )
      samples.push(at - begun)
    }
    return samples
  }, times)

const opened = (person: Person, count: number): Promise<number> =>
  person.page.evaluate(
    async (count) => (await bench.until('data', {}, (data) => data?.loading === false && data.count === count)).at,
    count,
  )

const unlocking = async (person: Person, count: number): Promise<number> => {
  await person.page.evaluate(() => bench.ask('lock', {}))
  const begun = await person.page.evaluate((passphrase) => {
    const begun = bench.now()
    return bench.ask('unlock', { passphrase }).then(() => begun)
  }, person.passphrase)
  return (await opened(person, count)) - begun
}

/** One item changed, or looked at, over the panel port. */
const oneItem = (person: Person, times: number): Promise<{ write: number[]; read: number[] }> =>
  person.page.evaluate(async (times) => {
    const { value } = await bench.until(
      'items',
      { filter: { type: 'Note' }, order: 'newest', offset: 0, limit: 1 },
      (view) => view !== null,
    )
    const id = value?.items[0]?.id as ItemId
    const [write, read]: [number[], number[]] = [[], []]
    for (let i = 0; i < times; i++) {
      const looks = bench.now()
      const { value: shown, at } = await bench.until('item', { id }, (view) => view !== null)
      read.push(at - looks)
      const { type = '', fields = {}, tags = [], rev = 0 } = shown?.item ?? {}
      const begun = bench.now()
      await bench.ask('saveItem', { id, draft: { type, fields: { ...fields, name: `changed ${i}` }, tags }, rev })
      write.push(bench.now() - begun)
    }
    return { write, read }
  }, times)

/** What the data costs as it grows: each number of items in a new profile. */
export const growing = async (counts: readonly number[]): Promise<Measured[]> => {
  const script = await bundle(join(import.meta.dirname, 'bare-dexie.ts'))
  const report: Measured[] = []
  for (const count of counts) {
    const person = await arrive('Alice')
    try {
      report.push(...(await measure(person, count, script)))
    } finally {
      await person.leave()
    }
  }
  return report
}

const measure = async (person: Person, count: number, script: string): Promise<Measured[]> => {
  const of = (what: string) => `${count.toLocaleString('en').replaceAll(',', ' ')} items: ${what}`
  const root = () => rootOf(person.browser.context.browser())
  // What is no longer needed is gone by then.
  const weight = async () => {
    await new Promise((resolve) => setTimeout(resolve, 15_000))
    return memoryOf(processesOf(await root()))
  }
  const begunAnew = async () => {
    await restart(person, async () => undefined)
    await person.page.evaluate((passphrase) => bench.ask('unlock', { passphrase }), person.passphrase)
  }
  await begunAnew()
  await opened(person, 0)
  const empty = await weight()
  await prepare(person)
  const brought = await bringIn(person, count)
  const searches = await searching(person, 60)
  const weighs = (await weight()) - empty
  await person.page.evaluate(script)
  const { write, read } = await oneItem(person, 40)
  const bare = await person.page.evaluate(async () => ({
    write: await bareDexie.write(40),
    read: await bareDexie.read(40),
  }))
  const again: number[] = []
  const unlocked: number[] = []
  for (let i = 0; i < 3; i++) {
    await person.browser.stopWorker()
    await install(person.page)
    const begun = await person.page.evaluate(() => bench.now())
    again.push((await opened(person, count)) - begun)
    unlocked.push(await unlocking(person, count))
  }
  await begunAnew()
  await opened(person, count)
  const after = (await weight()) - empty
  const large = count >= 100_000
  return [
    { what: of('import'), samples: [brought], ...(large && { budget: { median: 15_000 } }) },
    { what: of('search'), samples: searches, ...(large && { budget: { median: 100, p95: 100 } }) },
    { what: of('unlock -> all of it there'), samples: unlocked },
    { what: of('worker stopped -> all of it there'), samples: again },
    {
      what: of('memory after import and search'),
      samples: [weighs],
      unit: 'MB',
      ...(large && { budget: { median: MB150 } }),
    },
    { what: of('memory after a restart'), samples: [after], unit: 'MB', ...(large && { budget: { median: MB150 } }) },
    { what: of('one changed'), samples: write, bare: bare.write },
    { what: of('one read'), samples: read, bare: bare.read },
  ]
}
