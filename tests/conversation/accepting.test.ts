import { beforeEach, describe, expect, it } from 'vitest'
import { upkeep } from '../../lib/agent/upkeep'
import type { Carrier, Reach } from '../../lib/carriers/carrier'
import type { Peer } from '../../lib/contract/link-api'
import { acceptInvitation } from '../../lib/conversation/accepting'
import { contactOfIdentity } from '../../lib/conversation/contact'
import type { Context } from '../../lib/conversation/context'
import { invite } from '../../lib/conversation/inviting'
import { makerOf, placesOf } from '../../lib/conversation/places'
import type { AcceptedInvitation, ContactRecord } from '../../lib/conversation/records'
import { startReplying } from '../../lib/conversation/replying'
import { NOW, pair, type Side } from './pair'

const DAY = 86_400_000
const RELAYS = ['wss://relay.example/']

describe('an accepted invitation to which nobody comes back', () => {
  let [alice, bob]: [Side, Side] = [null as never, null as never]
  let now = NOW
  let accepted: AcceptedInvitation
  let places: ReturnType<typeof placesOf>
  const contact = () => contactOfIdentity(alice.ledger, bob.self.identity) as ContactRecord
  const contextOf = (side: Side, carriers: Carrier[] = []) => {
    const command = () => Promise.reject(new Error('none'))
    const self = () => ({ ...side.self, relays: RELAYS })
    return { self, ledger: side.ledger, now: () => now, link: { command }, carriers } as unknown as Context
  }
  const lookedFor = () =>
    places.receive(Math.floor(now / DAY)).filter(({ peer }) => peer?.contact === makerOf(accepted.id).contact)

  beforeEach(async () => {
    now = NOW
    const { alice: one } = await pair()
    const { bob: other } = await pair()
    ;[alice, bob] = [one, other]
    const { id } = await invite(contextOf(bob))
    await acceptInvitation(contextOf(alice), bob.ledger.invitations.get(id)?.text ?? '')
    accepted = contact().accepted[0] as AcceptedInvitation
    places = placesOf(alice.ledger, contextOf(alice).self, () => now)
  })

  const wakeAfter = async (days: number) => {
    now = NOW + days * DAY
    await upkeep(alice.ledger, alice.self, now)
  }

  it('is looked for as long as an answer could be opened, and then forgotten with its keys', async () => {
    const bundles = () => [...alice.ledger.prekeys.values()].filter((p) => p.record === null && p.createdAt === NOW)
    const before = bundles().length
    await wakeAfter(36)
    expect(contact().accepted).toHaveLength(1)
    expect(lookedFor()).toHaveLength(1)
    expect(bundles()).toHaveLength(before)
    await wakeAfter(38)
    expect(contact().accepted).toEqual([])
    expect(lookedFor()).toEqual([])
    expect(bundles()).toHaveLength(before - 1)
    // Still not to be used twice.
    expect(contact().used).toEqual([accepted.id])
  })

  it('is answered each day until its maker takes no reply any more', async () => {
    let reached: (peer: Peer, reach: Reach) => void = () => undefined
    const days: number[] = []
    const relay: Partial<Carrier> = {
      send: async () => void days.push((now - NOW) / DAY),
      onReach: (listener) => {
        reached = listener
        return () => undefined
      },
    }
    const stop = startReplying(contextOf(alice, [relay as Carrier]))
    for (let day = 0; day < 20; day += 2) {
      await wakeAfter(day)
      reached(makerOf(accepted.id), 'stored')
      await alice.ledger.change(() => undefined)
    }
    stop()
    expect(days).toEqual([0, 2, 4, 6])
  })
})
