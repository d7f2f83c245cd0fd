import { describe, expect, it } from 'vitest'
import { toBase64 } from '../../lib/contract/wire'
import { tendSessions } from '../../lib/conversation/beginning'
import { forgetSessions, SESSION_LIFE } from '../../lib/conversation/opening'
import { applyProfile, introduce } from '../../lib/conversation/profile'
import { certify } from '../../lib/identity/certificate'
import { newDeviceKeys } from '../../lib/identity/device'
import { NO_PREVIOUS, readDeviceList, signDeviceList } from '../../lib/identity/device-list'
import { newPrekey, PREKEY_KEPT } from '../../lib/identity/prekey'
import { signStatement } from '../../lib/identity/statement'
import { acquainted, carry, contactAt, deviceOf, heard, NOW, type Side, say, sessionsAt, take } from './pair'

const DAY = 86_400_000
const LATER = NOW + SESSION_LIFE + DAY
const MUCH_LATER = LATER + SESSION_LIFE + DAY

const loseSessions = (of: Side) =>
  of.ledger.change((draft) => {
    for (const { id } of [...draft.sessions.values()]) draft.sessions.delete(id)
  })
const tend = (of: Side, now: number) => of.ledger.change((draft) => tendSessions(draft, of.self, of.contact, now))
const waiting = (of: Side) => [...of.ledger.outbox.values()]
const marked = (of: Side, now: number) =>
  of.ledger.change((draft) => {
    for (const entry of [...draft.outbox.values()]) draft.outbox.put({ ...entry, sent: { carrier: 'letter', at: now } })
  })
/** Frames each way until nothing waits. */
const settle = async (alice: Side, bob: Side, now: number) => {
  for (let i = 0; i < 4; i++) {
    await carry(alice, bob, now)
    await carry(bob, alice, now)
  }
  expect([waiting(alice), waiting(bob)]).toEqual([[], []])
}

/** Bob tells Alice of a list of these devices, and of these prekeys. */
const listed = (alice: Side, bob: Side, devices: Side['self']['device'][], prekeys: Uint8Array[], version = 2) =>
  alice.ledger.change((draft) => {
    const certificates = devices.map((device) => certify(bob.identity, device, NOW))
    const { hash } = readDeviceList(bob.self.deviceList, bob.self.identity)
    const list = signDeviceList(bob.identity, { epoch: NOW, version, previous: hash, certificates })
    const profile = {
      kind: 'profile' as const,
      name: 'Bob',
      devices: toBase64(list),
      prekeys: prekeys.map(toBase64),
      relays: [],
    }
    applyProfile(draft, { contact: alice.contact, device: deviceOf(bob), seq: 99 }, profile, NOW)
  })

