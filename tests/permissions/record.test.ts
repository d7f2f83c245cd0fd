import { beforeEach, describe, expect, it } from 'vitest'
import type { ActivityWord } from '../../lib/contract/activity-terms'
import type { ReceiptId } from '../../lib/contract/ids'
import type { Receipt } from '../../lib/contract/receipt'
import { openActivity } from '../../lib/permissions/activity'
import type { Need } from '../../lib/permissions/cover'
import type { Noted, Permissions } from '../../lib/permissions/permissions'
import { commitTo } from '../../lib/permissions/step'
import { allowed, DAY, Disk, everything, FORUM, give, newAsk, newId, only, reading, SHOP, TAB } from './disk'

const MINUTE = 60_000
const HERE = { grantee: SHOP, tab: TAB }
const READ: Need = { capability: 'data.read', type: 'Contact', fields: ['name'] }

let disk: Disk
let permissions: Permissions
beforeEach(async () => {
  disk = new Disk()
  permissions = await disk.open()
})

const entries = async () => (await permissions.activity({ offset: 0, limit: 1_000 })).entries
/** What was read: the grants that let it stand beside it. */
const reads = async () => (await entries()).filter(({ what }) => what === 'read')
const read = async (items = 1) => {
  const cover = permissions.cover(HERE, READ)
  return cover && permissions.use(cover, [{ what: 'read', type: 'Contact', fields: ['name'], items }])
}
const denied = (part: Partial<Noted> = {}): Noted => ({
  grantee: SHOP,
  what: 'pick',
  type: 'Contact',
  fields: ['name'],
  items: 0,
  outcome: 'denied',
  duration: null,
  grant: null,
  ...part,
})

