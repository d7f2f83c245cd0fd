import { beforeAll, describe, expect, it } from 'vitest'
import type { ItemId } from '../../lib/contract/ids'
import type { Item } from '../../lib/contract/item'
import { PAGE_ERRORS } from '../../lib/contract/page-api'
import type { Access, Descriptor } from '../../lib/contract/permission'
import {
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
beforeAll(async () => {
  house = await household()
})

const writing = (type: string, access: Access[], fields: string[]): Descriptor => ({
  ...(reading(type, fields, 'P1D') as Descriptor & { name: 'data' }),
  access,
})
const stored = async (id: ItemId): Promise<Item> => {
  const value = await house.self.until('item', { id }, (now) => now !== null)
  return value?.item as Item
}
const itemsOf = async (type: string): Promise<Item[]> => {
  const { items } = await house.self.agent.commands.readItems({ filter: { type }, after: null })
  return items
}

describe('a write without a grant', () => {
  it('is shown, done once, and remembered as one change that can be undone', async () => {
    const page = pageOf(house, 'https://fitness.example')
    const records = [1, 2, 3].map((value) => ({ measuredProperty: 'Steps', value }))
    const params = { type: 'Measurement', records, purpose: { text: 'Your steps of today' } }
    const asked = page.get('data_put', params, 'put-1')
    const view = await allow(house, page.origin)
    expect(view).toMatchObject({
      purpose: { text: 'Your steps of today' },
      durations: ['once'],
      parts: [{ kind: 'write', type: 'Measurement', total: 3 }],
    })
    expect(view.parts[0]).toMatchObject({
      changes: [1, 2, 3].map((value) => ({
        item: null,
        title: 'Steps',
        fields: [
          { field: 'measuredProperty', before: null, after: 'Steps' },
          { field: 'value', before: null, after: value },
        ],
      })),
    })
    const { records: answered } = await asked
    expect(answered).toHaveLength(3)
    // The answer was lost: the same request again finds it.
    expect(await page.get('data_put', params, 'put-1')).toEqual({ records: answered })
    expect(await itemsOf('Measurement')).toHaveLength(3)
    expect(await page.get('permissions_query')).toEqual([])
    const data = await house.self.until('data', {}, (now) => now?.last != null)
    expect(data?.last).toMatchObject({ what: 'added', count: 3, author: page.origin })
    await house.self.agent.commands.undo({ change: data?.last?.id as never })
    expect(await itemsOf('Measurement')).toEqual([])
    expect(await page.get('receipts_list')).toHaveLength(1)
  })

  it('shows what changes in what is there, and changes that alone', async () => {
    const page = pageOf(house, 'https://contacts.example')
    const id = await keep(house, 'Contact', {
      name: 'Mira',
      email: [{ value: 'mira@home.example', label: 'home' }],
      jobTitle: 'Baker',
    })
    const picked = page.get('data_pick', { type: 'Contact', fields: ['name'], purpose: { text: 'who' } })
    await allow(house, page.origin)
    const [record] = (await picked).records
    const asked = page.get('data_put', {
      type: 'Contact',
      records: [{ id: record?.id, name: 'Mira', email: ['mira@home.example', 'new@home.example'], jobTitle: null }],
      ifRev: { [record?.id ?? '']: record?.rev },
    })
    const view = await allow(house, page.origin)
    const after = [{ value: 'mira@home.example', label: 'home' }, { value: 'new@home.example' }]
    expect(view.parts).toMatchObject([
      {
        changes: [
          {
            item: id,
            title: 'Mira',
            fields: [
              { field: 'email', before: [{ value: 'mira@home.example', label: 'home' }], after },
              { field: 'jobTitle', before: 'Baker', after: null },
            ],
          },
        ],
      },
    ])
    const [written] = (await asked).records
    expect(written?.id).toBe(record?.id)
    expect(written?.rev).not.toBe(record?.rev)
    expect(await stored(id)).toMatchObject({ fields: { name: 'Mira', email: after }, tags: ['private'], rev: 2 })
    expect((await stored(id)).fields).not.toHaveProperty('jobTitle')
    const stale = page.ask('data_put', {
      type: 'Contact',
      records: [{ id: record?.id, name: 'M' }],
      ifRev: { [record?.id ?? '']: record?.rev },
    })
    await allow(house, page.origin)
    expect(await stale).toEqual({ error: PAGE_ERRORS.InvalidStateError })
    expect((await stored(id)).fields.name).toBe('Mira')
  })

  it('says whether the site may then read what it adds, and is right', async () => {
    const page = pageOf(house, 'https://bookmarks.example')
    const put = (id?: string) =>
      page.get('data_put', { type: 'Place', records: [{ ...(id && { id }), name: id ? 'Later' : 'New' }] })
    const blind = put()
    expect((await allow(house, page.origin)).parts).toMatchObject([{ reads: false }])
    await blind
    await grantAll(house, page, writing('Place', ['read'], ['name']))
    const asked = put()
    expect((await allow(house, page.origin)).parts).toMatchObject([{ reads: true }])
    const [record] = (await asked).records
    expect((await page.get('data_get', { ids: [record?.id] })).records).toMatchObject([{ name: 'New' }])
    // It adds nothing.
    const changed = put(record?.id)
    expect((await allow(house, page.origin)).parts).toMatchObject([{ reads: false }])
    await changed
    const later = page.get('permissions_request', [writing('Place', ['create'], ['name'])])
    expect((await allow(house, page.origin)).parts).toMatchObject([{ kind: 'standing', reads: true }])
    await later
  })

  it('of a record that the site cannot know shows nothing, and can only be denied', async () => {
    const page = pageOf(house, 'https://guess.example')
    const id = await keep(house, 'Task', { name: 'Secret task' })
    for (const [method, params] of [
      ['data_put', { type: 'Task', records: [{ id, name: 'Mine' }] }],
      ['data_put', { type: 'Task', records: [{ id: 'f'.repeat(32), name: 'Mine' }, { name: 'New' }] }],
      ['data_delete', { ids: [id] }],
    ] as const) {
      const asked = page.ask(method, params)
      const { id: ask, seen, parts } = await promptFor(house, page.origin)
      expect(parts).toMatchObject([{ total: 0 }])
      expect(JSON.stringify(parts)).not.toContain('Secret')
      await expect(
        house.self.agent.commands.allowRequest({ ask, seen, duration: 'once', parts: [{ allow: true }] }),
      ).rejects.toMatchObject({ reason: 'bad-request' })
      await house.self.agent.commands.denyRequest({ ask, mute: false })
      expect(await asked).toEqual(DENIED)
      await house.self.agent.commands.unmute({ grantee: page.origin })
    }
    expect((await stored(id)).fields.name).toBe('Secret task')
  })

  it('takes only values of the kind of their field', async () => {
    const page = pageOf(house, 'https://kinds.example')
    for (const record of [
      { value: 'many' },
      { value: Number.POSITIVE_INFINITY },
      { startTime: 5 },
      { distance: 5 },
      {},
      { tags: ['x'] },
      { id: 'x'.repeat(65), value: 1 },
    ]) {
      const asked = Promise.resolve().then(() => page.ask('data_put', { type: 'Measurement', records: [record] }))
      // What no page could send does not get as far as the agent.
      const code = await asked.then(
        (answer) => ('error' in answer ? answer.error.code : null),
        () => -32602,
      )
      expect([record, code]).toEqual([record, -32602])
    }
    expect(
      await page.ask('data_put', {
        type: 'File',
        records: [{ content: { file: 'a'.repeat(32), size: 1, mediaType: 'x' } }],
      }),
    ).toMatchObject({ error: { code: -32602 } })
    await nothingAsked(house)
  })
})

describe('a write within grants', () => {
  it('is done at once, and what the site made it may change and delete', async () => {
    const page = pageOf(house, 'https://notes.example')
    await keep(house, 'Note', { name: 'Their own' })
    await grantAll(house, page, writing('Note', ['read', 'create'], ['name', 'text']))
    const [record] = (await page.get('data_put', { type: 'Note', records: [{ name: 'First', text: 'Hello' }] }, 'n-1'))
      .records
    expect(await page.get('data_put', { type: 'Note', records: [{ name: 'First', text: 'Hello' }] }, 'n-1')).toEqual({
      records: [record],
    })
    expect((await page.get('data_get', { ids: [record?.id] })).records).toMatchObject([
      { name: 'First', rev: record?.rev },
    ])
    expect(await itemsOf('Note')).toHaveLength(2)
    // Other words under the same id are another request; so are the same much later.
    await page.get('data_put', { type: 'Note', records: [{ name: 'Another' }] }, 'n-1')
    house.clock.now += 700_000
    await page.get('data_put', { type: 'Note', records: [{ name: 'Another' }] }, 'n-1')
    house.clock.now = 0
    expect(await itemsOf('Note')).toHaveLength(4)
    // It may add, not change.
    const asked = page.ask('data_put', { type: 'Note', records: [{ id: record?.id, name: 'Second' }] })
    await deny(house, page.origin)
    expect(await asked).toEqual(DENIED)
    const granted = page.get('permissions_request', [writing('Note', ['update', 'delete'], ['name', 'text'])])
    await allow(house, page.origin, { parts: () => [{ allow: true, fields: ['name', 'text'], all: false }] })
    await granted
    const [next] = (await page.get('data_put', { type: 'Note', records: [{ name: 'Own' }] })).records
    await page.get('data_put', { type: 'Note', records: [{ id: next?.id, name: 'Own, changed' }] })
    expect((await itemsOf('Note')).map(({ fields }) => fields.name)).toContain('Own, changed')
    expect(
      await page.ask('data_put', {
        type: 'Note',
        records: [{ id: next?.id, name: 'x' }],
        ifRev: { [next?.id ?? '']: next?.rev },
      }),
    ).toEqual({ error: PAGE_ERRORS.InvalidStateError })
    await page.get('data_delete', { ids: [next?.id] })
    expect((await page.get('data_get', { ids: [next?.id] })).records).toEqual([])
    const data = await house.self.until('data', {}, (now) => now?.last?.what === 'binned')
    expect(data?.last).toMatchObject({ count: 1, author: page.origin })
    await nothingAsked(house)
  })

  it('does not take away what the site never saw, nor write its alias over the truth', async () => {
    const page = pageOf(house, 'https://careful.example')
    const id = await keep(house, 'Person', {
      name: 'Alice',
      email: [
        { value: 'private@home.example', label: 'home' },
        { value: 'public@work.example', label: 'work' },
      ],
    })
    const asked = page.get('permissions_request', [writing('Person', ['read', 'update'], ['name', 'email'])])
    await allow(house, page.origin, {
      parts: () => [
        { allow: true, records: { [id]: { name: { instead: 'Nobody' }, email: { only: ['public@work.example'] } } } },
        { allow: true, fields: ['name', 'email'], all: true },
      ],
    })
    await asked
    const [record] = (await page.get('data_query', { type: 'Person', fields: ['name', 'email'] })).records
    expect(record).toMatchObject({ name: 'Nobody', email: ['public@work.example'] })
    await page.get('data_put', {
      type: 'Person',
      records: [{ id: record?.id, name: 'Nobody', email: ['next@work.example'] }],
    })
    expect((await stored(id)).fields).toEqual({
      name: 'Alice',
      email: [{ value: 'next@work.example' }, { value: 'private@home.example', label: 'home' }],
    })
  })

  it('spends what was for one use, and no part of a write is done where it is not all allowed', async () => {
    const page = pageOf(house, 'https://single.example')
    const own = await keep(house, 'Bookmark', { name: 'Their own' })
    await grantAll(house, page, { ...writing('Bookmark', ['create', 'read'], ['name']), duration: 'once' })
    const [record] = (await page.get('data_query', { type: 'Bookmark', fields: ['name'] })).records
    const records = [{ name: 'New' }, { id: record?.id, name: 'Taken over' }]
    const both = page.ask('data_put', { type: 'Bookmark', records })
    await deny(house, page.origin)
    expect(await both).toEqual(DENIED)
    expect((await itemsOf('Bookmark')).map(({ id }) => id)).toEqual([own])
    await page.get('data_put', { type: 'Bookmark', records: [{ name: 'First' }] })
    const second = page.ask('data_put', { type: 'Bookmark', records: [{ name: 'Second' }] })
    await deny(house, page.origin)
    expect(await second).toEqual(DENIED)
    expect((await itemsOf('Bookmark')).map(({ fields }) => fields.name).sort()).toEqual(['First', 'Their own'])
  })

  it('is refused to whoever has no such grant any more', async () => {
    const page = pageOf(house, 'https://gone.example')
    await grantAll(house, page, writing('Task', ['create'], ['name']))
    const [record] = (await page.get('data_put', { type: 'Task', records: [{ name: 'Mine' }] })).records
    expect(await page.ask('data_get', { ids: [record?.id] })).toEqual(UNAUTHORIZED)
    await house.self.agent.commands.revoke({ grantee: page.origin })
    const asked = page.ask('data_put', { type: 'Task', records: [{ name: 'More' }] })
    await deny(house, page.origin)
    expect(await asked).toEqual(DENIED)
  })
})

describe('a deletion without a grant', () => {
  it('is shown, and puts into the bin what was shown', async () => {
    const page = pageOf(house, 'https://tidy.example')
    const id = await keep(house, 'Event', { name: 'Old party', startDate: '2020-01-01' })
    const picked = page.get('data_pick', { type: 'Event', fields: ['name'], purpose: { text: 'who' } })
    await allow(house, page.origin)
    const ids = (await picked).records.map((record) => record.id)
    const asked = page.get('data_delete', { ids, purpose: { text: 'Over' } }, 'del')
    const view = await allow(house, page.origin)
    expect(view.parts).toMatchObject([
      { kind: 'delete', type: 'Event', total: 1, records: [{ item: id, title: 'Old party' }] },
    ])
    expect(await asked).toBe(null)
    expect((await stored(id)).binnedAt).toBeGreaterThan(0)
  })
})