describe('an old session', () => {
  it('is replaced when next something is sent, not before, and once', async () => {
    const { alice, bob } = await acquainted()
    await say(alice, 'young', NOW + SESSION_LIFE - DAY)
    expect(sessionsAt(alice)).toHaveLength(1)
    await settle(alice, bob, NOW + SESSION_LIFE - DAY)
    await say(alice, 'old', LATER)
    await say(alice, 'older', LATER + 1)
    expect(sessionsAt(alice)).toHaveLength(2)
    await settle(alice, bob, LATER + 2)
    expect(heard(bob)).toEqual(['young', 'old', 'older'])
    expect(sessionsAt(bob).at(-1)?.id).toBe(sessionsAt(alice).at(-1)?.id)
    expect(sessionsAt(alice).at(-1)?.opening).toBeNull()
  })

  it('still opens what was sent in it, whatever came first', async () => {
    const { alice, bob } = await acquainted()
    await say(bob, 'on the old one', NOW + DAY)
    await say(alice, 'on the new one', LATER)
    await carry(alice, bob, LATER)
    await carry(bob, alice, LATER)
    await settle(alice, bob, LATER)
    expect([heard(alice), heard(bob)]).toEqual([['on the old one'], ['on the new one']])
  })

  it('is forgotten once nothing in it can open any more, the one that is used never', async () => {
    const { alice, bob } = await acquainted()
    await say(alice, 'renewed', LATER)
    await settle(alice, bob, LATER)
    const left = async (now: number) => {
      await alice.ledger.change((draft) => forgetSessions(draft, now))
      return sessionsAt(alice).length
    }
    expect(await left(NOW + 89 * DAY)).toBe(2)
    expect(await left(NOW + 91 * DAY)).toBe(1)
    expect(await left(NOW + 1_000 * DAY)).toBe(1)
  })

  it('replaced by both at once leaves both of one mind', async () => {
    const { alice, bob } = await acquainted()
    await say(alice, 'from Alice', LATER)
    await say(bob, 'from Bob', LATER)
    expect(sessionsAt(alice).at(-1)?.id).not.toBe(sessionsAt(bob).at(-1)?.id)
    const crossing = waiting(alice).flatMap((e) => e.sealed?.map(({ frame }) => frame) ?? [])
    await carry(bob, alice, LATER)
    for (const frame of crossing) expect(await take(bob, frame, LATER)).toMatchObject({ outcome: 'opened' })
    await settle(alice, bob, LATER)
    for (const [from, to] of [
      [alice, bob],
      [bob, alice],
      [alice, bob],
    ] as const) {
      await say(from, 'more', LATER + DAY)
      await carry(from, to, LATER + DAY)
      await carry(to, from, LATER + DAY)
    }
    expect(sessionsAt(alice)).toHaveLength(3)
    expect(sessionsAt(alice).at(-1)?.id).toBe(sessionsAt(bob).at(-1)?.id)
    expect(heard(bob)).toEqual(['from Alice', 'more', 'more'])
  })

  it('goes on where no prekey is known that is still good', async () => {
    const { alice, bob } = await acquainted()
    const late = NOW + PREKEY_KEPT
    await say(alice, 'still here', late)
    expect(sessionsAt(alice)).toHaveLength(1)
    await carry(alice, bob, late)
    expect(heard(bob)).toEqual(['still here'])
  })
})

describe('a lost session', () => {
  it('is begun anew by who lost it, and what waits at the other is sealed anew, each once', async () => {
    const { alice, bob } = await acquainted()
    await say(alice, 'one')
    await say(alice, 'two')
    const ids = waiting(alice).map((e) => e.id)
    await loseSessions(bob)
    expect(await carry(alice, bob)).toEqual(['not-ours', 'not-ours'])
    expect(await tend(bob, NOW + 1)).toBe(true)
    await carry(bob, alice, NOW + 1)
    expect(waiting(alice).map((e) => e.id)).toEqual(ids)
    expect(
      waiting(alice).every((e) => e.sealed?.every((f) => f.sessions.includes(sessionsAt(bob)[0]?.id as never))),
    ).toBe(true)
    await settle(alice, bob, NOW + 2)
    expect(heard(bob)).toEqual(['one', 'two'])
  })

  it('takes what waited in it along', async () => {
    const { alice, bob } = await acquainted()
    await say(bob, 'before')
    await loseSessions(bob)
    await say(bob, 'after', NOW + 1)
    await settle(bob, alice, NOW + 2)
    expect(heard(alice)).toEqual(['before', 'after'])
  })

  it('takes along what was written while none could be begun', async () => {
    const { alice, bob } = await acquainted()
    await loseSessions(bob)
    const known = contactAt(bob)
    await bob.ledger.change((draft) => draft.contacts.put({ ...known, pairKeys: [] }))
    await say(bob, 'nobody can have this yet')
    expect(waiting(bob).map((e) => e.sealed)).toEqual([null])
    await bob.ledger.change((draft) => draft.contacts.put({ ...contactAt(bob), pairKeys: known.pairKeys }))
    expect(await tend(bob, NOW + 1)).toBe(true)
    await settle(bob, alice, NOW + 1)
    expect(heard(alice)).toEqual(['nobody can have this yet'])
  })

  it('is found out by silence where the other cannot begin', async () => {
    const { alice, bob } = await acquainted()
    await say(alice, 'anybody there?')
    await loseSessions(bob)
    await marked(alice, NOW)
    expect(await tend(alice, NOW + 6 * DAY)).toBe(false)
    expect(await tend(alice, NOW + 8 * DAY)).toBe(true)
    await marked(alice, NOW + 8 * DAY)
    expect(await tend(alice, NOW + 14 * DAY)).toBe(false)
    await settle(alice, bob, NOW + 14 * DAY)
    expect(heard(bob)).toEqual(['anybody there?'])
  })

  it('is found out where they opened what begins it, and then lost it: a repeat of that opens nothing', async () => {
    const { alice, bob } = await acquainted()
    await loseSessions(bob)
    await say(bob, 'opened')
    await carry(bob, alice)
    const older = sessionsAt(alice)[0]
    await loseSessions(alice)
    await alice.ledger.change((draft) => draft.sessions.put(older as never))
    await say(bob, 'lost with it')
    await marked(bob, NOW)
    expect(new Set(await carry(bob, alice))).toEqual(new Set(['not-ours']))
    expect(await tend(bob, NOW + 8 * DAY)).toBe(true)
    await settle(bob, alice, NOW + 8 * DAY)
    expect(heard(alice)).toEqual(['opened', 'lost with it'])
  })

  it('is no reason while nothing was sent: somebody is away', async () => {
    const { alice } = await acquainted()
    await say(alice, 'anybody there?')
    expect(await tend(alice, NOW + 20 * DAY)).toBe(false)
  })

  it('heals when they speak in an older one', async () => {
    const { alice, bob } = await acquainted()
    await say(alice, 'renewed', LATER)
    await settle(alice, bob, LATER)
    await bob.ledger.change((draft) => draft.sessions.delete(sessionsAt(bob).at(-1)?.id as never))
    await say(alice, 'lost', LATER + 1)
    expect(await carry(alice, bob, LATER + 1)).toEqual(['not-ours'])
    await bob.ledger.change((draft) => introduce(draft, bob.self, bob.contact, LATER + DAY))
    await settle(bob, alice, LATER + DAY)
    expect(heard(bob)).toEqual(['renewed', 'lost'])
  })

  it('is not begun without end', async () => {
    const { alice, bob } = await acquainted()
    const ids = new Set<string>()
    for (let i = 0; i < 12; i++) {
      await loseSessions(bob)
      await tend(bob, NOW + i)
      for (const { id } of sessionsAt(bob)) ids.add(id)
    }
    expect(ids.size).toBe(8)
    expect(await tend(bob, NOW + DAY)).toBe(true)
    await settle(alice, bob, NOW + DAY)
  })
})

