import 'fake-indexeddb/auto'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ItemId } from '../../lib/contract/ids'
import type { Fields, Item } from '../../lib/contract/item'
import { PAGE_ERRORS } from '../../lib/contract/page-api'
import type { Access, Descriptor } from '../../lib/contract/permission'
import type { AskPart, PartDecision } from '../../lib/contract/sites-api'
import { allow, deny, grantAll, type Household, household, keep, type Page, pageOf, promptFor, reading } from './page'

let house: Household
beforeAll(async () => {
  house = await household()
})
afterEach(() => vi.restoreAllMocks())

const giving = (type: string, access: Access[], fields: string[]): Descriptor => ({
  ...(reading(type, fields, 'P1D') as Descriptor & { name: 'data' }),
  access,
})
const stored = async (id: ItemId): Promise<Item> =>
  (await house.self.until('item', { id }, (now) => now !== null))?.item as Item
const named = async (type: string): Promise<unknown[]> => {
  const { items } = await house.self.agent.commands.readItems({ filter: { type }, after: null })
  return items.map(({ fields }) => fields.name)
}
/** The names by which a site knows what the person picked for it. */
const idsOf = async (page: Page, type: string): Promise<Record<string, string>> => {
  const picked = page.get('data_pick', { type, fields: ['name'], multiple: true, purpose: { text: 'who' } })
  await allow(house, page.origin)
  return Object.fromEntries((await picked).records.map(({ id, name }) => [name, id]))
}
const writeOf = (parts: readonly AskPart[]) => parts[0] as Extract<AskPart, { kind: 'write' }>
describe('a site that may write what it may not read', () => {
  it('learns nothing of it by writing what it guesses', async () => {
    const page = pageOf(house, 'https://guess.example')
    await keep(house, 'Person', { name: 'Mira', birthDate: '1980-05-17' })
    await grantAll(house, page, giving('Person', ['read', 'update'], ['name']))
    const asked = page.get('permissions_request', [giving('Person', ['create', 'update'], ['birthDate'])])
    await allow(house, page.origin, { parts: () => [{ allow: true, fields: ['birthDate'], all: false }] })
    await asked
    const [{ id } = { id: '' }] = (await page.get('data_query', { type: 'Person', fields: ['name'] })).records
    for (const birthDate of ['1980-05-16', '1980-05-17']) {
      const guess = page.ask('data_put', { type: 'Person', records: [{ id, name: 'Mira', birthDate }] })
      await deny(house, page.origin)
      expect(await guess).toEqual({ error: PAGE_ERRORS.NotAllowedError })
    }
    await house.self.agent.commands.unmute({ grantee: page.origin })
  })

  it('adds to a list that it cannot see, and takes nothing out of it', async () => {
    const page = pageOf(house, 'https://blind.example')
    const email = [{ value: 'a@x.example', label: 'home' }, { value: 'b@x.example' }]
    const id = await keep(house, 'Contact', { name: 'Noor', email })
    await grantAll(house, page, reading('Contact', ['name'], 'P1D'))
    await grantAll(house, page, giving('Contact', ['update'], ['email']))
    const [record] = (await page.get('data_query', { type: 'Contact', fields: ['name'] })).records
    await page.get('data_put', { type: 'Contact', records: [{ id: record?.id, email: ['c@x.example'] }] })
    const fields: Fields = { name: 'Noor', email: [{ value: 'c@x.example' }, ...email] }
    expect((await stored(id)).fields).toEqual(fields)
    await page.get('data_put', { type: 'Contact', records: [{ id: record?.id, email: null }] })
    expect((await stored(id)).fields).toEqual(fields)
  })

  it('does not add the other value that it was given to the true ones', async () => {
    const page = pageOf(house, 'https://alias.example')
    const id = await keep(house, 'Event', { name: 'Party', attendee: [{ value: 'Noor' }] })
    const other = await keep(house, 'Event', { name: 'Alone' })
    const asked = page.get('permissions_request', [giving('Event', ['read', 'update'], ['name', 'attendee'])])
    const rule = { name: true as const, attendee: { instead: 'Somebody' } }
    await allow(house, page.origin, {
      parts: () => [
        { allow: true, records: { [id]: rule, [other]: rule } },
        { allow: true, all: true },
      ],
    })
    await asked
    const { records } = await page.get('data_query', { type: 'Event', fields: ['attendee'] })
    const put = records.map(({ id: record }) => ({ id: record, attendee: ['Somebody', 'Aylin'] }))
    await page.get('data_put', { type: 'Event', records: put })
    expect((await stored(id)).fields.attendee).toEqual([{ value: 'Aylin' }, { value: 'Noor' }])
    expect((await stored(other)).fields.attendee).toEqual([{ value: 'Aylin' }])
  })
})

