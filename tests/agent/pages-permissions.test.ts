import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { GrantId, ItemId } from '../../lib/contract/ids'
import { PAGE_ERRORS, type PageResults } from '../../lib/contract/page-api'
import {
  allOf,
  allow,
  deny,
  grantAll,
  type Household,
  household,
  keep,
  nothingAsked,
  pageOf,
  promptFor,
  reading,
} from './page'

const UNAUTHORIZED = { error: PAGE_ERRORS.UnauthorizedError }
const DENIED = { error: PAGE_ERRORS.NotAllowedError }

let house: Household
let mira: ItemId
let noor: ItemId
beforeAll(async () => {
  house = await household()
  mira = await keep(house, 'Contact', {
    name: 'Mira',
    email: [{ value: 'mira@home.example', label: 'home' }, { value: 'mira@work.example' }],
    birthDate: '1980-04-01',
  })
  noor = await keep(house, 'Contact', { name: 'Noor', email: [{ value: 'noor@home.example' }] })
})

/** Gives the name and the first address of Mira alone. */
const grantMira = async (origin: string, duration: 'once' | 'tab' | 'P1D' | 'untilRevoked' = 'P1D', tab = 1) => {
  const page = pageOf(house, origin, tab)
  const asked = page.get('permissions_request', [reading('Contact', ['name', 'email', 'birthDate'], duration)])
  await allow(house, origin, {
    parts: () => [{ allow: true, records: { [mira]: { name: true, email: { only: ['mira@home.example'] } } } }],
  })
  return { page, grants: await asked }
}
const named = (fields: string[], more: object = {}) => ({ type: 'Contact', fields, ...more })

