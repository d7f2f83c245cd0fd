import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConnectionId, ContactId } from '../../lib/contract/ids'
import type { ConnectionInfo, Link, Peer } from '../../lib/contract/link-api'
import type { Connections, Context } from '../../lib/conversation/context'
import { type Reaching, startReaching } from '../../lib/conversation/reaching'
import { NOW, pair } from './pair'

const MINE = 'aaaaaaaaaaaaaaaa' as ConnectionId

describe('an answer over a relay', () => {
  let reaching: Reaching
  let bob: Peer
  let accepted: Peer[]
  let whose: Peer | null

  beforeEach(async () => {
    const { alice } = await pair()
    bob = { contact: alice.contact, device: 'dd'.repeat(16) as Peer['device'] }
    accepted = []
    whose = bob
    const link: Pick<Link, 'command'> = {
      command: async (name, params) => {
        const info = (): ConnectionInfo[] => [{ connection: MINE, peer: whose, state: 'offered', way: null }]
        if (name === 'connections') return info() as never
        if (name === 'accept') accepted.push((params as { peer: Peer }).peer)
        return undefined as never
      },
    }
    const none = () => () => {}
    const direct = { reach: () => 'no', onReach: none, onConnections: none, onWeak: none, isWeak: () => false }
    const context: Partial<Context> = {
      self: () => alice.self,
      ledger: alice.ledger,
      link: link as Link,
      direct: direct as unknown as Connections,
      carriers: [],
      now: () => NOW,
      note: () => {},
    }
    reaching = startReaching(context as Context)
  })
  afterEach(() => reaching.stop())

  const answer = (from: Peer) =>
    reaching.heard({
      outcome: 'signal',
      ...from,
      signal: { kind: 'answer', connection: MINE, answer: 'AA==' },
      at: NOW,
    })

  it('is taken from whom the offer was made for', async () => {
    await answer(bob)
    expect(accepted).toEqual([bob])
  })

  it.each<[string, (of: Peer) => Peer]>([
    ['another contact', (of) => ({ ...of, contact: 'bb'.repeat(16) as ContactId })],
    ['another device', (of) => ({ ...of, device: 'cc'.repeat(16) as Peer['device'] })],
  ])('is not taken from %s', async (_, of) => {
    await answer(of(bob))
    expect(accepted).toEqual([])
  })

  it('is not taken for an invitation’s offer, which is for whom the person says yes to', async () => {
    whose = null
    await answer(bob)
    expect(accepted).toEqual([])
  })
})