describe('activity', () => {
  it('counts the uses of a grant minute by minute', async () => {
    const { id } = await give(permissions, 'P30D', reading(everything('name')))
    for (const items of [1, 2, 3]) await read(items)
    disk.passes(MINUTE)
    await read(10)
    const [later, first] = await reads()
    expect(later).toMatchObject({ grantee: SHOP, what: 'read', grant: id, items: 10, times: 1, at: disk.clock })
    expect(first).toMatchObject({ items: 6, times: 3, outcome: 'allowed', duration: 'P30D' })
    expect(permissions.grants()[0]).toMatchObject({ uses: 4, usedAt: disk.clock })
  })

  it('keeps the first use of a minute before it is answered, and the others soon', async () => {
    await give(permissions, 'P30D', reading(everything('name')))
    await read()
    await read()
    // The worker dies: how often may be lost, that it was is not.
    permissions = await disk.open()
    expect((await reads()).map(({ times }) => times)).toEqual([1])
    await read()
    await read()
    await permissions.close()
    permissions = await disk.open()
    expect((await reads()).map(({ times, items }) => [times, items])).toEqual([[3, 3]])
  })

  it('goes on counting what another worker has counted, also while it is read', async () => {
    await give(permissions, 'P30D', reading(everything('name')))
    await read()
    permissions = await disk.open()
    expect(await reads()).toHaveLength(1)
    await Promise.all([read(), read()])
    expect((await reads()).map(({ times }) => times)).toEqual([3])
    await permissions.close()
    permissions = await disk.open()
    expect((await reads()).map(({ times }) => times)).toEqual([3])
  })

  it('loses nothing that happens while it is being written', async () => {
    disk.written = () => {
      disk.written = () => undefined
      void permissions.note([denied()])
    }
    await permissions.note([denied()])
    await permissions.close()
    permissions = await disk.open()
    expect((await entries()).map(({ times }) => times)).toEqual([2])
  })

  it('says what was asked and not given', async () => {
    await permissions.note([denied({ outcome: 'withdrawn' })])
    for (let i = 0; i < 100; i++) await permissions.note([denied({ outcome: 'muted' })])
    await permissions.refuse(SHOP, [denied()])
    const all = await entries()
    expect(all.map(({ outcome, times }) => [outcome, times]).sort()).toEqual([
      ['denied', 1],
      ['muted', 100],
      ['withdrawn', 1],
    ])
  })

  it('is searched by all words, of who it was or what they stand for, and told page by page, the newest first', async () => {
    for (let i = 0; i < 30; i++) {
      await permissions.note([denied({ grantee: i % 2 ? SHOP : FORUM, fields: [i % 3 ? 'name' : 'email'] })])
      disk.passes(MINUTE)
    }
    const page = (offset: number, ...words: ActivityWord[]) => permissions.activity({ words, offset, limit: 4 })
    const shop = { text: 'shop.example', terms: [] }
    const { entries: first, total } = await page(0)
    expect(total).toBe(30)
    const { entries: second } = await page(4)
    const times = [...first, ...second].map(({ at }) => disk.clock - at)
    expect(times).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((minutes) => minutes * MINUTE))
    expect((await page(0, shop, { text: 'e-mail', terms: ['email'] })).total).toBe(5)
    expect((await page(0, shop, { text: 'said', terms: ['asked_pick', 'denied'] })).total).toBe(15)
    expect((await page(0, shop, { text: 'nothing', terms: ['did_pick'] })).total).toBe(0)
    expect((await page(28)).entries).toHaveLength(2)
    expect((await page(30)).entries).toEqual([])
  })

  it('stands sealed: nothing on disk says who or what', async () => {
    await give(permissions, 'P30D', reading(everything('name')))
    await permissions.refuse(FORUM, [denied({ grantee: FORUM })], true)
    for (const table of ['grants', 'receipts', 'activity', 'sites']) {
      const rows = await disk.db.table(table).toArray()
      expect(rows.length).toBeGreaterThan(0)
      const clear = rows.map(({ box: _, ...row }) => row)
      expect(clear.every((row) => Object.keys(row).every((name) => ['id', 'rev', 'minute'].includes(name)))).toBe(true)
      expect(JSON.stringify(clear)).not.toMatch(/example|name|Contact/)
      expect(clear.every(({ id }) => /^(urn:uuid:)?[0-9a-f]{32}$/.test(id.replaceAll('-', '')))).toBe(true)
    }
  })

  it('is forgotten after 90 days, with what ended then', async () => {
    await give(permissions, 'P30D', reading(everything('name')))
    await permissions.refuse(FORUM, [denied({ grantee: FORUM })])
    disk.passes(31 * DAY)
    await permissions.expire()
    await permissions.note([denied()])
    disk.passes(60 * DAY)
    await permissions.upkeep()
    expect((await entries()).map(({ grantee }) => grantee)).toEqual([SHOP])
    expect(permissions.grants()).toHaveLength(1)
    expect(await disk.db.table('sites').count()).toBe(1)
    disk.passes(60 * DAY)
    await permissions.upkeep()
    permissions = await disk.open()
    expect(await entries()).toEqual([])
    expect(permissions.grants()).toEqual([])
    // What was given stays on record.
    expect((await permissions.receipts({ offset: 0, limit: 9 })).total).toBe(1)
    expect(permissions.site(SHOP).first).toBe(false)
  })

  it('keeps the newest where there is more than can be shown, also of one minute', async () => {
    const activity = openActivity(disk.store, commitTo(disk.store), disk.now, 700)
    activity.count(Array.from({ length: 1_200 }, (_, n) => denied({ grantee: `https://s${n}.example` })))
    await commitTo(disk.store)(() => [activity.write()])
    disk.passes(MINUTE)
    activity.count([denied({ grantee: 'https://newest.example' })])
    await commitTo(disk.store)(() => [activity.write()])
    const again = openActivity(disk.store, commitTo(disk.store), disk.now)
    expect((await again.find({ offset: 0, limit: 1 })).total).toBe(1_201)
    await activity.forget(0)
    const { entries: newest, total } = await activity.find({ offset: 0, limit: 1 })
    expect([newest[0]?.grantee, total]).toEqual(['https://newest.example', 700])
  })

  it('leaves out what does not open', async () => {
    await permissions.note([denied()])
    await permissions.note([denied({ grantee: FORUM })])
    const [row] = await disk.db.table('activity').toArray()
    await disk.db.table('activity').update(row.id, { box: new Uint8Array(80) })
    permissions = await disk.open()
    expect(await entries()).toHaveLength(1)
  })

  it('tells whoever shows it', async () => {
    let told = 0
    const stop = permissions.onChange(() => told++)
    await permissions.note([denied()])
    await permissions.note([denied()])
    expect(told).toBe(2)
    stop()
    await permissions.refuse(SHOP, [])
    expect(told).toBe(2)
  })
})