describe('what is asked for', () => {
  it('is shown with its exact values and the words of the site, and answered with what was given', async () => {
    const page = pageOf(house, 'https://shown.example')
    const asked = page.get('permissions_request', [reading('Contact', ['name', 'email'], 'P1D')])
    const view = await allow(house, page.origin)
    expect(view).toMatchObject({
      purpose: { text: 'To fill the form' },
      durations: ['P1D', 'tab', 'once'],
      wanted: 'P1D',
      name: 'Alice',
      parts: [{ kind: 'read', type: 'Contact', fields: ['name', 'email'], total: 2, pick: null, standing: true }],
    })
    expect(view.parts[0]).toMatchObject({
      records: [
        { item: mira, title: 'Mira', fields: { name: 'Mira' } },
        { item: noor, title: 'Noor', fields: { name: 'Noor' } },
      ],
    })
    expect(JSON.stringify(view)).not.toContain('1980-')
    const [grant] = await asked
    expect(grant).toMatchObject({ invoker: page.origin, parentCapability: 'data.read', status: 'active' })
    const { records } = await page.get('data_query', named(['name', 'email']))
    expect(records.map(({ name }) => name).sort()).toEqual(['Mira', 'Noor'])
    expect(records.find(({ name }) => name === 'Mira')).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      rev: expect.stringMatching(/^[0-9a-f]{32}$/),
      type: 'Contact',
      name: 'Mira',
      email: ['mira@home.example', 'mira@work.example'],
    })
    expect(JSON.stringify(records)).not.toMatch(new RegExp(`${mira}|private|home"`))
  })

  it('is given as narrowly as the person says: records, fields, values, another value', async () => {
    const { page, grants } = await grantMira('https://narrow.example')
    expect(grants).toHaveLength(1)
    expect(await page.get('data_query', named(['name', 'email', 'birthDate']))).toMatchObject({
      records: [{ name: 'Mira', email: ['mira@home.example'] }],
    })
    expect(await page.ask('data_query', named(['birthDate']))).toEqual(UNAUTHORIZED)

    const alias = pageOf(house, 'https://alias.example')
    const asked = alias.get('permissions_request', [reading('Contact', ['name', 'email'], 'P1D')])
    await allow(house, alias.origin, {
      parts: () => [{ allow: true, records: { [mira]: { name: { instead: 'M.' } } } }],
    })
    await asked
    const { records } = await alias.get('data_query', named(['name', 'email'], { equals: { name: 'M.' } }))
    expect(records).toMatchObject([{ name: 'M.' }])
    expect((await alias.get('data_query', named(['name'], { equals: { name: 'Mira' } }))).records).toEqual([])
  })

  it('is refused where the decision is wider than the question, or than what was shown', async () => {
    const page = pageOf(house, 'https://wide.example')
    const asked = page.ask('permissions_request', [reading('Contact', ['name'], 'P1D')])
    const { id: ask, seen } = await promptFor(house, page.origin)
    const { allowRequest } = house.self.agent.commands
    const stranger = await keep(house, 'Note', { name: 'Secret' })
    for (const parts of [
      [{ allow: true as const, fields: ['name', 'email'], all: true }],
      [{ allow: true as const, records: { [mira]: { email: true as const } } }],
      [{ allow: true as const, records: { [stranger]: { name: true as const } } }],
      [{ allow: true as const, records: {} }],
      [{ allow: true as const }, { allow: true as const }],
      [{ allow: false as const }],
      [],
    ])
      await expect(allowRequest({ ask, seen, duration: 'P1D', parts })).rejects.toMatchObject({ reason: 'bad-request' })
    const parts = [{ allow: true as const, records: { [mira]: { name: true as const } } }]
    for (const duration of ['P30D', 'untilRevoked'] as const)
      await expect(allowRequest({ ask, seen, duration, parts })).rejects.toMatchObject({ reason: 'bad-request' })
    await expect(allowRequest({ ask, seen: 'else', duration: 'once', parts })).rejects.toMatchObject({
      reason: 'changed-since',
    })
    expect(await page.get('permissions_query')).toEqual([])
    await deny(house, page.origin)
    expect(await asked).toEqual(DENIED)
    await expect(allowRequest({ ask, seen, duration: 'once', parts })).rejects.toMatchObject({
      reason: 'unknown-request',
    })
  })

  it('is of many only where all are meant: what was not shown cannot be named', async () => {
    const ids: ItemId[] = []
    for (let n = 10; n < 35; n++) ids.push(await keep(house, 'PostalAddress', { name: `Address ${n}` }))
    const page = pageOf(house, 'https://many.example')
    const asked = page.get('permissions_request', [reading('PostalAddress', ['name'], 'P1D')])
    const { id: ask, seen, parts } = await promptFor(house, page.origin)
    const [part] = parts
    expect(part).toMatchObject({ total: 25 })
    const shown = part?.kind === 'read' ? part.records.map(({ item }) => item) : []
    expect(shown).toEqual(ids.slice(0, 20))
    const records = { [ids[24] as ItemId]: { name: true as const } }
    await expect(
      house.self.agent.commands.allowRequest({ ask, seen, duration: 'P1D', parts: [{ allow: true, records }] }),
    ).rejects.toMatchObject({ reason: 'bad-request' })
    const left = { [ids[0] as ItemId]: {} }
    await allow(house, page.origin, { parts: () => [{ allow: true, fields: ['name'], all: true, records: left }] })
    expect(await asked).toMatchObject([
      { caveats: [{ type: 'type' }, { type: 'fields' }, { type: 'records', value: 'all' }, {}, {}] },
    ])
    const found = new Set<unknown>()
    let last = ''
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const query = { type: 'PostalAddress', fields: ['name'], limit: 7, ...(cursor && { cursor }) }
      const read: PageResults['data_query'] = await page.get('data_query', query)
      for (const { id, name } of read.records) {
        expect(id > last).toBe(true)
        last = id
        found.add(name)
      }
      cursor = read.cursor
    }
    expect([...found].sort()).toEqual([...Array(24).keys()].map((n) => `Address ${n + 11}`))
  })

  it('is asked anew where the values have changed since they were shown', async () => {
    const page = pageOf(house, 'https://moving.example')
    const asked = page.get('permissions_request', [reading('Task', ['name'], 'P1D')])
    const id = await keep(house, 'Task', { name: 'Mow' })
    const before = await house.self.until('prompt', {}, (now) => JSON.stringify(now).includes('Mow'))
    await house.self.agent.commands.saveItem({ id, draft: { type: 'Task', fields: { name: 'Sow' }, tags: [] }, rev: 1 })
    const view = before?.view
    const parts = view?.parts.map(() => ({ allow: true as const, records: { [id]: { name: true as const } } })) ?? []
    const decided = { ask: view?.id, seen: view?.seen, duration: 'once', parts } as never
    await expect(house.self.agent.commands.allowRequest(decided)).rejects.toMatchObject({ reason: 'changed-since' })
    await house.self.until('prompt', {}, (now) => JSON.stringify(now).includes('Sow'))
    await allow(house, page.origin)
    expect(await asked).toHaveLength(1)
  })

  it('needs no question where it is given already', async () => {
    const { page } = await grantMira('https://again.example')
    const [grant] = await page.get('permissions_request', [reading('Contact', ['name', 'email'])])
    expect(grant?.invoker).toBe(page.origin)
    await nothingAsked(house)
  })

  it('must be of a type and fields that there are', async () => {
    const page = pageOf(house, 'https://wrong.example')
    for (const [method, params] of [
      ['permissions_request', [reading('Dragon', ['name'])]],
      ['permissions_request', [reading('Contact', ['__proto__'])]],
      ['data_query', named(['scales'])],
      ['data_query', named(['name'], { equals: { scales: 1 } })],
      ['data_pick', { ...named(['scales']), purpose: { text: 'why' } }],
      ['data_put', { type: 'Contact', records: [{ scales: 3 }] }],
    ] as const)
      expect(await page.ask(method, params)).toMatchObject({ error: { code: -32602, name: 'TypeError' } })
    await nothingAsked(house)
  })
})

