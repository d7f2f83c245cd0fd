import { beforeEach, describe, expect, it } from 'vitest'
import type { ItemId } from '../../lib/contract/ids'
import type { Item } from '../../lib/contract/item'
import type { Need } from '../../lib/permissions/cover'
import { pageGrant } from '../../lib/permissions/page-view'
import type { Permissions } from '../../lib/permissions/permissions'
import { allowed, DAY, Disk, everything, FORUM, give, newId, only, reading, SHOP, TAB } from './disk'

const HERE = { grantee: SHOP, tab: TAB }
const READ: Need = { capability: 'data.read', type: 'Contact', fields: ['name'] }
const act = { what: 'read', type: 'Contact', fields: ['name'], items: 1 } as const
const contact = (id = newId<ItemId>()): Pick<Item, 'id' | 'type' | 'fields'> => ({
  id,
  type: 'Contact',
  fields: { name: 'Mary', email: [{ value: 'm@x.example' }] },
})

let disk: Disk
let permissions: Permissions
beforeEach(async () => {
  disk = new Disk()
  permissions = await disk.open()
})

/** Whether the shop may read names now. */
const mayRead = (need: Partial<Need> = {}, who = HERE): boolean => permissions.cover(who, { ...READ, ...need }) !== null
const use = async (need: Partial<Need> = {}, more: string | null = null): Promise<boolean> => {
  const cover = permissions.cover(HERE, { ...READ, ...need })
  return cover !== null && permissions.use(cover, [act], more)
}

describe('a grant', () => {
  it('allows its grantee what it names, and nobody anything else', async () => {
    expect(mayRead()).toBe(false)
    const grant = await give(permissions, 'P30D', reading(everything('name', 'email')))
    expect(grant).toMatchObject({
      grantee: SHOP,
      capability: 'data.read',
      type: 'Contact',
      scope: everything('name', 'email'),
      duration: 'P30D',
      tab: null,
      at: disk.clock,
      expiresAt: disk.clock + 30 * DAY,
      ended: null,
      uses: 0,
    })
    expect(grant.receipt).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(mayRead()).toBe(true)
    expect(mayRead({}, { grantee: SHOP, tab: 99 })).toBe(true)
    expect(mayRead({ fields: ['name', 'birthDate'] })).toBe(false)
    expect(mayRead({ type: 'Person' })).toBe(false)
    expect(mayRead({ capability: 'data.update' })).toBe(false)
    for (const grantee of [FORUM, 'http://shop.example', 'https://shop.example:8443', 'https://a.shop.example'])
      expect(mayRead({}, { grantee, tab: TAB })).toBe(false)
  })

  it('outlives the worker and the browser', async () => {
    const grant = await give(permissions, 'untilRevoked', reading(everything('name')))
    permissions = await disk.open('tomorrow')
    expect(permissions.grants()).toEqual([grant])
    expect(mayRead()).toBe(true)
  })

  it('is given once per ask, however often the person’s word is carried out', async () => {
    const word = allowed('P30D', reading(everything('name')), reading(everything('email')))
    const [first] = await Promise.all([permissions.allow(word), permissions.allow(word)])
    permissions = await disk.open()
    expect(await permissions.allow(word)).toEqual(first)
    expect(permissions.grants()).toHaveLength(2)
    expect((await permissions.receipts({ offset: 0, limit: 9 })).total).toBe(2)
    expect((await permissions.activity({ offset: 0, limit: 9 })).entries.map(({ times }) => times)).toEqual([1, 1])
  })

  it('to a page of this computer ends with its tab', async () => {
    const local = { grantee: 'http://localhost:3000' }
    const word = { ...allowed('P1D', reading(everything('name'))), ...local }
    await expect(permissions.allow(word)).rejects.toEqual(expect.objectContaining({ reason: 'bad-request' }))
    expect(permissions.grants()).toEqual([])
    const grant = await give(permissions, 'once', reading(everything('name')), local)
    expect(grant.tab).toEqual({ id: TAB, session: 'today' })
  })

  it('that does not open is none', async () => {
    const grant = await give(permissions, 'untilRevoked', reading(everything('name')))
    await give(permissions, 'untilRevoked', reading(everything('email')))
    await disk.db.table('grants').update(grant.id, { box: new Uint8Array(80) })
    permissions = await disk.open()
    expect(mayRead()).toBe(false)
    expect(mayRead({ fields: ['email'] })).toBe(true)
  })

  it('is not given, nor said to have been, where there is no room for it', async () => {
    disk.full = true
    await expect(give(permissions, 'P30D', reading(everything('name')))).rejects.toEqual(
      expect.objectContaining({ reason: 'storage-full' }),
    )
    expect(mayRead()).toBe(false)
    disk.full = false
    await permissions.close()
    permissions = await disk.open()
    expect(permissions.grants()).toEqual([])
    expect((await permissions.activity({ offset: 0, limit: 9 })).entries).toEqual([])
  })
})

