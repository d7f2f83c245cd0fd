import { describe, expect, it, vi } from 'vitest'
import { MAX_FRAME } from '../../lib/carriers/carrier'
import { directCarrier } from '../../lib/carriers/direct'
import { createLink } from '../../lib/carriers/link'
import { HearthError } from '../../lib/contract/errors'
import type { ConnectionId } from '../../lib/contract/ids'
import type { Link, LinkEvent, Peer } from '../../lib/contract/link-api'
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
  await expect.poll(() => alice.reach(toBob) + alice.reach(toCarol)).toBe('nownow')
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
      await expect.poll(() => bob.reach(peer('mallory'))).toBe('now')
      await end.connection.send('no frame')
      await expect.poll(() => bob.reach(peer('mallory'))).toBe('no')
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
    await expect.poll(() => carrier.reach(peer('bob'))).toBe('now')
    expect(carrier.reach(peer('bob', 'another'))).toBe('no')
    expect(carrier.reach(peer('carol'))).toBe('no')
    await b.command('close', {})
    await expect.poll(() => carrier.reach(peer('bob'))).toBe('no')
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
    await expect.poll(() => carrier.reach(peer('bob', 'nobody yet'))).toBe('now')
    const reaches: unknown[] = []
    carrier.onReach((to, reach) => void reaches.push([to.device, reach]))
    await a.command('assign', { connection, peer: peer('bob', 'd') })
    await expect.poll(() => carrier.reach(peer('bob', 'd'))).toBe('now')
    expect(reaches).toEqual([
      ['nobody yet', 'no'],
      ['d', 'now'],
    ])
    await carrier.close()
  })

  const scripted = async () => {
    let hear: (event: LinkEvent) => void | Promise<void> = () => undefined
    const link: Link = {
      command: async () => [] as never,
      listen: (listener) => {
        hear = listener
        return () => undefined
      },
    }
    const carrier = directCarrier(link)
    const told: string[] = []
    carrier.onWeak(({ contact }) => void told.push(`weak ${contact}`))
    carrier.onReach(({ contact }, reach) => void told.push(`${reach} ${contact}`))
    const bob = peer('bob')
    // What was open before has been asked for.
    await new Promise((resolve) => setTimeout(resolve))
    const event = (kind: 'open' | 'weak', name: string, to: Peer | null = bob) =>
      hear({ kind, connection: name as ConnectionId, peer: to })
    const close = (name: string, why: 'bye' | 'lost' | 'failed') =>
      hear({ kind: 'closed', connection: name as ConnectionId, peer: bob, why })
    return { carrier, told, event, close, link }
  }

  it('tells weakness where nothing else comes through, and still reaches', async () => {
    const { carrier, told, event } = await scripted()
    await event('open', 'old')
    await event('weak', 'old')
    expect(told.splice(0)).toEqual(['now bob', 'weak bob'])
    expect(carrier.reach(peer('bob'))).toBe('now')
    await event('open', 'nobody yet', null)
    await event('weak', 'nobody yet', null)
    expect(told).toEqual([])
    expect(carrier.isWeak(peer('bob'))).toBe(true)
    expect(carrier.isWeak(peer('carol'))).toBe(false)
    await event('open', 'old')
    expect(carrier.isWeak(peer('bob'))).toBe(false)
    expect(told).toEqual([])
    await event('open', 'new')
    await event('weak', 'old')
    expect(carrier.isWeak(peer('bob'))).toBe(false)
    // What the old one took is to go over the new one.
    expect(told.splice(0)).toEqual(['now bob'])
    await event('weak', 'new')
    expect(told).toEqual(['weak bob'])
  })

  it('learns of a connection by its weakness, and keeps it weak when it asks what is open', async () => {
    const { carrier, told, event, link } = await scripted()
    await event('weak', 'old')
    expect(told).toEqual(['now bob', 'weak bob'])
    link.command = async (name: string) => {
      if (name === 'send') throw new HearthError('unreachable')
      return [{ connection: 'old', peer: peer('bob'), state: 'open', way: null }] as never
    }
    const asked = new Promise((resolve) => carrier.onConnections((said) => said === null && resolve(said)))
    await expect(carrier.send(peer('bob'), Uint8Array.of(1))).rejects.toMatchObject({ reason: 'unreachable' })
    await asked
    expect(carrier.isWeak(peer('bob'))).toBe(true)
  })

  it('tells `now` again when a connection opens beside a weak one, and not beside a good one', async () => {
    const { told, event } = await scripted()
    await event('open', 'old')
    await event('weak', 'old')
    told.splice(0)
    await event('open', 'new')
    expect(told.splice(0)).toEqual(['now bob'])
    await event('open', 'newer')
    await event('open', 'newer')
    expect(told).toEqual([])
  })

  it.each([
    ['lost', ['now bob'], ['no bob']],
    ['failed', ['now bob'], ['no bob']],
    ['bye', [], ['no bob']],
  ] as const)('tells `now` again when one of two ends %s', async (why, one, both) => {
    const { told, event, close } = await scripted()
    await event('open', 'old')
    await event('open', 'new')
    told.splice(0)
    await close('old', why)
    expect(told.splice(0)).toEqual(one)
    await close('new', why)
    expect(told).toEqual(both)
  })
})