describe('what is given', () => {
  it('says nothing about fields, records and sites outside it', async () => {
    const { page } = await grantMira('https://inside.example')
    const other = pageOf(house, 'https://outside.example')
    await grantAll(house, other, reading('Contact', ['name'], 'P1D'))
    const { records } = await page.get('data_query', named(['name']))
    const theirs = (await other.get('data_query', named(['name']))).records
    const ids = theirs.map(({ id }) => id)
    expect(ids).not.toContain(records[0]?.id)
    expect(await page.get('data_get', { ids })).toEqual({ records: [] })
    expect(await page.get('data_get', { ids: [mira, noor, 'x'] })).toEqual({ records: [] })
    expect(await page.get('data_get', { ids: [records[0]?.id, ...ids] })).toMatchObject({
      records: [{ name: 'Mira', email: ['mira@home.example'] }],
    })
    // A field that was not given cannot be felt for.
    expect(await page.ask('data_query', named(['name'], { equals: { birthDate: '1980-04-01' } }))).toEqual(UNAUTHORIZED)
    expect((await page.get('data_query', named(['name'], { equals: { email: 'mira@work.example' } }))).records).toEqual(
      [],
    )
    expect(
      (await page.get('data_query', named(['name'], { equals: { email: 'mira@home.example' } }))).records,
    ).toHaveLength(1)
    const [grant] = await other.get('permissions_query')
    await page.get('permissions_revoke', [grant?.id, { name: 'data', type: 'Note' }])
    expect(await other.get('permissions_query')).toHaveLength(1)
    expect(await page.get('permissions_query')).toHaveLength(1)
    expect(await pageOf(house, 'https://nobody.example').ask('data_get', { ids })).toEqual(UNAUTHORIZED)
  })

  it('is spent by one use where it was for one, all pages of which are one', async () => {
    for (let n = 0; n < 7; n++) await keep(house, 'Bookmark', { name: `Bookmark ${n}` })
    const page = pageOf(house, 'https://once.example')
    await grantAll(house, page, reading('Bookmark', ['name'], 'once'))
    const names: unknown[] = []
    let cursor: string | undefined
    do {
      const read = await page.get('data_query', {
        type: 'Bookmark',
        fields: ['name'],
        limit: 3,
        ...(cursor && { cursor }),
      })
      names.push(...read.records.map(({ name }) => name))
      cursor = read.cursor
    } while (cursor)
    expect(names.sort()).toEqual([...Array(7).keys()].map((n) => `Bookmark ${n}`))
    expect(await page.ask('data_query', { type: 'Bookmark', fields: ['name'] })).toEqual(UNAUTHORIZED)
    expect(await page.get('permissions_query')).toEqual([])
  })

  it('ends with the tab where it was for that, and is of no use in another', async () => {
    const { page } = await grantMira('https://tab.example', 'tab', 41)
    const beside = pageOf(house, page.origin, 42)
    expect(await beside.ask('data_query', named(['name']))).toEqual(UNAUTHORIZED)
    expect((await page.get('data_query', named(['name']))).records).toHaveLength(1)
    // Another site in that tab.
    await pageOf(house, 'https://elsewhere.example', 41).get('agent_getInfo')
    expect(await page.ask('data_query', named(['name']))).toEqual(UNAUTHORIZED)
    const { page: next } = await grantMira('https://tab.example', 'tab', 43)
    house.browser.closeTab(43)
    await expect.poll(() => next.get('permissions_query')).toEqual([])
  })

  it('goes on over a page that is loaded again, and ends with one that stays away', async () => {
    const { page } = await grantMira('https://reload.example', 'tab', 51)
    const before = page.listen()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const pass = (ms: number) => {
      house.clock.now += ms
      vi.advanceTimersByTime(ms)
    }
    try {
      const next = pageOf(house, page.origin, 51)
      const after = next.listen()
      before.stop()
      pass(60_000)
      expect((await next.get('data_query', named(['name']))).records).toHaveLength(1)
      after.stop()
      pass(20_000)
      expect((await pageOf(house, page.origin, 51).get('data_query', named(['name']))).records).toHaveLength(1)
      pageOf(house, page.origin, 51).listen().stop()
      pass(60_000)
    } finally {
      vi.useRealTimers()
    }
    await expect.poll(() => page.get('permissions_query')).toEqual([])
  })

  it('lasts no longer than a tab on this computer', async () => {
    const page = pageOf(house, 'http://localhost:8080')
    const asked = page.get('permissions_request', [reading('Contact', ['name'], 'untilRevoked')])
    const view = await allow(house, page.origin, {
      parts: ({ parts }) => parts.map(() => ({ allow: true, fields: ['name'], all: true })),
    })
    expect(view).toMatchObject({ durations: ['tab', 'once'], wanted: 'tab', site: { local: true } })
    expect(await asked).toHaveLength(1)
  })

  it('ends at its time', async () => {
    const { page } = await grantMira('https://day.example')
    house.clock.now += 86_400_001
    expect(await page.ask('data_query', named(['name']))).toEqual(UNAUTHORIZED)
    expect(await page.get('permissions_query')).toEqual([])
    house.clock.now -= 86_400_001
  })

  it('ends when the person or the site says so, at once', async () => {
    const { page, grants } = await grantMira('https://end.example', 'untilRevoked')
    await house.self.agent.commands.revoke({ grant: grants[0]?.id as GrantId })
    expect(await page.ask('data_query', named(['name']))).toEqual(UNAUTHORIZED)
    await grantMira(page.origin, 'untilRevoked')
    await page.get('permissions_revoke', [{ name: 'data', type: 'Contact' }])
    expect(await page.ask('data_query', named(['name']))).toEqual(UNAUTHORIZED)
    await grantMira(page.origin, 'untilRevoked')
    await house.self.agent.commands.revoke({ grantee: page.origin })
    expect(await page.ask('data_query', named(['name']))).toEqual(UNAUTHORIZED)
    expect(await page.get('receipts_list')).toHaveLength(3)
    expect(await pageOf(house, 'https://no-receipts.example').get('receipts_list')).toEqual([])
  })
})