describe('time', () => {
  it.each([
    ['P1D', DAY],
    ['P30D', 30 * DAY],
  ] as const)(
    'ends %s when it is over, to the millisecond, whether or not anybody looked at the clock',
    async (duration, ms) => {
      const { id } = await give(permissions, duration, reading(everything('name')))
      disk.passes(ms - 1)
      expect(mayRead()).toBe(true)
      expect(await permissions.expire()).toBe(disk.clock + 1)
      disk.passes(1)
      expect(mayRead()).toBe(false)
      expect(await permissions.expire()).toBeNull()
      expect(permissions.grants()[0]?.ended).toEqual({ at: disk.clock, why: 'expired' })
      permissions = await disk.open()
      expect(permissions.grants()[0]).toMatchObject({ id, ended: { why: 'expired' } })
    },
  )

  it('ends nothing that lasts until it is revoked', async () => {
    await give(permissions, 'untilRevoked', reading(everything('name')))
    expect(await permissions.expire()).toBeNull()
    disk.passes(3_650 * DAY)
    expect(mayRead()).toBe(true)
  })
})

describe('a grant for a tab', () => {
  beforeEach(async () => {
    await give(permissions, 'tab', reading(everything('name')))
  })

  it('is of that tab', () => {
    expect(mayRead()).toBe(true)
    expect(mayRead({}, { grantee: SHOP, tab: TAB + 1 })).toBe(false)
  })

  it.each([
    ['closes', null],
    ['shows another origin', FORUM],
    ['shows another port', 'https://shop.example:8443'],
  ])('ends when the tab %s', async (_, shown) => {
    await permissions.tabShows(TAB, shown)
    expect(mayRead()).toBe(false)
    await permissions.tabShows(TAB, SHOP)
    expect(mayRead()).toBe(false)
    permissions = await disk.open()
    expect(mayRead()).toBe(false)
  })

  it('goes on while the tab shows the site, and whatever other tabs do', async () => {
    await permissions.tabShows(TAB, SHOP)
    await permissions.tabShows(TAB + 1, null)
    expect(mayRead()).toBe(true)
    permissions = await disk.open()
    expect(mayRead()).toBe(true)
  })

  it('ends with the browser: tabs are numbered anew', async () => {
    permissions = await disk.open('tomorrow')
    expect(mayRead()).toBe(false)
    await permissions.expire()
    expect(permissions.grants()[0]?.ended?.why).toBe('expired')
  })
})