describe('all that is written or deleted was shown', () => {
  it('however much it is: three hundred new ones, and one that is emptied', async () => {
    const page = pageOf(house, 'https://many.example')
    const id = await keep(house, 'Place', { name: 'Hut', description: 'Key under the stone' })
    const { Hut } = await idsOf(page, 'Place')
    const records = [...Array.from({ length: 300 }, (_, n) => ({ name: `n${n}` })), { id: Hut, description: null }]
    const asked = page.get('data_put', { type: 'Place', records })
    const { parts } = await allow(house, page.origin)
    expect(writeOf(parts)).toMatchObject({ total: 301 })
    expect(writeOf(parts).changes).toHaveLength(301)
    expect(writeOf(parts).changes[300]).toEqual({
      item: id,
      title: 'Hut',
      fields: [{ field: 'description', before: 'Key under the stone', after: null }],
    })
    expect((await asked).records).toHaveLength(301)
    expect((await stored(id)).fields).toEqual({ name: 'Hut' })
  })

  it('is not done where anything of it has changed since, nor in part', async () => {
    const page = pageOf(house, 'https://since.example')
    for (let n = 0; n < 30; n++) await keep(house, 'Bookmark', { name: `b${n}` })
    await grantAll(house, page, reading('Bookmark', ['name'], 'P1D'))
    const ids = (await page.get('data_query', { type: 'Bookmark', fields: ['name'] })).records.map(({ id }) => id)
    for (const [method, params] of [
      ['data_put', { type: 'Bookmark', records: ids.map((id) => ({ id, name: 'All one' })) }],
      ['data_delete', { ids }],
    ] as const) {
      const asked = page.ask(method, params)
      const { parts, ...shown } = await promptFor(house, page.origin)
      const part = parts[0] as Extract<AskPart, { kind: 'write' | 'delete' }>
      const items = (part.kind === 'write' ? part.changes : part.records).map(({ item }) => item as ItemId)
      expect(items).toHaveLength(30)
      const command = (decision: PartDecision) =>
        house.self.agent.commands.allowRequest({ ask: shown.id, seen: shown.seen, duration: 'once', parts: [decision] })
      for (const less of [{ fields: ['name'] }, { records: {} }, { all: true }])
        await expect(command({ allow: true, ...less })).rejects.toMatchObject({ reason: 'bad-request' })
      await house.self.agent.commands.editItems({
        items: { ids: items.slice(-1) },
        edit: { do: 'set', field: 'name', value: `before ${method}` },
      })
      await expect(command({ allow: true })).rejects.toMatchObject({ reason: 'changed-since' })
      await deny(house, page.origin)
      expect(await asked).toEqual({ error: PAGE_ERRORS.NotAllowedError })
    }
    expect(await named('Bookmark')).toHaveLength(30)
    expect(await named('Bookmark')).toContain('before data_delete')
    await house.self.agent.commands.unmute({ grantee: page.origin })
  })

  it('also where that is nothing: the site is not told that by an answer', async () => {
    const page = pageOf(house, 'https://same.example')
    await keep(house, 'Credential', { name: 'Licence' })
    const { Licence } = await idsOf(page, 'Credential')
    const asked = page.get('data_put', { type: 'Credential', records: [{ id: Licence, name: 'Licence' }] })
    const { parts } = await allow(house, page.origin)
    expect(writeOf(parts)).toEqual({ kind: 'write', type: 'Credential', changes: [], total: 1, reads: false })
    expect((await asked).records).toMatchObject([{ id: Licence }])
  })

  it('or it can only be denied: what is too much to show', async () => {
    const page = pageOf(house, 'https://large.example')
    for (const name of ['one', 'two', 'three']) await keep(house, 'Note', { name, text: name.repeat(500_000) })
    const ids = await idsOf(page, 'Note')
    const records = Object.values(ids).map((id) => ({ id, text: null }))
    const asked = page.ask('data_put', { type: 'Note', records })
    await expect(allow(house, page.origin)).rejects.toMatchObject({ reason: 'bad-request' })
    expect((await promptFor(house, page.origin)).parts).toMatchObject([{ changes: [], total: 0 }])
    await deny(house, page.origin)
    expect(await asked).toEqual({ error: PAGE_ERRORS.NotAllowedError })
  })
})