describe('a device of a contact', () => {
  it('that is new gets what is sent from now on', async () => {
    const { alice, bob } = await acquainted()
    const laptop = newDeviceKeys()
    await listed(alice, bob, [bob.self.device, laptop], [newPrekey(laptop, NOW).record])
    await say(alice, 'to both')
    expect(waiting(alice).at(-1)?.pending.toSorted()).toEqual([deviceOf(bob), laptop.id].toSorted())
    expect(
      waiting(alice)
        .at(-1)
        ?.sealed?.map((f) => f.devices),
    ).toEqual([[laptop.id], [deviceOf(bob)]])
  })

  it('gets no session with a prekey that is over, another device signed, or that its list does not name', async () => {
    const { alice, bob } = await acquainted()
    const [laptop, stranger] = [newDeviceKeys(), newDeviceKeys()]
    const prekeys = [newPrekey(laptop, NOW - PREKEY_KEPT).record, newPrekey(stranger, NOW).record]
    await listed(alice, bob, [bob.self.device, laptop], prekeys)
    await say(alice, 'to one')
    expect(sessionsAt(alice).map((s) => s.device)).toEqual([deviceOf(bob)])
    expect(contactAt(alice).devices.map((d) => d.device)).not.toContain(stranger.id)
    await alice.ledger.change((draft) => {
      const contact = contactAt(alice)
      const devices = [...contact.devices, { ...contact.devices[0], device: stranger.id, prekey: prekeys[1] }]
      draft.contacts.put({ ...contact, devices: devices as typeof contact.devices })
    })
    expect(await tend(alice, NOW)).toBe(false)
  })

  it('keeps its newest prekey whatever comes late', async () => {
    const { alice, bob } = await acquainted()
    const [older, newer] = [newPrekey(bob.self.device, NOW + 7 * DAY), newPrekey(bob.self.device, NOW + 14 * DAY)]
    for (const { record } of [newer, older]) await listed(alice, bob, [bob.self.device], [record])
    expect(contactAt(alice).devices[0]?.prekey).toEqual(newer.record)
  })

  it('that its list does not name any more, or whose list forked, is not begun with', async () => {
    const { alice, bob } = await acquainted()
    await loseSessions(alice)
    await alice.ledger.change((draft) => draft.contacts.put({ ...contactAt(alice), alarm: 'fork' }))
    expect(await tend(alice, NOW)).toBe(false)
    await alice.ledger.change((draft) => draft.contacts.put({ ...contactAt(alice), alarm: null }))
    await listed(alice, bob, [newDeviceKeys()], [])
    expect(await tend(alice, NOW)).toBe(false)
    expect(sessionsAt(alice)).toEqual([])
  })

  it('cannot bring keys that stop us from writing', async () => {
    const { alice, bob } = await acquainted()
    const laptop = newDeviceKeys()
    const body = newPrekey(laptop, NOW).record.slice(0, -64).fill(0, 5, 37)
    await listed(alice, bob, [bob.self.device, laptop], [signStatement(laptop.signing, 'hearth/v1/prekey', body)])
    expect(contactAt(alice).devices.find((d) => d.device === laptop.id)?.prekey).not.toBeNull()
    await say(alice, 'goes on')
    await carry(alice, bob)
    expect(heard(bob)).toEqual(['goes on'])
  })
})