describe('one use', () => {
  it('is spent by the first', async () => {
    await give(permissions, 'once', reading(everything('name')))
    expect(await use()).toBe(true)
    expect(mayRead()).toBe(false)
    expect(await use()).toBe(false)
    expect(permissions.grants()[0]).toMatchObject({ ended: { why: 'spent' }, uses: 1, usedAt: disk.clock })
    permissions = await disk.open()
    expect(mayRead()).toBe(false)
  })

  it('is one of two calls at the same time', async () => {
    await give(permissions, 'once', reading(everything('name')))
    const [a, b] = [permissions.cover(HERE, READ), permissions.cover(HERE, READ)]
    if (!a || !b) throw new Error('not covered')
    expect(await Promise.all([permissions.use(a, [act]), permissions.use(b, [act])])).toEqual([true, false])
  })

  it('is not spent on what lasts anyway', async () => {
    await give(permissions, 'once', reading(everything('name', 'email')))
    await give(permissions, 'untilRevoked', reading(everything('name')))
    expect(await use()).toBe(true)
    expect(await use()).toBe(true)
    expect(await use({ fields: ['email'] })).toBe(true)
    expect(mayRead({ fields: ['email'] })).toBe(false)
  })

  it('is of all pages of one query, and of no other', async () => {
    await give(permissions, 'once', reading(everything('name')))
    expect(await use({}, 'query:2')).toBe(true)
    expect(mayRead()).toBe(false)
    expect(mayRead({ continues: 'query:3' })).toBe(false)
    permissions = await disk.open()
    expect(await use({ continues: 'query:2' }, 'query:3')).toBe(true)
    expect(await use({ continues: 'query:3' }, null)).toBe(true)
    expect(mayRead({ continues: 'query:3' })).toBe(false)
    expect(permissions.grants()[0]).toMatchObject({ ended: { why: 'spent' }, uses: 1 })
  })

  it('of many pages is five minutes long', async () => {
    await give(permissions, 'once', reading(everything('name')))
    await use({}, 'query:2')
    disk.passes(200_000)
    expect(await use({ continues: 'query:2' }, 'query:3')).toBe(true)
    disk.passes(99_999)
    expect(mayRead({ continues: 'query:3' })).toBe(true)
    disk.passes(1)
    expect(mayRead({ continues: 'query:3' })).toBe(false)
    await permissions.expire()
    expect(permissions.grants()[0]?.ended?.why).toBe('spent')
  })

  it('stays spent where that could not be written', async () => {
    await give(permissions, 'once', reading(everything('name')))
    disk.full = true
    await expect(use()).rejects.toEqual(expect.objectContaining({ reason: 'storage-full' }))
    expect(mayRead()).toBe(false)
    disk.full = false
    await permissions.close()
    permissions = await disk.open()
    expect(mayRead()).toBe(false)
  })

  it('ends with the tab when nobody made it', async () => {
    await give(permissions, 'once', reading(everything('name')))
    await permissions.tabShows(TAB, null)
    expect(mayRead()).toBe(false)
  })
})

describe('revoking', () => {
  it('ends one at once, before anything is written', async () => {
    const { id } = await give(permissions, 'P30D', reading(everything('name')))
    await give(permissions, 'P30D', reading(everything('email')))
    const cover = permissions.cover(HERE, READ)
    const revoking = permissions.revoke({ ids: [id] }, 'person')
    expect(mayRead()).toBe(false)
    expect(cover && (await permissions.use(cover, [act]))).toBe(false)
    expect(await revoking).toBe(1)
    expect(await permissions.revoke({ ids: [id] }, 'person')).toBe(0)
    permissions = await disk.open()
    expect(mayRead()).toBe(false)
    expect(mayRead({ fields: ['email'] })).toBe(true)
  })

  it('by a site ends only its own', async () => {
    const { id } = await give(permissions, 'P30D', reading(everything('name')))
    expect(await permissions.revoke({ ids: [id], grantee: FORUM }, 'site')).toBe(0)
    expect(mayRead()).toBe(true)
    expect(await permissions.revoke({ ids: [id], grantee: SHOP }, 'site')).toBe(1)
    const { entries } = await permissions.activity({
      words: [{ text: '?', terms: ['did_revoke'] }],
      offset: 0,
      limit: 9,
    })
    expect(entries.map(({ outcome, grant }) => [outcome, grant])).toEqual([['left', id]])
  })

  it('ends all of one site, or everything', async () => {
    await give(permissions, 'P30D', reading(everything('name')))
    await give(permissions, 'P30D', reading(everything('email')))
    await give(permissions, 'P30D', reading(everything('name')), { grantee: FORUM })
    expect(await permissions.revoke({ grantee: SHOP }, 'person')).toBe(2)
    expect(mayRead({}, { grantee: FORUM, tab: TAB })).toBe(true)
    expect(await permissions.revoke({}, 'person')).toBe(1)
    expect(permissions.live({ grantee: FORUM, tab: TAB })).toEqual([])
  })

  it('means what is being given just now, too', async () => {
    const giving = give(permissions, 'P30D', reading(everything('name')))
    expect(await permissions.revoke({ grantee: SHOP }, 'person')).toBe(1)
    await giving
    expect(mayRead()).toBe(false)
  })

  it('on a full disk is true at once, and written when there is room', async () => {
    await give(permissions, 'P30D', reading(everything('name')))
    disk.full = true
    await expect(permissions.revoke({}, 'person')).rejects.toEqual(expect.objectContaining({ reason: 'storage-full' }))
    expect(mayRead()).toBe(false)
    disk.full = false
    await permissions.close()
    permissions = await disk.open()
    expect(mayRead()).toBe(false)
  })

  it('tells whoever listens whose it was', async () => {
    const told: (string | null)[] = []
    const stop = permissions.onGrants((grantee) => told.push(grantee))
    await give(permissions, 'P30D', reading(everything('name')))
    await permissions.revoke({}, 'person')
    stop()
    await give(permissions, 'P30D', reading(everything('name')))
    expect(told).toEqual([SHOP, SHOP])
  })
})

