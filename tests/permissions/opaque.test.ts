import { describe, expect, it } from 'vitest'
import type { ItemId } from '../../lib/contract/ids'
import { random } from '../../lib/crypto/random'
import { idsFor, siteKey } from '../../lib/permissions/opaque'
import { FORUM, newId, SHOP } from './disk'

const root = random(32)
const of = (grantee: string, remembered?: number) => idsFor(siteKey(root, grantee), remembered)
const items = Array.from({ length: 20 }, () => newId<ItemId>())
const [item] = items as [ItemId]

describe('the names of items for a site', () => {
  it('are the same each time, and different for every site and vault', () => {
    expect(of(SHOP).of(item)).toBe(of(SHOP).of(item))
    const names = [
      of(SHOP),
      of(FORUM),
      of('https://shop.example:8443'),
      of('http://shop.example'),
      idsFor(siteKey(random(32), SHOP)),
    ].map((ids) => ids.of(item))
    expect(new Set([...names, item]).size).toBe(6)
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}$/)
  })

  it('have a rev that is another one for every state, item and site', () => {
    const ids = of(SHOP)
    const revs = [
      ids.rev(item, '1'),
      ids.rev(item, '2'),
      ids.rev(items[1] as ItemId, '1'),
      of(FORUM).rev(item, '1'),
      ids.of(item),
    ]
    expect(new Set(revs).size).toBe(5)
    expect(ids.rev(item, '1')).toBe(of(SHOP).rev(item, '1'))
  })

  it('are found among candidates, and nowhere else', () => {
    const ids = of(SHOP)
    const names = items.map(ids.of)
    expect([...of(SHOP).find(names, items)]).toEqual(items.map((each) => [ids.of(each), each]))
    expect(ids.find(names, []).size).toBe(0)
    expect([...ids.find([names[3] as string, 'f'.repeat(32)], items)]).toEqual([[names[3], items[3]]])
  })

  it('of another site, ids of the vault, and what is no name find nothing', () => {
    const ids = of(SHOP)
    const guesses = [of(FORUM).of(item), item, '', '__proto__', ids.of(item).toUpperCase(), `${ids.of(item)} `]
    expect(ids.find(guesses, items).size).toBe(0)
  })

  it('are found however few are remembered', () => {
    const ids = of(SHOP, 3)
    const names = items.map(ids.of)
    expect([...ids.find(names, items).values()]).toEqual(items)
  })
})
