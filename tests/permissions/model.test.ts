import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HearthError } from '../../lib/contract/errors'
import type { GrantId } from '../../lib/contract/ids'
import { DURATIONS, type Duration } from '../../lib/contract/permission'
import type { Permissions } from '../../lib/permissions/permissions'
import { DAY, Disk, everything, FORUM, give, reading, SHOP } from './disk'

const SITES = [SHOP, FORUM]
const TABS = [1, 2]

/** A grant as a person would tell of it. */
interface Told {
  id: GrantId
  grantee: string
  tab: number
  duration: Duration
  session: string
  at: number
  over: boolean
}

type Step =
  | { do: 'give'; site: number; tab: number; duration: Duration }
  | { do: 'use'; site: number; tab: number }
  | { do: 'revoke'; which: number }
  | { do: 'revokeSite'; site: number }
  | { do: 'shows'; tab: number; site: number | null }
  | { do: 'passes'; ms: number }
  | { do: 'dies'; browser: boolean }
  | { do: 'disk'; full: boolean }

const site = fc.nat(1)
const tab = fc.constantFrom(...TABS)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('give' as const), site, tab, duration: fc.constantFrom(...DURATIONS) }),
  fc.record({ do: fc.constant('use' as const), site, tab }),
  fc.record({ do: fc.constant('revoke' as const), which: fc.nat(5) }),
  fc.record({ do: fc.constant('revokeSite' as const), site }),
  fc.record({ do: fc.constant('shows' as const), tab, site: fc.option(site) }),
  fc.record({ do: fc.constant('passes' as const), ms: fc.constantFrom(1, DAY - 1, DAY, 30 * DAY) }),
  fc.record({ do: fc.constant('dies' as const), browser: fc.boolean() }),
  fc.record({ do: fc.constant('disk' as const), full: fc.boolean() }),
)

/** Permissions beside what a person would say of them. */
class World {
  readonly disk = new Disk()
  permissions: Permissions = null as never
  told: Told[] = []
  session = 'session-0'

  async open(): Promise<void> {
    this.permissions = await this.disk.open(this.session)
  }
  live(grantee: string, inTab: number): Told[] {
    const lasts: Partial<Record<Duration, number>> = { P1D: DAY, P30D: 30 * DAY }
    return this.told.filter(
      ({ over, duration, at, ...each }) =>
        !over &&
        each.grantee === grantee &&
        this.disk.clock < at + (lasts[duration] ?? Number.POSITIVE_INFINITY) &&
        (!isOfTab(duration) || (each.tab === inTab && each.session === this.session)),
    )
  }
  end(which: (told: Told) => boolean): void {
    for (const told of this.told) if (which(told)) told.over = true
  }
  /** Whether it was done: on a full disk it may not be. */
  async tries(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      expect((error as HearthError).reason).toBe('storage-full')
      expect(this.disk.full).toBe(true)
      return false
    }
  }

  async take(each: Step): Promise<void> {
    const { permissions, disk } = this
    switch (each.do) {
      case 'give': {
        const grantee = SITES[each.site] as string
        const { tab: inTab, duration } = each
        let id: GrantId | undefined
        await this.tries(async () => {
          id = (await give(permissions, duration, reading(everything('name')), { grantee, tab: inTab })).id
        })
        if (id)
          this.told.push({ id, grantee, tab: inTab, duration, session: this.session, at: disk.clock, over: false })
        return
      }
      case 'use': {
        const grantee = SITES[each.site] as string
        const live = this.live(grantee, each.tab)
        const cover = permissions.cover(
          { grantee, tab: each.tab },
          { capability: 'data.read', type: 'Contact', fields: ['name'] },
        )
        expect(cover !== null).toBe(live.length > 0)
        if (!cover) return
        const used = cover.grants.map(({ id }) => id)
        const lasting = live.filter(({ duration }) => duration !== 'once')
        if (lasting.length > 0) expect(used.sort()).toEqual(lasting.map(({ id }) => id).sort())
        else expect(used).toHaveLength(1)
        await this.tries(() => permissions.use(cover, [{ what: 'read', type: 'Contact', fields: ['name'], items: 1 }]))
        this.end(({ id, duration }) => duration === 'once' && used.includes(id))
        return
      }
      case 'revoke': {
        const told = this.told[each.which]
        if (told) await this.tries(() => permissions.revoke({ ids: [told.id] }, 'person'))
        if (told) told.over = true
        return
      }
      case 'revokeSite': {
        const grantee = SITES[each.site] as string
        await this.tries(() => permissions.revoke({ grantee }, 'person'))
        this.end((told) => told.grantee === grantee)
        return
      }
      case 'shows': {
        const grantee = each.site === null ? null : (SITES[each.site] as string)
        await this.tries(() => permissions.tabShows(each.tab, grantee))
        this.end(
          (t) => isOfTab(t.duration) && t.tab === each.tab && t.session === this.session && t.grantee !== grantee,
        )
        return
      }
      case 'passes':
        disk.passes(each.ms)
        await this.tries(() => permissions.expire())
        return
      case 'dies':
        // What could not be written is only sure once there was room for it again.
        disk.full = false
        await permissions.revoke({ ids: [] }, 'person')
        if (each.browser) this.session = `${this.session}+`
        return this.open()
      case 'disk':
        disk.full = each.full
    }
  }
}

const isOfTab = (duration: Duration): boolean => duration === 'tab' || duration === 'once'

describe('grants, whatever happens', () => {
  it('are live for whom, where and as long as the person said', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const world = new World()
        await world.open()
        for (const each of steps) {
          await world.take(each)
          for (const grantee of SITES)
            for (const inTab of TABS) {
              const ids = world.permissions.live({ grantee, tab: inTab }).map(({ id }) => id)
              expect(ids.sort()).toEqual(
                world
                  .live(grantee, inTab)
                  .map(({ id }) => id)
                  .sort(),
              )
            }
        }
      }),
      { numRuns: 60 },
    )
  })
})