describe('what a site made', () => {
  const [mine, theirs, made] = [contact(), contact(), contact()]
  const capabilities = ['data.read', 'data.create', 'data.update', 'data.delete'] as const

  beforeEach(async () => {
    const scope = only(['name'], mine.id)
    const grants = capabilities.map((capability) => ({ ...reading(scope), capability }))
    await permissions.allow(allowed('untilRevoked', ...grants))
    await permissions.created(HERE, 'Contact', [made.id], disk.clock)
  })

  it('is its own to read, change and delete within its grants, also after the worker died', async () => {
    for (const opened of [permissions, await disk.open()]) {
      const cover = (capability: Need['capability']) => opened.cover(HERE, { capability, type: 'Contact' })
      expect(cover('data.read')?.give(made)).toEqual({ name: 'Mary' })
      expect(cover('data.read')?.give(theirs)).toBeNull()
      expect(cover('data.update')?.allows(made, ['name'])).toBe(true)
      expect(cover('data.update')?.allows(made, ['name', 'email'])).toBe(false)
      expect(cover('data.delete')?.allows(made, [])).toBe(true)
      expect(cover('data.delete')?.allows(theirs, [])).toBe(false)
    }
  })

  it('is added once, and to nobody else’s', async () => {
    await give(permissions, 'untilRevoked', reading(only(['name'], mine.id)), { grantee: FORUM })
    await permissions.created(HERE, 'Contact', [made.id], disk.clock)
    const records = permissions
      .grants()
      .map(({ capability, grantee, scope }) => [capability, grantee, Object.keys(scope?.records ?? {}).length])
    expect(records.sort()).toEqual([
      ['data.create', SHOP, 1],
      ['data.delete', SHOP, 2],
      ['data.read', FORUM, 1],
      ['data.read', SHOP, 2],
      ['data.update', SHOP, 2],
    ])
  })

  it('is not added to what was given after it was there: the person may have left it out', async () => {
    const at = disk.clock
    disk.clock += 1_000
    await give(permissions, 'untilRevoked', reading(only(['birthDate'], mine.id)))
    await permissions.created(HERE, 'Contact', [made.id], at)
    const cover = permissions.cover(HERE, { capability: 'data.read', type: 'Contact', fields: ['birthDate'] })
    expect(cover?.give(made)).toBeNull()
  })

  it('is not added to what is for one use', async () => {
    await give(permissions, 'once', reading(only(['email'], mine.id)))
    await permissions.created(HERE, 'Contact', [made.id], disk.clock)
    const cover = permissions.cover(HERE, { capability: 'data.read', type: 'Contact', fields: ['email'] })
    expect([cover?.give(mine), cover?.give(made)]).toEqual([{ email: ['m@x.example'] }, null])
  })

  it('is its own to delete where the person left no field in the grant', async () => {
    const scope = { fields: [], all: false, records: {} }
    await give(permissions, 'P30D', { ...reading(scope), capability: 'data.delete' }, { grantee: FORUM })
    await permissions.created({ grantee: FORUM, tab: TAB }, 'Contact', [made.id], disk.clock)
    const cover = permissions.cover({ grantee: FORUM, tab: TAB }, { capability: 'data.delete', type: 'Contact' })
    expect([cover?.allows(made, []), cover?.allows(mine, [])]).toEqual([true, false])
  })

  it('does not bring back what was revoked meanwhile', async () => {
    const adding = permissions.created(HERE, 'Contact', [theirs.id], disk.clock)
    await permissions.revoke({ grantee: SHOP }, 'person')
    await adding
    permissions = await disk.open()
    expect(permissions.live(HERE)).toEqual([])
  })
})

