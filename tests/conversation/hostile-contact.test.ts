import { describe, expect, it } from 'vitest'
import { concat, encodeText, toBase64 } from '../../lib/contract/wire'
import { envelopeOf } from '../../lib/conversation/handshake'
import { compose } from '../../lib/conversation/sending'
import { newSigningKey } from '../../lib/crypto/signature'
import { certify } from '../../lib/identity/certificate'
import { newDeviceKeys } from '../../lib/identity/device'
import { NO_PREVIOUS, readDeviceList, signDeviceList } from '../../lib/identity/device-list'
import { contactAt, deviceOf, NOW, pair, type Side, sealRaw, take } from './pair'

const id = (n: number) => n.toString(16).padStart(32, '0')
const body = (fields: Record<string, unknown>) =>
  encodeText(
    JSON.stringify({ v: 1, id: id(1), seq: 1, at: NOW, acks: [], content: { kind: 'text', text: 'hi' }, ...fields }),
  )
const send = async (from: Side, to: Side, fields: Record<string, unknown>) =>
  take(to, await sealRaw(from, body(fields)))
const snapshot = (of: Side) => structuredClone([...of.ledger.contacts.values(), ...of.ledger.outbox.values()])

/** Alice has heard of Bob once, so that his session is open. */
const opened = async () => {
  const { alice, bob } = await pair()
  await send(bob, alice, {})
  return { alice, bob }
}