describe('connecting', () => {
  it('asks once, tells who the person is here, and the grants', async () => {
    const page = pageOf(house, 'https://connect.example')
    const { events, stop } = page.listen()
    const asked = page.get('agent_connect', { permissions: [reading('Contact', ['name'], 'P1D')] })
    const view = await allow(house, page.origin, {
      parts: ({ parts }) => [
        { allow: true },
        ...parts.slice(1).map((part) => ({
          allow: true as const,
          records: { [mira]: allOf((part as never as { records: [never] }).records[0]) },
        })),
      ],
    })
    const { did, grants } = await asked
    expect(view.parts).toMatchObject([{ kind: 'identity', act: 'connect', did }, { kind: 'read' }])
    expect(grants.map(({ parentCapability }) => parentCapability).sort()).toEqual(['data.read', 'identity.connect'])
    expect(await page.get('agent_connect')).toMatchObject({ did })
    await expect.poll(() => events.map(({ event }) => event)).toContain('permissionsChanged')
    expect(events).toContainEqual({ event: 'connect', data: { did } })
    expect(events[0]).toMatchObject({ event: 'requestUpdated', data: { state: 'waiting' } })
    await page.get('agent_disconnect')
    await expect.poll(() => events.at(-1)).toEqual({ event: 'disconnect', data: null })
    expect(await page.get('permissions_query')).toEqual([])
    const again = page.ask('agent_connect')
    await deny(house, page.origin)
    expect(await again).toEqual(DENIED)
    stop()
  })

  it('gives nothing where the identity is refused, and the rest where that is refused', async () => {
    const page = pageOf(house, 'https://parts.example')
    const permissions = [reading('Contact', ['name'], 'P1D')]
    const first = page.ask('agent_connect', { permissions })
    await allow(house, page.origin, { parts: () => [{ allow: false }, { allow: true, fields: ['name'], all: true }] })
    expect(await first).toEqual(DENIED)
    expect(await page.get('permissions_query')).toEqual([])
    const second = page.get('agent_connect', { permissions })
    await allow(house, page.origin, { parts: () => [{ allow: true }, { allow: false }] })
    expect((await second).grants.map(({ parentCapability }) => parentCapability)).toEqual(['identity.connect'])
  })
})