describe('a worker that dies between what it does and the record of it', () => {
  /** Lets the page ask, and the person allow it, while no receipt can be written; then the worker begins anew. */
  const dyingIn = async (page: Page, ask: () => Promise<unknown>): Promise<unknown> => {
    void ask().catch(() => undefined)
    await promptFor(house, page.origin)
    const real = IDBObjectStore.prototype.put
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...row) {
      if (this.name === 'receipts') throw new DOMException('no room', 'QuotaExceededError')
      return real.apply(this, row)
    })
    await expect(allow(house, page.origin)).rejects.toMatchObject({ reason: 'storage-full' })
    vi.restoreAllMocks()
    await house.self.crash()
    return ask()
  }
  const recorded = async (page: Page) => {
    const { entries } = await house.self.agent.commands.readActivity({ offset: 0 })
    return entries
      .filter(({ grantee, what }) => grantee === page.origin && what !== 'pick' && what !== 'request')
      .map(({ what, type, fields, items, times, outcome }) => ({ what, type, fields, items, times, outcome }))
  }

  it('makes it then: receipt, activity, and what the site made is its own to change', async () => {
    const page = pageOf(house, 'https://dying.example')
    const granted = page.get('permissions_request', [giving('Task', ['create', 'update'], ['name'])])
    await allow(house, page.origin, { parts: () => [{ allow: true, all: false }] })
    await granted
    const records = [{ name: 'New', description: 'More than it may' }]
    const answer = await dyingIn(page, () => page.get('data_put', { type: 'Task', records }, 'put-1'))
    const [made] = (answer as { records: { id: string }[] }).records
    expect(await named('Task')).toEqual(['New'])
    expect(await recorded(page)).toEqual([
      { what: 'create', type: 'Task', fields: ['name', 'description'], items: 1, times: 1, outcome: 'allowed' },
    ])
    expect(await page.get('receipts_list')).toHaveLength(3)
    await page.get('data_put', { type: 'Task', records: [{ id: made?.id, name: 'Newer' }] })
    expect(await named('Task')).toEqual(['Newer'])
  })

  it('of a deletion as well', async () => {
    const page = pageOf(house, 'https://dying-too.example')
    const [trip, activity] = [await keep(house, 'Trip', { name: 'T' }), await keep(house, 'Activity', { name: 'A' })]
    const ids = [...Object.values(await idsOf(page, 'Trip')), ...Object.values(await idsOf(page, 'Activity'))]
    const answer = await dyingIn(page, () => page.ask('data_delete', { ids }, 'delete-1'))
    expect(answer).toEqual({ result: null })
    for (const id of [trip, activity]) expect((await stored(id)).binnedAt).toBeGreaterThan(0)
    const entry = { what: 'delete', fields: [], items: 1, times: 1, outcome: 'allowed' }
    const log = await recorded(page)
    expect(log).toHaveLength(2)
    expect(log).toEqual(
      expect.arrayContaining([
        { ...entry, type: 'Trip' },
        { ...entry, type: 'Activity' },
      ]),
    )
    expect(await page.get('receipts_list')).toHaveLength(3)
  })
})
