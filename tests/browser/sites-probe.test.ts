import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { quantile } from '../bench/statistics'
import { isTold } from './harness/differences'
import * as people from './harness/people'
import { arrive, leave, PASSPHRASE, type Person } from './harness/person'
import { ADDRESS, type Answer, answer, ask, keep, promptOf, type Sites, serveSites, visit } from './harness/visits'

// What a page without any grant learns of a person, by codes and by the clock: nothing that tells a locked vault from an open
// one, what is in it, or that the site was muted.

const QUERY = { type: 'PostalAddress', fields: ['name'] }
const NO_PROMPT: [method: string, params?: unknown][] = [
  ['agent_getInfo'],
  ['permissions_query'],
  ['permissions_query', [{ name: 'identity', access: ['signIn'] }]],
  ['permissions_revoke', ['0123456789abcdef0123456789abcdef']],
  ['data_types'],
  ['data_query', QUERY],
  ['data_query', { ...QUERY, equals: { name: 'Maximiliane Müller' } }],
  ['data_query', { ...QUERY, equals: { name: 'Nobody' } }],
  ['data_query', { type: 'Measurement', fields: ['value'] }],
  ['data_query', { type: 'NoSuchType', fields: ['value'] }],
  ['data_get', { ids: ['0123456789abcdef0123456789abcdef'] }],
  ['data_subscribe', QUERY],
  ['data_unsubscribe', { subscription: 'none' }],
  ['receipts_list'],
  ['agent_disconnect'],
  ['no_such_method'],
  ['__proto__'],
  ['constructor'],
  ['toString', {}],
]

let sites: Sites
let alice: Person
let hosts = 0

beforeAll(async () => {
  sites = await serveSites()
  alice = await arrive('Alice', [], { args: sites.chromiumArgs })
  await keep(alice.page, 'PostalAddress', ADDRESS)
})
afterAll(async () => {
  await leave(alice)
  sites?.close()
})

const stranger = (): Promise<Page> => visit(alice.browser, `https://stranger-${++hosts}.test`)
const withoutTime = ({ result, error }: Answer) => ({ result, error })
// In front: what lies behind is drawn once a second, and nothing is pressed before it was drawn.
const lock = async () => {
  await alice.page.bringToFront()
  await people.lock(alice.page)
}
const unlock = async () => {
  await alice.page.bringToFront()
  await people.unlock(alice.page, PASSPHRASE)
}

/** Makes the site of a page one that is answered without asking. */
const mute = async (page: Page) => {
  const asked = ask(page, 'data_pick', { ...QUERY, purpose: { text: 'x' } })
  await answer(await promptOf(alice.browser, page.url()), 'Deny and mute')
  await asked
}

describe('a page that probes', () => {
  it('gets the same answers from a locked vault, from an open one, and where it is muted', async () => {
    const answersOf = async (page: Page) => {
      const all = []
      for (const [method, params] of NO_PROMPT) all.push({ method, ...withoutTime(await ask(page, method, params)) })
      return all
    }
    const page = await stranger()
    const open = await answersOf(page)
    await lock()
    const locked = await answersOf(page)
    await unlock()
    await page.bringToFront()
    await mute(page)
    const muted = await answersOf(page)
    await page.close()
    expect(locked).toEqual(open)
    expect(muted).toEqual(open)
    const codes = Object.fromEntries(open.toReversed().map(({ method, error }) => [method, error?.code ?? null]))
    expect(codes).toMatchObject({
      agent_getInfo: null,
      data_query: 4100,
      data_get: 4100,
      no_such_method: 4200,
      constructor: 4200,
    })
  })

  it('cannot tell by the time of an answer', async () => {
    const ROUNDS = 10
    const CALLS = 40
    const times = { open: [] as number[], locked: [] as number[], muted: [] as number[] }
    /**
     * What a page that never asked before sees of many answers: a low one, because what else this machine does only makes them
     * slower. A page each, because each may call only so often.
     */
    const timed = async (page: Page) => {
      await page.bringToFront()
      await ask(page, 'agent_getInfo')
      const all = await page.evaluate<number[]>(`(async () => {
        const all = []
        for (let n = 0; n < ${CALLS}; n++) {
          const begun = performance.now()
          await agent.request(${JSON.stringify({ method: 'data_query', params: QUERY })}).catch(() => {})
          all.push(performance.now() - begun)
        }
        return all
      })()`)
      return quantile(all.slice(5), 0.1)
    }
    for (let round = 0; round < ROUNDS; round++) {
      const [open, locked, muted] = [await stranger(), await stranger(), await stranger()]
      await mute(muted)
      const both = [
        ['open', open],
        ['muted', muted],
      ] as const
      for (const [state, page] of round % 2 === 0 ? both : both.toReversed()) times[state].push(await timed(page))
      await lock()
      times.locked.push(await timed(locked))
      await unlock()
      for (const page of [open, locked, muted]) await page.close()
    }
    expect(isTold(times.open, times.locked), JSON.stringify(times)).toBe(false)
    expect(isTold(times.open, times.muted), JSON.stringify(times)).toBe(false)
    // Twice as long would have been noticed.
    const twice = times.open.map((ms) => ms * 2)
    expect(isTold(times.open, twice), JSON.stringify(times)).toBe(true)
  }, 300_000)

  it('sees no global, no element and no request of the extension on an idle page', async () => {
    const page = await stranger()
    const found = await page.evaluate(() => ({
      names: Object.getOwnPropertyNames(window).filter((name) => /hearth/i.test(name)),
      elements: document.documentElement.outerHTML.match(/hearth|chrome-extension/i),
      resources: performance.getEntriesByType('resource').map(({ name }) => name),
    }))
    expect(found).toEqual({ names: [], elements: null, resources: [] })
    await page.close()
  })
})
