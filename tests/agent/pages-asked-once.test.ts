import { beforeAll, describe, expect, it } from 'vitest'
import type { ItemId } from '../../lib/contract/ids'
import { PAGE_ERRORS } from '../../lib/contract/page-api'
import type { Access, Descriptor, Duration } from '../../lib/contract/permission'
import type { AskPart, PromptView } from '../../lib/contract/sites-api'
import {
  allow,
  deny,
  grantAll,
  type Household,
  household,
  keep,
  nothingAsked,
  type Page,
  pageOf,
  promptFor,
} from './page'

let house: Household
let mira: ItemId
beforeAll(async () => {
  house = await household()
  mira = await keep(house, 'Contact', { name: 'Mira', birthDate: '1980-04-01' })
})

interface Wish {
  access?: Access[]
  fields?: string[]
  type?: string
  duration?: Duration | undefined
  why?: string
}
const data = ({ access = ['read'], fields = ['name'], type = 'Contact', duration = 'P1D', why = 'x' }: Wish = {}) => ({
  ...{ name: 'data' as const, type, access, fields, purpose: { text: why } },
  ...(duration && { duration }),
})
const unsaid = (wish: Wish = {}): Descriptor => {
  const { duration: _, ...rest } = data(wish)
  return rest
}
const SIGN_IN: Descriptor = { name: 'identity', access: ['signIn'], duration: 'P1D' }
const all = ({ parts }: PromptView) =>
  parts.map((part) =>
    'fields' in part ? { allow: true as const, fields: part.fields, all: true } : { allow: true as const },
  )
const asked = (part: AskPart) =>
  part.kind === 'identity' ? part.act : part.kind === 'standing' ? part.access.join() : `${part.kind} ${part.type}`
const live = async (page: Page) =>
  (await page.get('permissions_query')).map(({ parentCapability }) => parentCapability).sort()
const connectedWith = async (page: Page, permissions: Descriptor[], duration?: Duration) => {
  const answer = page.get('agent_connect', { permissions })
  const view = await allow(house, page.origin, { parts: all, ...(duration && { duration }) })
  return { view, grants: (await answer).grants }
}

describe('what is given already', () => {
  it('is neither asked nor given again', async () => {
    const page = pageOf(house, 'https://again.example')
    await connectedWith(page, [data()])
    const { view, grants } = await connectedWith(page, [data(), data({ type: 'Task' }), SIGN_IN])
    expect(view.parts.map(asked)).toEqual(['read Task', 'signIn'])
    expect(grants.map(({ parentCapability }) => parentCapability).sort()).toEqual([
      ...['data.read', 'data.read', 'identity.connect', 'identity.signIn'],
    ])
    expect(await page.get('receipts_list')).toHaveLength(4)
    const more = page.get('permissions_request', [data({ access: ['read', 'create', 'update'] })])
    expect((await allow(house, page.origin)).parts.map(asked)).toEqual(['create,update'])
    expect((await more).map(({ parentCapability }) => parentCapability).sort()).toEqual([
      ...['data.create', 'data.read', 'data.update'],
    ])
    await page.get('agent_connect', { permissions: [data({ access: ['read', 'create', 'update'] }), SIGN_IN] })
    await nothingAsked(house)
  })

  it('was given for its purpose: another one is another question', async () => {
    const page = pageOf(house, 'https://purpose.example')
    await grantAll(house, page, data({ why: 'To send your order' }))
    const sold = page.ask('permissions_request', [data({ why: 'To sell it' })])
    expect(await promptFor(house, page.origin)).toMatchObject({ purpose: { text: 'To sell it' } })
    await deny(house, page.origin)
    expect(await sold).toEqual({ error: PAGE_ERRORS.NotAllowedError })
    expect(await page.get('permissions_request', [data({ why: 'To send your order' })])).toHaveLength(1)
  })

  it('ends as far as it is named, and no further', async () => {
    const page = pageOf(house, 'https://revoke.example')
    await connectedWith(page, [data({ access: ['read', 'create', 'update'] }), data({ type: 'Task' }), SIGN_IN])
    expect(await page.get('permissions_query', [{ name: 'data', access: ['create', 'update'] }])).toHaveLength(2)
    expect(await page.get('permissions_query', [{ name: 'identity', access: ['connect'] }])).toHaveLength(1)
    await page.get('permissions_revoke', [data({ access: ['read'] })])
    const rest = ['data.create', 'data.read', 'data.update', 'identity.connect', 'identity.signIn']
    expect(await live(page)).toEqual(rest)
    await page.get('permissions_revoke', [SIGN_IN])
    expect(await live(page)).toEqual(rest.slice(0, 4))
    await page.get('permissions_revoke', [{ name: 'data' }])
    expect(await live(page)).toEqual(['identity.connect'])
    for (const about of [{ name: 'date' }, { name: 'data', access: ['rule'] }, { name: 'data', access: [] }, 7])
      for (const method of ['permissions_query', 'permissions_revoke'] as const)
        await expect(page.ask(method, [about])).rejects.toThrow()
  })
})