describe('receipts', () => {
  const receipts = async (grantee?: string) =>
    (await permissions.receipts({ offset: 0, limit: 100, ...(grantee && { grantee }) })).receipts
  it('say who was given what, why and for how long, in names of ISO/IEC TS 27560', async () => {
    const grant = await give(permissions, 'P30D', {
      ...reading(everything('name', 'birthDate')),
      purpose: {
        text: 'Fill the delivery address',
        category: 'dpv:DeliveryOfGoods',
        policyUrl: 'https://shop.example/privacy',
        retention: 'P30D',
      },
    })
    const [receipt] = await receipts()
    expect(receipt).toMatchObject({
      '@id': grant.receipt,
      '@type': 'dpv:ConsentReceipt',
      schema_version: 'https://w3id.org/dpv/schema/dpv-27560#receipt',
      receipt_id: grant.receipt,
      pii_principal_id: 'did:key:z6MkShop',
      pii_processing: {
        purposes: [
          {
            purpose: 'Fill the delivery address',
            purpose_type: 'dpv:DeliveryOfGoods',
            pii_information: [
              { '@type': 'dpv:PersonalData', pii_type: 'https://schema.org/name', pii_attribute_id: 'Contact.name' },
              { '@type': 'dpv:SensitivePersonalData', pii_attribute_id: 'Contact.birthDate' },
            ],
            pii_controllers: SHOP,
            processing_method: ['dpv:Collect'],
            privacy_notice: 'https://shop.example/privacy',
            retention_period: 'P30D',
          },
        ],
      },
      party_identification: [{ party_id: SHOP, party_name: 'shop.example' }, { party_id: 'did:key:z6MkShop' }],
      events: [
        {
          event_state: 'dpv:ConsentGiven',
          event_time: '2026-11-23T12:00:00.000Z',
          validity_duration: 'P30D',
          valid_until: '2026-12-23T12:00:00.000Z',
        },
      ],
    })
  })

  it('are JSON-LD: every name in them has its meaning in their context', async () => {
    await give(permissions, 'P1D', reading(everything('name')))
    await permissions.revoke({}, 'person')
    const [receipt] = await receipts()
    const { '@context': context, ...rest } = receipt as Receipt
    const names = new Set<string>()
    JSON.stringify(rest, (name, value) => {
      if (name !== '' && !/^\d+$/.test(name) && !name.startsWith('@')) names.add(name)
      return value
    })
    for (const name of names) expect(context).toHaveProperty(name)
    const prefixed = JSON.stringify(receipt).match(/"(dpv|dct|xsd):\w+"/g)
    expect(prefixed?.length).toBeGreaterThan(5)
  })

  it.each([
    ['revoked', 'dpv:ConsentWithdrawn', () => permissions.revoke({}, 'person')],
    ['left', 'dpv:ConsentWithdrawn', () => permissions.revoke({ grantee: SHOP }, 'site')],
    [
      'expired',
      'dpv:ConsentExpired',
      () => {
        disk.passes(DAY)
        return permissions.expire()
      },
    ],
  ])('say when what they are of was %s', async (_, state, end) => {
    await give(permissions, 'P1D', reading(everything('name')))
    await end()
    permissions = await disk.open()
    const [receipt] = await receipts()
    expect(receipt?.events[1]).toMatchObject({ event_state: state, event_time: new Date(disk.clock).toISOString() })
  })

  it('are there for what was picked or written once, and not for a sign-in', async () => {
    const base = { grantee: SHOP, did: 'did:key:z6MkShop', purpose: { text: 'Invite a friend' } }
    const pick = { what: 'pick', type: 'Contact', fields: ['name'], items: 1 } as const
    const put = [
      { what: 'create', type: 'Measurement', fields: ['value'], items: 2 },
      { what: 'update', type: 'Measurement', fields: ['value', 'unitText'], items: 1 },
    ] as const
    const picked = newAsk()
    await permissions.done({ ...base, ask: picked, acts: [pick] })
    await permissions.done({ ...base, ask: picked, acts: [pick] })
    disk.passes(MINUTE)
    await permissions.done({ ...base, ask: newAsk(), acts: put })
    disk.passes(MINUTE)
    await permissions.done({
      ...base,
      ask: newAsk(),
      acts: [{ what: 'signIn', type: null, fields: [], items: 0 }],
    })
    const methods = (await receipts()).map((each) => each.pii_processing.purposes[0]?.processing_method)
    expect(methods).toEqual([['dpv:Record', 'dpv:Modify'], ['dpv:Collect']])
    const told = (await entries()).map(({ what, times, items }) => `${what} ${times} ${items}`)
    expect(told.sort()).toEqual(['create 1 2', 'pick 1 1', 'signIn 1 0', 'update 1 1'])
    expect(permissions.site(SHOP)).toMatchObject({ first: false, signedInAt: disk.clock, usedAt: disk.clock })
  })

  it('hold no value and no item', async () => {
    const item = newId<never>()
    const scope = { ...only(['name'], item), records: { [item]: { name: { instead: 'Secret Alias' } } } }
    await give(permissions, 'P1D', reading(scope))
    const text = JSON.stringify(await receipts())
    expect(text).not.toContain('Secret')
    expect(text).not.toContain(item)
  })

  it('are told page by page, of all or of one site, the newest first', async () => {
    for (const grantee of [SHOP, FORUM, SHOP]) {
      await permissions.allow({ ...allowed('P1D', reading(everything('name'))), grantee })
      disk.passes(MINUTE)
    }
    expect(await receipts()).toHaveLength(3)
    expect(await receipts(SHOP)).toHaveLength(2)
    expect(await receipts('https://shop.example.evil')).toEqual([])
    await give(permissions, 'P1D', reading(everything('email')))
    const page = await permissions.receipts({ offset: 0, limit: 1 })
    expect(page.total).toBe(4)
    expect(JSON.stringify(page.receipts)).toContain('Contact.email')
    permissions = await disk.open()
    expect(await receipts(FORUM)).toHaveLength(1)
    expect(await permissions.receipt(page.receipts[0]?.receipt_id as ReceiptId)).toEqual(page.receipts[0])
    expect(await permissions.receipt('urn:uuid:00002134-1111-4222-8333-444455556666' as ReceiptId)).toBeNull()
  })
})

