import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Carrier } from '../../lib/carriers/carrier'
import type { ConnectionId } from '../../lib/contract/ids'
import type { Link, Peer } from '../../lib/contract/link-api'

import { encodeOffer } from '../../lib/contract/offer'
import { toBase64 } from '../../lib/contract/wire'
import { closeRevoked, sealSignalFor } from '../../lib/conversation/connecting'
import type { Connections, Context } from '../../lib/conversation/context'
import { type Delivery, startDelivery } from '../../lib/conversation/delivery'
import { sealText } from '../../lib/conversation/letters'
import { sha256 } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'
import { acquainted, contactAt, deviceOf, heard, NOW, type Side, say, sessionsAt, take } from './pair'

const none = () => () => undefined
const OURS = '0123456789abcdef' as ConnectionId

const anOffer = () =>
  encodeOffer({ role: 'offer', ufrag: 'ufra', pwd: 'p'.repeat(22), fingerprint: sha256(random(8)), candidates: [] })

describe('a contact whose device list forked', () => {
  let [alice, bob]: [Side, Side] = [null as never, null as never]
  let context: Context
  let delivery: Delivery | null = null
  let left: Uint8Array[] = []
  let commands: string[] = []
  const peer = (): Peer => ({ contact: alice.contact, device: deviceOf(bob) })

  beforeEach(async () => {
    vi.useFakeTimers({ now: NOW })
    ;({ alice, bob } = await acquainted())
    ;[left, commands] = [[], []]
    const relay: Partial<Carrier> = {
      name: 'relay',
      reach: () => 'stored',
      send: async (_, frame) => void left.push(frame),
      onFrame: none,
      onReach: none,
    }
    const direct: Partial<Connections> = { name: 'direct', reach: () => 'no', isWeak: () => false }
    const silent = { onFrame: none, onReach: none, onConnections: none, onWeak: none }
    const link: Pick<Link, 'command'> = {
      command: async (name) => {
        commands.push(name)
        if (name === 'connections') return [{ connection: OURS, peer: peer(), state: 'offered', way: null }] as never
        return { connection: OURS, offer: anOffer(), answer: anOffer() } as never
      },
    }
    const given = { ...direct, ...silent } as unknown as Connections
    context = {
      ...{ self: () => alice.self, ledger: alice.ledger, link: link as Link, now: () => Date.now() },
      ...{ direct: given, carriers: [given, relay as Carrier], changed: () => {}, note: () => {} },
    }
  })
  afterEach(() => {
    delivery?.stop()
    vi.useRealTimers()
  })

  const change = (alarm: 'fork' | null) =>
    alice.ledger.change((draft) => {
      const devices = contactAt(alice).devices.map((d) => ({ ...d, ackOwed: true }))
      draft.contacts.put({ ...contactAt(alice), alarm, devices })
    })
  /** All that the agent does by itself: "here", what waits, what is owed, what the other's signals ask for. */
  const live = async () => {
    await say(alice, 'sealed before')
    await change('fork')
    delivery = startDelivery(context)
    await vi.advanceTimersByTimeAsync(90_000)
  }
  const signal = async (value: Parameters<typeof sealSignalFor>[2]) => {
    const frame = await bob.ledger.change((draft) =>
      sealSignalFor(draft, { contact: bob.contact, device: deviceOf(alice) }, value, Date.now()),
    )
    await delivery?.take(frame as Uint8Array, peer())
  }

  it('is told nothing: not what was sealed before, not what arrived, not that we are here', async () => {
    await live()
    await alice.ledger.change((draft) => draft.contacts.put({ ...contactAt(alice) }))
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(left).toEqual([])
    const here = await alice.ledger.change((draft) => sealSignalFor(draft, peer(), { kind: 'here' }, Date.now()))
    expect(here).toBeNull()
    await expect(sealText(context, alice.contact, '')).rejects.toMatchObject({ reason: 'frozen' })
    expect(contactAt(alice).devices[0]?.ackOwed).toBe(true)
    expect([...alice.ledger.outbox.values()]).toHaveLength(1)
  })

  it('gets no connection: neither for a greeting, nor an offer, nor an answer', async () => {
    await live()
    await signal({ kind: 'here' })
    await signal({ kind: 'offer', offer: toBase64(anOffer()) })
    await signal({ kind: 'answer', connection: OURS, answer: toBase64(anOffer()) })
    expect(sessionsAt(alice)[0]?.session.signals.highest).toBe(Date.now() + 2)
    expect(commands).toEqual([])
    expect(left).toEqual([])
  })

  it('loses the connection that is open', async () => {
    const stop = closeRevoked(context)
    await say(alice, 'nothing is wrong')
    expect(commands).toEqual([])
    await change('fork')
    await expect.poll(() => commands).toEqual(['connections', 'close'])
    stop()
  })

  it('is still heard, and told again once that is decided', async () => {
    await live()
    await say(bob, 'still there?')
    const [waiting] = [...bob.ledger.outbox.values()]
    await delivery?.take(waiting?.sealed?.[0]?.frame as Uint8Array, peer())
    expect(heard(alice)).toEqual(['still there?'])
    await change(null)
    await vi.advanceTimersByTimeAsync(90_000)
    for (const frame of left) await take(bob, frame)
    expect(heard(bob)).toEqual(['sealed before'])
    expect([...bob.ledger.outbox.values()]).toEqual([])
  })
})