describe('how long', () => {
  it('is preselected no longer than any of several would be alone', async () => {
    const page = pageOf(house, 'https://mixed.example')
    const request = page.ask('permissions_request', [data({ duration: 'P30D' }), unsaid({ fields: ['birthDate'] })])
    expect(await promptFor(house, page.origin)).toMatchObject({
      durations: ['P30D', 'P1D', 'tab', 'once'],
      wanted: 'once',
    })
    await deny(house, page.origin)
    await request
    const connect = page.ask('agent_connect', {
      permissions: [data({ duration: 'P30D' }), unsaid({ fields: ['birthDate'] })],
    })
    expect(await promptFor(house, page.origin)).toMatchObject({ wanted: 'tab' })
    await deny(house, page.origin)
    await connect
  })

  it('a site is known is no single use', async () => {
    const page = pageOf(house, 'https://once.example')
    await connectedWith(page, [unsaid()], 'once')
    await page.get('data_query', { type: 'Contact', fields: ['name'] })
    for (const _ of [1, 2]) {
      const { grants } = await page.get('agent_connect')
      expect(grants.map(({ parentCapability }) => parentCapability)).toEqual(['identity.connect'])
    }
    const beside = pageOf(house, page.origin, 2)
    expect(await live(beside)).toEqual([])
    const alone = pageOf(house, 'https://alone.example')
    const known = alone.ask('agent_connect')
    expect(await promptFor(house, alone.origin)).toMatchObject({
      durations: ['untilRevoked', 'P30D', 'P1D', 'tab'],
      wanted: 'untilRevoked',
    })
    await deny(house, alone.origin)
    await known
  })
})

describe('what is not there yet', () => {
  it('can be given as it comes, beside leave to add it', async () => {
    const page = pageOf(house, 'https://fitness.example')
    const fields = ['measuredProperty', 'value']
    const request = page.get('permissions_request', [data({ type: 'Measurement', access: ['read', 'create'], fields })])
    const { id: ask, seen } = await promptFor(house, page.origin)
    const some = [{ allow: true as const }, { allow: true as const }]
    await expect(
      house.self.agent.commands.allowRequest({ ask, seen, duration: 'P1D', parts: some }),
    ).rejects.toMatchObject({ reason: 'bad-request' })
    const { parts } = await allow(house, page.origin, { parts: all })
    expect(parts).toMatchObject([
      { kind: 'read', total: 0 },
      { kind: 'standing', access: ['create'] },
    ])
    await request
    const query = { type: 'Measurement', fields }
    expect((await page.get('data_query', query)).records).toEqual([])
    await keep(house, 'Measurement', { measuredProperty: 'Steps', value: 4_000 })
    await page.get('data_put', { type: 'Measurement', records: [{ measuredProperty: 'Steps', value: 5_000 }] })
    expect((await page.get('data_query', query)).records.map(({ value }) => value).sort()).toEqual([4_000, 5_000])
  })

  it('cannot be picked', async () => {
    const page = pageOf(house, 'https://pick.example')
    const picked = page.ask('data_pick', { type: 'Credential', fields: ['name'], purpose: { text: 'x' } })
    const { id: ask, seen } = await promptFor(house, page.origin)
    for (const part of [{ allow: true as const }, { allow: true as const, all: true }])
      await expect(
        house.self.agent.commands.allowRequest({ ask, seen, duration: 'once', parts: [part] }),
      ).rejects.toMatchObject({ reason: 'bad-request' })
    await deny(house, page.origin)
    expect(await picked).toEqual({ error: PAGE_ERRORS.NotAllowedError })
  })
})

describe('the rest', () => {
  it('every grant has its own uses in the log, with its own fields', async () => {
    const page = pageOf(house, 'https://log.example')
    for (const fields of [['name'], ['birthDate']]) await grantAll(house, page, data({ fields }))
    await page.get('data_query', { type: 'Contact', fields: ['name', 'birthDate'] })
    const { entries } = await house.self.agent.commands.readActivity({ offset: 0 })
    const read = entries.filter(({ grantee, what }) => grantee === page.origin && what === 'read')
    expect(read.map(({ fields }) => fields).sort()).toEqual([['birthDate'], ['name']])
    expect(new Set(read.map(({ grant }) => grant)).size).toBe(2)
  })

  it('a field that there is not is malformed, whoever asks', async () => {
    for (const page of [pageOf(house, 'https://nobody.example'), pageOf(house, 'https://log.example')])
      expect(await page.ask('data_get', { ids: [mira], fields: ['name', 'scales'] })).toMatchObject({
        error: { name: 'TypeError', message: 'fields: no type has a field "scales"' },
      })
  })

  it('features have versions', async () => {
    const { features } = await pageOf(house, 'https://nobody.example').get('agent_getInfo')
    expect(features['hearth:data']).toEqual({ version: '1.0.0' })
    for (const [name, feature] of Object.entries(features))
      expect([name, feature.version]).toEqual([
        expect.stringMatching(/^hearth:[a-zA-Z]+$/),
        expect.stringMatching(/^\d+\.\d+\.\d+$/),
      ])
  })
})
