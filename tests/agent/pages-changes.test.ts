import { beforeAll, describe, expect, it } from 'vitest'
import { openListening } from '../../lib/agent/pages/subscriptions'
import type { ItemId } from '../../lib/contract/ids'
import type { Fields } from '../../lib/contract/item'
import { PAGE_ERRORS, type PageEvent } from '../../lib/contract/page-api'
import type { Access, Descriptor } from '../../lib/contract/permission'
import { allow, grantAll, type Household, household, keep, type Page, pageOf, reading } from './page'
import { PASSPHRASE } from './world'

let house: Household
let mira: ItemId
let noor: ItemId
const revs = new Map<ItemId, number>()
const was: Record<string, Fields> = {}
beforeAll(async () => {
  house = await household()
  was.mira = { name: 'Mira', birthDate: '1980-04-01', email: [{ value: 'mira@home.example' }] }
  was.noor = { name: 'Noor', birthDate: '1990-04-01', email: [{ value: 'noor@home.example' }] }
  mira = await keep(house, 'Contact', was.mira)
  noor = await keep(house, 'Contact', was.noor)
})

/** The person changes something of their own. */
const edit = async (id: ItemId, fields: Fields): Promise<void> => {
  const whole = { ...was[id === mira ? 'mira' : 'noor'], ...fields }
  was[id === mira ? 'mira' : 'noor'] = whole
  const rev = revs.get(id) ?? 1
  await house.self.agent.commands.saveItem({ id, draft: { type: 'Contact', fields: whole, tags: [] }, rev })
  revs.set(id, rev + 1)
}
const accessing = (access: Access[], fields: string[]): Descriptor =>
  ({ ...reading('Contact', fields, 'P1D'), access }) as Descriptor
const contacts = (fields: string[], more: object = {}) => ({ type: 'Contact', fields, ...more })
const changedIds = (events: readonly PageEvent[]) =>
  new Set(events.flatMap((each) => (each.event === 'dataChanged' ? each.data.ids : [])))
/** Id and rev by name, as the site knows them. */
const known = async (page: Page) => {
  const { records } = await page.get('data_query', contacts(['name']))
  return new Map(records.map(({ name, id, rev }) => [String(name).slice(0, 4), { id, rev }] as const))
}

describe('a rev', () => {
  it('and what is told follow only what is given: another field is another site’s business', async () => {
    const page = pageOf(house, 'https://names.example')
    await grantAll(house, page, reading('Contact', ['name'], 'P1D'))
    const { events, stop } = page.listen()
    await page.get('data_subscribe', contacts(['name']))
    const before = await known(page)
    await edit(mira, { birthDate: '1981-04-01', email: [{ value: 'mira@new.example' }] })
    await edit(noor, { name: 'Noor B' })
    const { id } = before.get('Noor') as { id: string }
    await expect.poll(() => changedIds(events)).toEqual(new Set([id]))
    const after = await known(page)
    expect(after.get('Mira')).toEqual(before.get('Mira'))
    expect(after.get('Noor')?.rev).not.toBe(before.get('Noor')?.rev)
    stop()
  })

  it('is true for a write as long as nothing that is given has changed', async () => {
    const page = pageOf(house, 'https://writes.example')
    await grantAll(house, page, accessing(['read', 'update'], ['name']))
    const { id, rev } = (await known(page)).get('Mira') as { id: string; rev: string }
    await edit(mira, { birthDate: '1982-04-01' })
    const put = (name: string) =>
      page.ask('data_put', { ...{ type: 'Contact', records: [{ id, name }] }, ifRev: { [id]: rev } })
    const done = await put('Mira B')
    expect(done).toMatchObject({ result: { records: [{ id, rev: (await known(page)).get('Mira')?.rev }] } })
    revs.set(mira, (revs.get(mira) ?? 1) + 1)
    was.mira = { ...was.mira, name: 'Mira B' }
    expect(await put('Mira C')).toEqual({ error: PAGE_ERRORS.InvalidStateError })
  })
})