describe('a notice', () => {
  const noticed = (of: Side) => of.messages.flatMap((m) => (m.content.kind === 'notice' ? [m.content.notice] : []))
  const named = (alice: Side, bob: Side, name: string, seq: number, deviceList = bob.self.deviceList) =>
    alice.ledger.change((draft) => {
      const profile = { kind: 'profile' as const, name, devices: toBase64(deviceList), prekeys: [], relays: [] }
      applyProfile(draft, { contact: alice.contact, device: deviceOf(bob), seq }, profile, NOW)
    })

  it('tells of another name, once, and not of one that came late', async () => {
    const { alice, bob } = await acquainted()
    await named(alice, bob, 'Robert', 8)
    await named(alice, bob, 'Rob', 7)
    await named(alice, bob, 'Robert', 9)
    expect(noticed(alice)).toEqual([{ what: 'renamed', from: 'Bob', to: 'Robert' }])
    expect(contactAt(alice)).toMatchObject({ name: 'Robert', unread: 0 })
  })

  it('tells of a new device, and of a new epoch in its place', async () => {
    const { alice, bob } = await acquainted()
    const laptop = newDeviceKeys()
    await listed(alice, bob, [bob.self.device, laptop], [])
    const certificates = [bob.self.certificate]
    const list = signDeviceList(bob.identity, { epoch: NOW + 1, version: 1, previous: NO_PREVIOUS, certificates })
    await named(alice, bob, 'Bob', 100, list)
    expect(noticed(alice)).toEqual([{ what: 'new_device' }, { what: 'restored' }])
  })

  it('tells both of a session that was lost, and of none that is renewed or that both began', async () => {
    const { alice, bob } = await acquainted()
    await say(alice, 'renewed', LATER)
    await settle(alice, bob, LATER)
    await say(alice, 'both', MUCH_LATER)
    await say(bob, 'both', MUCH_LATER)
    await settle(alice, bob, MUCH_LATER)
    expect([noticed(alice), noticed(bob)]).toEqual([[], []])
    await loseSessions(bob)
    await say(bob, 'lost', MUCH_LATER + DAY)
    await settle(bob, alice, MUCH_LATER + DAY)
    expect([noticed(alice), noticed(bob)]).toEqual([[{ what: 'new_session' }], [{ what: 'new_session' }]])
  })

  it('does not come for each of a thousand names', async () => {
    const { alice, bob } = await acquainted()
    for (let seq = 10; seq < 60; seq++) await named(alice, bob, `Bob ${seq}`, seq)
    expect(noticed(alice)).toHaveLength(8)
    expect(contactAt(alice).name).toBe('Bob 59')
  })
})

describe('an opening towards a prekey', () => {
  it('that is over is refused', async () => {
    const { alice, bob } = await acquainted()
    await loseSessions(bob)
    await tend(bob, NOW)
    const before = sessionsAt(alice)
    expect(await carry(bob, alice, NOW + PREKEY_KEPT)).toEqual(['damaged'])
    expect(sessionsAt(alice)).toEqual(before)
  })
})