describe('picking', () => {
  const params = { type: 'Contact', fields: ['name', 'email'], purpose: { text: 'Invite a friend' } }

  it('gives what the person picked, once, and remembers only that it was', async () => {
    const page = pageOf(house, 'https://pick.example')
    const asked = page.get('data_pick', params)
    const { id: ask } = await promptFor(house, page.origin)
    const { records } = await house.self.agent.commands.pickable({ ask, part: 0, text: 'noor', offset: 0 })
    expect(records.map(({ title }) => title)).toEqual(['Noor'])
    const parts = () => [{ allow: true as const, records: { [noor]: { name: true as const, email: true as const } } }]
    const view = await allow(house, page.origin, { parts })
    expect(view).toMatchObject({ durations: ['once'], parts: [{ pick: { multiple: false }, standing: false }] })
    expect(await asked).toMatchObject({ records: [{ type: 'Contact', name: 'Noor', email: ['noor@home.example'] }] })
    expect(await page.get('permissions_query')).toEqual([])
    expect(await page.ask('data_query', named(['name']))).toEqual(UNAUTHORIZED)
    expect(await page.get('receipts_list')).toHaveLength(1)
  })

  it('gives no more than one where one was asked for', async () => {
    const page = pageOf(house, 'https://one.example')
    const asked = page.ask('data_pick', params)
    const { id: ask, seen } = await promptFor(house, page.origin)
    const both = { [mira]: { name: true as const }, [noor]: { name: true as const } }
    for (const part of [
      { allow: true as const, records: both },
      { allow: true as const, all: true },
    ])
      await expect(
        house.self.agent.commands.allowRequest({ ask, seen, duration: 'once', parts: [part] }),
      ).rejects.toMatchObject({ reason: 'bad-request' })
    await deny(house, page.origin)
    expect(await asked).toEqual(DENIED)
  })
})

