import { describe, expect, it, vi } from 'vitest'
import { MAX_FRAME } from '../../lib/carriers/carrier'
import { directCarrier } from '../../lib/carriers/direct'
import { createLink } from '../../lib/carriers/link'
import type { Peer } from '../../lib/contract/link-api'
import { encodeOffer, parseOffer } from '../../lib/contract/offer'
import { connect } from './connect'
import { fakeAir } from './fake-peers'
import { carrierSuite } from './suite'

const peer = (contact: string, device = 'd'): Peer => ({ contact, device }) as Peer

carrierSuite('direct, in memory', async () => {
  const air = fakeAir()
  const [a, b, c] = [createLink(air.serverless), createLink(air.serverless), createLink(air.serverless)]
  const [alice, bob, carol] = [directCarrier(a), directCarrier(b), directCarrier(c)]
  const [toBob, toCarol, toAlice] = [peer('bob'), peer('carol'), peer('alice')]
  await connect(a, toBob, b, toAlice)
  await connect(c, toAlice, a, toCarol)
  await vi.waitFor(() => expect(alice.reach(toBob) + alice.reach(toCarol)).toBe('nownow'))
  return {
    ...{ alice, bob, carol, toBob, toCarol, largest: MAX_FRAME },
    carry: async () => undefined,
    garbage: async () => {
      const mallory = air.serverless()
      const heard = vi.fn()
      bob.onFrame(heard)
      const offered = await b.command('offer', { peer: peer('mallory'), addresses: 'all' })
      const end = await mallory.answer([], parseOffer(offered.offer))
      const answer = encodeOffer(end.description)
      await b.command('accept', { connection: offered.connection, peer: peer('mallory'), answer })
      await vi.waitFor(() => expect(bob.reach(peer('mallory'))).toBe('now'))
      await end.connection.send('no frame')
      await vi.waitFor(() => expect(bob.reach(peer('mallory'))).toBe('no'))
      expect(heard).not.toHaveBeenCalled()
      return 1
    },
    end: async () => {
      for (const carrier of [alice, bob, carol]) await carrier.close()
    },
  }
})

describe('the agent’s side', () => {
  it('finds what is open already, and tells reach once for each change', async () => {
    const air = fakeAir()
    const [a, b] = [createLink(air.serverless), createLink(air.serverless)]
    await connect(a, peer('bob'), b, peer('alice'))
    a.listen(() => undefined)()
    const carrier = directCarrier(a)
    const reaches: unknown[] = []
    const changes = vi.fn()
    carrier.onReach((to, reach) => void reaches.push([to.contact, reach]))
    carrier.onConnections(changes)
    await vi.waitFor(() => expect(carrier.reach(peer('bob'))).toBe('now'))
    expect(carrier.reach(peer('bob', 'another'))).toBe('no')
    expect(carrier.reach(peer('carol'))).toBe('no')
    await b.command('close', {})
    await vi.waitFor(() => expect(carrier.reach(peer('bob'))).toBe('no'))
    expect(reaches).toEqual([
      ['bob', 'now'],
      ['bob', 'no'],
    ])
    expect(changes.mock.calls.length).toBeGreaterThanOrEqual(2)
    await expect(carrier.send(peer('bob'), Uint8Array.of(1))).rejects.toMatchObject({ reason: 'unreachable' })
  })

  it('moves reach to the device that a connection was assigned to', async () => {
    const air = fakeAir()
    const [a, b] = [createLink(air.serverless), createLink(air.serverless)]
    const carrier = directCarrier(a)
    const connection = await connect(a, peer('bob', 'nobody yet'), b, peer('alice'))
    await vi.waitFor(() => expect(carrier.reach(peer('bob', 'nobody yet'))).toBe('now'))
    const reaches: unknown[] = []
    carrier.onReach((to, reach) => void reaches.push([to.device, reach]))
    await a.command('assign', { connection, peer: peer('bob', 'd') })
    await vi.waitFor(() => expect(carrier.reach(peer('bob', 'd'))).toBe('now'))
    expect(reaches).toEqual([
      ['nobody yet', 'no'],
      ['d', 'now'],
    ])
    await carrier.close()
  })
})
