import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { grantView } from '../../lib/agent/grant-view'
import type { GrantId, ItemId, ReceiptId } from '../../lib/contract/ids'
import type { Grant } from '../../lib/contract/permission'
import type { AskingView } from '../../lib/contract/sites-api'
import { deny, grantAll, type Household, household, keep, pageOf, reading } from './page'

const SHOP = 'https://shop.example'

let house: Household
let stop = () => {}
beforeEach(async () => {
  house = await household()
})
afterEach(() => stop())

describe('who is not heard', () => {
  it('is told to panels as it happens, for how long, and taken back', async () => {
    const page = pageOf(house, SHOP)
    const muted = () => house.self.until('asking', {}, (now) => (now?.muted.length ?? 0) > 0)
    const asked = page.ask('identity_signIn', { nonce: 'n' })
    await deny(house, SHOP, true)
    await asked
    expect((await muted())?.muted).toMatchObject([{ origin: SHOP, until: null }])
    await house.self.agent.commands.unmute({ grantee: SHOP })
    await house.self.until('asking', {}, (now) => now?.muted.length === 0)
    for (const nonce of ['1', '2', '3']) {
      const again = page.ask('identity_signIn', { nonce })
      await deny(house, SHOP)
      await again
    }
    const [site] = (await muted())?.muted ?? []
    expect((site?.until ?? 0) - (site?.at ?? 0)).toBe(60_000)
  })

  it('is not told again and again while a site uses what it has', async () => {
    await keep(house, 'Contact', { name: 'Mira' })
    const page = pageOf(house, SHOP)
    await grantAll(house, page, reading('Contact', ['name'], 'P1D'))
    await house.self.until('asking', {}, (now) => now?.waiting.length === 0)
    const told: (AskingView | null)[] = []
    stop = house.self.agent.watch('asking', {}, (value) => told.push(value))
    const seen = house.self.until('sites', {}, (now) => now?.sites[0]?.grants[0]?.uses === 5)
    for (let n = 0; n < 5; n++) await page.get('data_query', { type: 'Contact', fields: ['name'] })
    await seen
    expect(told).toEqual([{ waiting: [], muted: [] }])
  })
})

describe('a grant in the lists', () => {
  const id = (n: number) => n.toString(16).padStart(32, '0') as ItemId
  const grant = (all: boolean, records: NonNullable<Grant['scope']>['records']): Grant => ({
    id: '0'.repeat(32) as GrantId,
    grantee: SHOP,
    capability: 'data.read',
    type: 'Contact',
    scope: { fields: ['name'], all, records },
    purpose: null,
    duration: 'P30D',
    tab: { id: 1, session: 'secret' },
    at: 0,
    expiresAt: null,
    ended: null,
    receipt: '' as ReceiptId,
    usedAt: null,
    uses: 0,
  })

  it('of thousands of items names none of them', () => {
    const records = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [id(n), { name: true as const }]))
    const view = grantView(grant(false, records))
    expect(view.scope).toEqual({ fields: ['name'], all: false, given: 10_000, leftOut: 0, items: [], instead: false })
    expect(JSON.stringify(view).length).toBeLessThan(500)
    expect(view).not.toHaveProperty('tab')
  })

  it('of few items names them, and says what was left out or given instead', () => {
    const records = { [id(1)]: { name: { instead: 'Alias' } }, [id(2)]: {} }
    const view = grantView(grant(true, records))
    expect(view.scope).toMatchObject({ all: true, given: 1, leftOut: 1, items: [id(1)], instead: true })
    expect(JSON.stringify(view)).not.toContain('Alias')
  })
})
