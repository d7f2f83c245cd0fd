import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isTold, median } from './harness/differences'
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
const lock = () => people.lock(alice.page)
const unlock = () => people.unlock(alice.page, PASSPHRASE)

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
    const ROUNDS = 8
    const CALLS = 40
    const states = { open: [] as number[], locked: [] as number[], muted: [] as number[] }
    /** The middle of many answers to a page that never asked before: the number of calls per second is limited for each. */
    const timed = async (page: Page) => {
      const times: number[] = []
      for (let n = 0; n < CALLS; n++) times.push((await ask(page, 'data_query', QUERY)).ms)
      return median(times.slice(5))
    }
    for (let round = 0; round < ROUNDS; round++) {
      const pages = [await stranger(), await stranger(), await stranger()] as const
      await pages[2].bringToFront()
      await mute(pages[2])
      // Now this one first, now that one: what the machine does meanwhile is nobody's.
      for (const [which, page] of round % 2 === 0
        ? ([
            ['open', pages[0]],
            ['muted', pages[2]],
          ] as const)
        : ([
            ['muted', pages[2]],
            ['open', pages[0]],
          ] as const))
        states[which].push(await timed(page))
      await lock()
      states.locked.push(await timed(pages[1]))
      await unlock()
      for (const page of pages) await page.close()
    }
    expect(isTold(states.open, states.locked), JSON.stringify(states)).toBe(false)
    expect(isTold(states.open, states.muted), JSON.stringify(states)).toBe(false)
    // It would be noticed: twice the time of an answer is.
    expect(
      isTold(
        states.open,
        states.open.map((ms) => ms * 2),
      ),
    ).toBe(true)
  })

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