describe('subscribing', () => {
  it('tells what changes within the grant, until it ends', async () => {
    const page = pageOf(house, 'https://live.example')
    const query = { type: 'Measurement', fields: ['value'] }
    expect(await page.ask('data_subscribe', query)).toEqual(UNAUTHORIZED)
    await keep(house, 'Measurement', { measuredProperty: 'Weight', value: 69 })
    await grantAll(house, page, reading('Measurement', ['value'], 'P1D'))
    const { events, stop } = page.listen()
    const { subscription } = await page.get('data_subscribe', query)
    const changes = () => events.flatMap((each) => (each.event === 'dataChanged' ? [each.data] : []))
    await keep(house, 'Note', { name: 'not theirs' })
    const item = await keep(house, 'Measurement', { measuredProperty: 'Weight', value: 70 })
    await expect.poll(() => changes().length).toBe(1)
    const { records } = await page.get('data_query', query)
    const fresh = records.filter(({ value }) => value === 70).map(({ id }) => id)
    expect(changes()).toEqual([{ subscription, type: 'Measurement', ids: fresh }])
    expect(JSON.stringify(events)).not.toContain(item)
    // Another document cannot end it, and hears nothing.
    const other = pageOf(house, page.origin, 2)
    const quiet = other.listen()
    await other.get('data_unsubscribe', { subscription })
    await house.self.agent.commands.binItems({ items: { ids: [item] } })
    await expect.poll(() => changes().length).toBe(2)
    expect(quiet.events).toEqual([])
    await page.get('agent_disconnect')
    await keep(house, 'Measurement', { measuredProperty: 'Weight', value: 71 })
    await expect.poll(() => events.map(({ event }) => event)).toContain('permissionsChanged')
    expect(await page.ask('data_subscribe', query)).toEqual(UNAUTHORIZED)
    expect(changes()).toHaveLength(2)
    stop()
    quiet.stop()
  })
})

describe('what the person sees of it', () => {
  it('lists sites, grants and what they did, and takes everything back', async () => {
    const { page } = await grantMira('https://listed.example', 'untilRevoked')
    await page.get('data_query', named(['name']))
    const { self } = house
    const listed = await self.until(
      'sites',
      {},
      (now) => now?.sites.some(({ site }) => site.origin === page.origin) ?? false,
    )
    const site = listed?.sites.find((each) => each.site.origin === page.origin)
    expect(site).toMatchObject({ muted: false, mutedUntil: null, grants: [{ capability: 'data.read', uses: 1 }] })
    const shown = await self.until(
      'activity',
      { words: [{ text: 'listed', terms: [] }], offset: 0, limit: 10 },
      (now) => (now?.total ?? 0) >= 2,
    )
    expect(shown?.entries.map(({ what }) => what).sort()).toEqual(['read', 'request'])
    expect((await self.agent.commands.readActivity({ offset: 0 })).entries.length).toBeGreaterThan(2)
    expect((await self.agent.commands.readReceipts({ offset: 0, grantee: page.origin })).total).toBe(1)
    await self.agent.commands.revoke({})
    expect(await page.ask('data_query', named(['name']))).toEqual(UNAUTHORIZED)
  })
})