describe('a rev of what may not be read', () => {
  const page = () => pageOf(house, 'https://blind.example')
  it('tells of no change, and is compared with the item only where the person is asked', async () => {
    await grantAll(house, page(), accessing(['update'], ['jobTitle']))
    const picked = page().get('data_pick', { ...contacts(['name']), purpose: { text: 'x' } })
    await allow(house, page().origin, { parts: () => [{ allow: true, records: { [mira]: { name: true } } }] })
    const [record] = (await picked).records
    const put = (more: object = {}) =>
      page().ask('data_put', { ...{ type: 'Contact', records: [{ id: record?.id, jobTitle: 'Baker' }] }, ...more })
    const first = await put()
    revs.set(mira, (revs.get(mira) ?? 1) + 1)
    was.mira = { ...was.mira, jobTitle: 'Baker' }
    await edit(mira, { birthDate: '1983-04-01' })
    const second = await put()
    expect(second).toEqual(first)
    const stale = put({ ifRev: { [record?.id ?? '']: record?.rev } })
    await allow(house, page().origin)
    expect(await stale).toEqual({ error: PAGE_ERRORS.InvalidStateError })
    const rev = 'result' in first ? first.result.records[0]?.rev : undefined
    expect(await put({ ifRev: { [record?.id ?? '']: rev } })).toEqual(first)
  })
})

describe('a subscription', () => {
  it('is to what its query answers with: its fields, and items that come and go', async () => {
    const page = pageOf(house, 'https://queries.example')
    await grantAll(house, page, reading('Contact', ['name', 'birthDate'], 'P1D'))
    const { events, stop } = page.listen()
    const query = contacts(['name'], { equals: { birthDate: '2000-01-01' } })
    await page.get('data_subscribe', query)
    const { records } = await page.get('data_query', contacts(['name']))
    const idOf = (name: string) => records.find((each) => String(each.name).startsWith(name))?.id
    await edit(noor, { name: 'Noor C' })
    await edit(mira, { birthDate: '2000-01-01' })
    await expect.poll(() => changedIds(events)).toEqual(new Set([idOf('Mira')]))
    events.length = 0
    await edit(mira, { email: [] })
    await edit(noor, { birthDate: '2000-01-01' })
    await expect.poll(() => changedIds(events)).toEqual(new Set([idOf('Noor')]))
    events.length = 0
    await edit(mira, { birthDate: '1980-04-01' })
    await expect.poll(() => changedIds(events)).toEqual(new Set([idOf('Mira')]))
    stop()
  })

  it('ends with its document, also of one that never listened', async () => {
    const looked: string[] = []
    const permissions = { cover: () => ({ grants: [], fields: ['name'] }), use: async () => true, live: () => [] }
    const site = { permissions, data: { items: { ready: Promise.resolve() } } } as never
    const listening = openListening({
      site: async ({ document }) => {
        looked.push(document)
        return site
      },
      gone: () => undefined,
    })
    const caller = (document: string, tab = 1) => ({ origin: 'https://many.example', tab, document })
    const subscribe = (document: string, tab = 1) =>
      listening.subscribe(caller(document, tab), site, { type: 'Contact', fields: ['name'], limit: 1 })
    const asked = async () => {
      looked.length = 0
      listening.dataChanged()
      // Whoever is looked at last: nobody comes after them.
      await expect.poll(() => looked.at(-1)).toBe('elsewhere')
      return looked
    }
    await subscribe('first')
    listening.listen(caller('deaf'), () => undefined)
    await subscribe('deaf')
    const stop = listening.listen(caller('left'), () => undefined)
    await subscribe('left')
    stop()
    await subscribe('silent')
    listening.listen(caller('here', 2), () => undefined)
    await subscribe('here', 2)
    listening.listen(caller('elsewhere', 3), () => undefined)
    await subscribe('elsewhere', 3)
    expect(await asked()).toEqual(['here', 'elsewhere'])
    listening.tabClosed(2)
    expect(await asked()).toEqual(['elsewhere'])
  })
})

describe('unlocking', () => {
  it('is told to those that are connected, and to nobody else', async () => {
    const page = pageOf(house, 'https://known.example', 21)
    const stranger = pageOf(house, 'https://stranger.example', 22)
    const reader = pageOf(house, 'https://reader.example', 23)
    await grantAll(house, reader, reading('Contact', ['name'], 'P1D'))
    house.browser.look(21)
    const connected = page.get('agent_connect')
    await allow(house, page.origin)
    const { did } = await connected
    await house.self.crash()
    // A worker that begins anew in an open vault tells nobody anything.
    const heard = [page, stranger, reader].map((each) => each.listen())
    await page.get('permissions_query')
    await house.self.agent.commands.lock({})
    await house.self.agent.commands.unlock({ passphrase: PASSPHRASE })
    await expect.poll(() => heard[0]?.events).toEqual([{ event: 'connect', data: { did } }])
    expect(heard.slice(1).flatMap(({ events }) => events)).toEqual([])
    await house.self.agent.commands.lock({})
    const late = page.listen()
    await page.get('permissions_query')
    await house.self.agent.commands.unlock({ passphrase: PASSPHRASE })
    await expect.poll(() => late.events).toEqual([{ event: 'connect', data: { did } }])
    for (const { stop } of [...heard, late]) stop()
  })
})