describe('what a site sees of a grant', () => {
  it('is a grant narrowed by caveats', async () => {
    const [item, left] = [newId<ItemId>(), newId<ItemId>()]
    const scope = { ...only(['name'], item), records: { [item]: { name: true as const }, [left]: {} } }
    const grant = await give(permissions, 'P1D', reading(scope))
    expect(pageGrant(grant, disk.clock)).toEqual({
      id: grant.id,
      invoker: SHOP,
      parentCapability: 'data.read',
      date: '2026-11-23T12:00:00.000Z',
      duration: 'P1D',
      caveats: [
        { type: 'type', value: 'Contact' },
        { type: 'fields', value: ['name'] },
        { type: 'records', value: 1 },
        { type: 'expiresAt', value: '2026-11-24T12:00:00.000Z' },
        { type: 'purpose', value: { text: 'Fill the delivery address', retention: 'P30D' } },
      ],
      status: 'active',
      receipt: grant.receipt,
    })
    expect(JSON.stringify(pageGrant(grant, disk.clock))).not.toContain(item)
  })

  it('of an identity is its time', async () => {
    const grant = await give(permissions, 'untilRevoked', {
      capability: 'identity.connect',
      type: null,
      scope: null,
      purpose: null,
    })
    expect(pageGrant(grant, disk.clock)).toMatchObject({
      parentCapability: 'identity.connect',
      duration: 'untilRevoked',
      caveats: [],
    })
    expect(permissions.cover(HERE, { capability: 'identity.connect', type: null })?.grants).toEqual([grant])
    expect(permissions.cover(HERE, { capability: 'identity.signIn', type: null })).toBeNull()
  })

  it('says all or how many, and for what is added neither', async () => {
    const kinds = (capability: 'data.read' | 'data.create', all: boolean) =>
      give(permissions, 'P1D', { ...reading({ ...everything('name'), all }), capability }).then((grant) =>
        pageGrant(grant, disk.clock).caveats.find(({ type }) => type === 'records'),
      )
    expect(await kinds('data.read', true)).toEqual({ type: 'records', value: 'all' })
    expect(await kinds('data.read', false)).toEqual({ type: 'records', value: 0 })
    expect(await kinds('data.create', false)).toBeUndefined()
  })

  it('is active, expired or revoked', async () => {
    const status = () => permissions.grants().map((grant) => pageGrant(grant, disk.clock).status)
    await give(permissions, 'P1D', reading(everything('name')))
    expect(status()).toEqual(['active'])
    disk.passes(DAY)
    expect(status()).toEqual(['expired'])
    await give(permissions, 'P1D', reading(everything('name')))
    await permissions.revoke({}, 'person')
    expect(status()).toEqual(['revoked', 'expired'])
    disk.passes(DAY)
    await permissions.expire()
    expect(permissions.grants().map(({ ended }) => ended?.at)).toEqual([disk.clock - DAY, disk.clock - DAY])
  })
})