describe('sites', () => {
  const times = (all: { grantee: string }[]) => all.map(({ grantee }) => grantee)

  it('are first until they got something, and known by what they got', async () => {
    expect(permissions.site(SHOP)).toEqual({
      grantee: SHOP,
      first: true,
      asked: false,
      resembles: null,
      local: false,
      connectedAt: null,
      signedInAt: null,
      usedAt: null,
      mutedUntil: null,
    })
    await permissions.refuse(SHOP, [])
    expect(permissions.site(SHOP).first).toBe(true)
    const identity = { capability: 'identity.connect', type: null, scope: null, purpose: null } as const
    await permissions.allow(allowed('untilRevoked', identity))
    expect(permissions.site(SHOP)).toMatchObject({ first: false, connectedAt: disk.clock })
    expect((await entries()).filter(({ what }) => what === 'connect').map(({ what }) => what)).toEqual(['connect'])
    permissions = await disk.open()
    expect(permissions.site(SHOP)).toMatchObject({ first: false, connectedAt: disk.clock })
  })

  it('warn of one whose name looks like a known one’s, and not of one that was only refused', async () => {
    const known = 'https://www.wondershop.example'
    await permissions.refuse(known, [])
    expect(permissions.site('https://w0ndershop.example').resembles).toBeNull()
    await give(permissions, 'P1D', reading(everything('name')), { grantee: known })
    expect(permissions.site('https://w0ndershop.example').resembles).toBe(known)
    await give(permissions, 'P1D', reading(everything('name')), { grantee: 'https://w0ndershop.example' })
    expect(permissions.site('https://w0ndershop.example').resembles).toBeNull()
  })

  it('are told with whoever was used last first', async () => {
    await give(permissions, 'P30D', reading(everything('name')))
    disk.passes(MINUTE)
    await give(permissions, 'P30D', reading(everything('name')), { grantee: FORUM })
    await permissions.refuse('https://muted.example', [], true)
    await permissions.refuse('https://refused.example', [])
    expect(times(permissions.sites())).toEqual([FORUM, SHOP, 'https://muted.example'])
    disk.passes(MINUTE)
    await read()
    expect(times(permissions.sites())).toEqual([SHOP, FORUM, 'https://muted.example'])
  })

  it('are muted by three refusals, until the time is over, or the person says so', async () => {
    for (let i = 0; i < 3; i++) {
      expect(permissions.isMuted(SHOP)).toBe(false)
      await permissions.refuse(SHOP, [denied()])
    }
    expect(permissions.site(SHOP).mutedUntil).toBe(disk.clock + MINUTE)
    permissions = await disk.open()
    expect(permissions.isMuted(SHOP)).toBe(true)
    expect(permissions.isMuted(FORUM)).toBe(false)
    await permissions.unmute(SHOP)
    expect(permissions.isMuted(SHOP)).toBe(false)
    await permissions.refuse(SHOP, [denied()], true)
    expect(permissions.site(SHOP).mutedUntil).toBe(Number.POSITIVE_INFINITY)
    disk.passes(1_000 * DAY)
    await permissions.upkeep()
    permissions = await disk.open()
    expect(permissions.isMuted(SHOP)).toBe(true)
  })

  it('are not muted by refusals from before the person allowed something', async () => {
    for (let i = 0; i < 2; i++) await permissions.refuse(SHOP, [denied()])
    await give(permissions, 'P1D', reading(everything('name')))
    await permissions.refuse(SHOP, [denied()])
    expect(permissions.isMuted(SHOP)).toBe(false)
  })

  it('that were never heard of cannot be unmuted into being', async () => {
    await permissions.unmute(SHOP)
    expect(permissions.sites()).toEqual([])
    expect(await disk.db.table('sites').count()).toBe(0)
  })
})