describe('a hostile contact', () => {
  it.each([
    ['not json', encodeText('{"v":1')],
    ['not utf-8', Uint8Array.of(0xff, 0xfe)],
    ['nothing', new Uint8Array(0)],
    ['a list', encodeText('[]')],
    ['null', encodeText('null')],
    ['no content', body({ content: undefined })],
    ['a text that is no text', body({ seq: 2, content: { kind: 'text', text: 7 } })],
    ['an empty text', body({ seq: 2, content: { kind: 'text', text: '' } })],
    ['a text over the bound', body({ seq: 2, content: { kind: 'text', text: 'x'.repeat(16_001) } })],
    ['a negative number', body({ seq: -1 })],
    ['number zero', body({ seq: 0 })],
    ['a number beyond all numbers', body({ seq: 2 ** 60 })],
    ['an id that is a path', body({ seq: 2, id: '../../contacts/0123456789abcdef0' })],
    ['acknowledgements without end', body({ seq: 2, acks: Array(9).fill({ device: id(1), upTo: 1, extra: [] }) })],
    ['a prototype for a kind', body({ seq: 2, content: { kind: 'profile', name: 'x', devices: '!', prekeys: [] } })],
    [
      'a profile of somebody else',
      body({ id: id(2), seq: 2, content: { kind: 'profile', name: 'x', devices: 'AAAA', prekeys: [] } }),
    ],
    ['a newer version', body({ v: 2, seq: 2 })],
  ])('changes nothing with %s', async (_, plaintext) => {
    const { alice, bob } = await opened()
    const before = snapshot(alice)
    const frame = await sealRaw(bob, plaintext)
    await expect(take(alice, frame)).rejects.toMatchObject({ name: 'HearthError' })
    expect(snapshot(alice)).toEqual(before)
    await send(bob, alice, { id: id(3), seq: 2 })
    expect(alice.messages).toHaveLength(2)
  })

  it('cannot use a prototype name as a kind: it is only unknown', async () => {
    const { alice, bob } = await opened()
    for (const [i, kind] of ['constructor', '__proto__', 'toString'].entries())
      await send(bob, alice, { id: id(i + 10), seq: i + 2, content: { kind } })
    expect(alice.messages.map((m) => m.content.kind)).toEqual(['text', 'unknown', 'unknown', 'unknown'])
  })

  it('keeps what a newer version says for later, and shows only that it came', async () => {
    const { alice, bob } = await opened()
    await send(bob, alice, { id: id(2), seq: 2, content: { kind: 'reaction', to: id(1), emoji: '🪵' } })
    expect(alice.messages.at(-1)?.content).toEqual({
      kind: 'unknown',
      was: 'reaction',
      json: JSON.stringify({ kind: 'reaction', to: id(1), emoji: '🪵' }),
    })
  })

  it('is heard once however often the same message comes, sealed anew or not', async () => {
    const { alice, bob } = await opened()
    const frame = await sealRaw(bob, body({ id: id(2), seq: 2 }))
    expect(await take(alice, frame)).toMatchObject({ outcome: 'opened' })
    expect(await take(alice, frame)).toMatchObject({ outcome: 'repeated' })
    expect(await send(bob, alice, { id: id(2), seq: 2 })).toMatchObject({ outcome: 'repeated' })
    expect(await send(bob, alice, { id: id(9), seq: 2, content: { kind: 'text', text: 'other' } })).toMatchObject({
      outcome: 'repeated',
    })
    expect(alice.messages).toHaveLength(2)
  })

  it('cannot make us remember more than a bounded number of arrivals beyond a gap', async () => {
    const { alice, bob } = await opened()
    let refused = 0
    for (let i = 0; i < 2_060; i++)
      await send(bob, alice, { id: id(i + 100), seq: 3 + 2 * i, content: { kind: 'text', text: 'x' } }).catch(
        () => refused++,
      )
    expect(refused).toBe(2_060 - 2_048)
    expect(contactAt(alice).devices[0]?.arrived.extra).toHaveLength(2_048)
  }, 60_000)

  it('cannot acknowledge for another device or what was never sent, and cannot unsend', async () => {
    const { alice, bob } = await opened()
    await alice.ledger.change((draft) => compose(draft, alice.contact, { kind: 'text', text: 'mine' }, NOW))
    const waiting = [...alice.ledger.outbox.values()].length
    expect(waiting).toBeGreaterThan(0)
    await send(bob, alice, { id: id(2), seq: 2, acks: [{ device: deviceOf(bob), upTo: 999, extra: [] }] })
    expect([...alice.ledger.outbox.values()]).toHaveLength(waiting)
    await send(bob, alice, { id: id(3), seq: 3, acks: [{ device: deviceOf(alice), upTo: 999, extra: [] }] })
    expect([...alice.ledger.outbox.values()]).toHaveLength(waiting)
    const upTo = contactAt(alice).nextSeq - 1
    await send(bob, alice, { id: id(5), seq: 4, acks: [{ device: deviceOf(alice), upTo, extra: [] }] })
    expect([...alice.ledger.outbox.values()]).toHaveLength(0)
    await send(bob, alice, { id: id(4), seq: null, content: { kind: 'read', upTo: 2 ** 50 } })
    expect(contactAt(alice).readUpTo).toBe(contactAt(alice).nextSeq - 1)
  })

  it('has a name that can be shown, whatever it sent', async () => {
    const { alice, bob } = await opened()
    const profile = (name: string) => ({ kind: 'profile', name, devices: toBase64(bob.self.deviceList), prekeys: [] })
    await send(bob, alice, { id: id(2), seq: 2, content: profile('B\u202eob<script>\n') })
    expect(contactAt(alice).name).toBe('Bob<script>')
    await send(bob, alice, { id: id(3), seq: 3, content: profile('\u200b\u2066') })
    expect(contactAt(alice).name).toBe('Bob<script>')
    await send(bob, alice, { id: id(4), seq: 4, content: profile('b'.repeat(1_000)) })
    expect([...contactAt(alice).name]).toHaveLength(64)
  })

  it('is frozen when its device list forks, and a lower list is ignored', async () => {
    const { alice, bob } = await opened()
    const list = (version: number, epoch = NOW, previous = NO_PREVIOUS, device = bob.self.device) =>
      signDeviceList(bob.identity, { epoch, version, previous, certificates: [certify(bob.identity, device, NOW)] })
    const profile = (devices: Uint8Array) => ({ kind: 'profile', name: 'Bob', devices: toBase64(devices), prekeys: [] })
    const first = list(5)
    await send(bob, alice, { id: id(2), seq: 2, content: profile(first) })
    await send(bob, alice, { id: id(3), seq: 3, content: profile(list(4)) })
    expect(contactAt(alice).deviceList).toEqual(first)
    expect(contactAt(alice).alarm).toBeNull()
    await send(bob, alice, { id: id(4), seq: 4, content: profile(list(5, NOW, NO_PREVIOUS, newDeviceKeys())) })
    expect(contactAt(alice)).toMatchObject({ alarm: 'fork', deviceList: first })
    await expect(
      alice.ledger.change((draft) => compose(draft, alice.contact, { kind: 'text', text: 'no' }, NOW)),
    ).rejects.toMatchObject({ reason: 'frozen' })
  })

  it('cannot bring a device list that its identity did not sign', async () => {
    const { alice, bob } = await opened()
    const other = newSigningKey()
    const forged = signDeviceList(other, {
      epoch: NOW,
      version: 9,
      previous: NO_PREVIOUS,
      certificates: [certify(other, newDeviceKeys(), NOW)],
    })
    const before = snapshot(alice)
    await expect(
      send(bob, alice, {
        id: id(2),
        seq: 2,
        content: { kind: 'profile', name: 'Eve', devices: toBase64(forged), prekeys: [] },
      }),
    ).rejects.toMatchObject({ reason: 'damaged' })
    expect(snapshot(alice)).toEqual(before)
    expect(readDeviceList(bob.self.deviceList, bob.self.identity).devices).toHaveLength(1)
  })

  it('cannot send our own frame back to us', async () => {
    const { alice, bob } = await opened()
    const mine = await sealRaw(alice, body({}))
    expect(await take(alice, mine)).toEqual({ outcome: 'not-ours' })
    expect(await take(bob, mine)).toMatchObject({ outcome: 'opened' })
  })

  it('finds its place among its own later messages when it comes late', async () => {
    const { alice, bob } = await opened()
    const frames = []
    for (let n = 2; n <= 6; n++)
      frames.push(await sealRaw(bob, body({ id: id(n), seq: n, content: { kind: 'text', text: String(n) } })))
    for (const i of [4, 2, 0, 3, 1]) await take(alice, frames[i] as Uint8Array)
    const order = [...alice.messages].sort((a, b) => a.position - b.position)
    expect(order.map((m) => m.seq)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('cannot rewrite what it said: the same id under a new number is the same message', async () => {
    const { alice, bob } = await opened()
    await send(bob, alice, { id: id(1), seq: 2, content: { kind: 'text', text: 'never said that' } })
    expect(alice.messages.map((m) => (m.content.kind === 'text' ? m.content.text : ''))).toEqual(['hi'])
    await send(bob, alice, { id: id(2), seq: 3, content: { kind: 'text', text: 'said that' } })
    expect(new Set(alice.messages.map((m) => m.id)).size).toBe(2)
  })

  it('keeps a bounded part of what a newer version says', async () => {
    const { alice, bob } = await opened()
    await send(bob, alice, { id: id(2), seq: 2, content: { kind: 'file', bytes: 'x'.repeat(100_000) } })
    expect(alice.messages.at(-1)?.content).toEqual({ kind: 'unknown', was: 'file', json: '' })
  })

  it('cannot stay on top with a clock of the future', async () => {
    const { alice, bob } = await opened()
    await send(bob, alice, { id: id(2), seq: 2, at: NOW + 1e11 })
    expect(contactAt(alice).last?.at).toBe(NOW)
  })

  it('cannot name an epoch that nothing could ever replace', async () => {
    const { alice, bob } = await opened()
    const certificates = [bob.self.certificate]
    const list = signDeviceList(bob.identity, { epoch: NOW + 1e10, version: 1, previous: NO_PREVIOUS, certificates })
    const content = { kind: 'profile', name: 'Bob', devices: toBase64(list), prekeys: [] }
    await expect(send(bob, alice, { id: id(2), seq: 2, content })).rejects.toMatchObject({ reason: 'damaged' })
    expect(contactAt(alice).deviceList).toBeNull()
  })

  it('loses a device that its newest list does not name, and what waited for it is sealed for the next session', async () => {
    const { alice, bob } = await opened()
    await alice.ledger.change((draft) => compose(draft, alice.contact, { kind: 'text', text: 'mine' }, NOW))
    const certificates = [certify(bob.identity, newDeviceKeys(), NOW)]
    const list = signDeviceList(bob.identity, { epoch: NOW, version: 2, previous: NO_PREVIOUS, certificates })
    const content = { kind: 'profile', name: 'Bob', devices: toBase64(list), prekeys: [] }
    await send(bob, alice, { id: id(2), seq: 2, content })
    expect([...alice.ledger.sessions.values()]).toEqual([])
    expect([...alice.ledger.outbox.values()].every((entry) => entry.sealed === null)).toBe(true)
    expect(await take(alice, await sealRaw(bob, body({ id: id(3), seq: 3 })))).toEqual({ outcome: 'not-ours' })
  })

  it('is not asked twice for the same work by copies of one slot', async () => {
    const { alice, bob } = await opened()
    const frame = envelopeOf(await sealRaw(bob, body({ id: id(2), seq: 2 })))
    const slot = frame.slice(18, 18 + 112)
    const copies = concat(frame.slice(0, 17), Uint8Array.of(8), ...Array(8).fill(slot), frame.slice(18 + 112))
    const before = snapshot(alice)
    const outcome = await take(alice, copies).catch((error) => error.reason)
    expect(outcome).toMatchObject({ outcome: 'opened' })
    expect(snapshot(alice)).not.toEqual(before)
    expect(await take(alice, frame)).toMatchObject({ outcome: 'repeated' })
  })
})
