import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { armor } from '../../lib/contract/armor'
import type { InvitationId } from '../../lib/contract/ids'
import type { Context } from '../../lib/conversation/context'
import { type Intake, startIntake } from '../../lib/conversation/intake'
import { confirmAnswer, invite, pasteReply, refuseAnswer } from '../../lib/conversation/inviting'
import type { InvitationRecord } from '../../lib/conversation/records'
import { sealReply } from '../../lib/conversation/reply'
import { newSigningKey } from '../../lib/crypto/signature'
import { certify } from '../../lib/identity/certificate'
import { newDeviceKeys } from '../../lib/identity/device'
import { bundleOf, newBundle } from '../../lib/identity/prekey'
import { NOW, pair, type Side } from './pair'

/** Somebody who read an invitation, and their reply to it as often as asked for. */
const reader = (name: string) => {
  const identity = newSigningKey()
  const device = newDeviceKeys()
  const certificate = certify(identity, device, NOW)
  const { agreement } = device
  const bundle = bundleOf(newBundle())
  return ({ bytes }: InvitationRecord) =>
    sealReply({ invitationBytes: bytes, identity: identity.public, certificate, agreement, bundle, name, answer: null })
}

describe('a reply that a relay brings', () => {
  let alice: Side
  let context: Context
  let intake: Intake
  let now = NOW
  let id: InvitationId
  const at = (which = id) => alice.ledger.invitations.get(which) as InvitationRecord
  const names = (which = id) => at(which).answers.map(({ name }) => name)
  const answer = (name: string) => at().answers.find((a) => a.name === name)?.id ?? ''
  const strangers = async (count: number) => {
    for (let i = 0; i < count; i++) await intake.take(reader(`stranger ${i}`)(at()), null)
  }
  beforeEach(async () => {
    now = NOW
    ;({ alice } = await pair())
    const command = () => Promise.reject(new Error('none'))
    const given = { self: () => alice.self, ledger: alice.ledger, now: () => now, link: { command }, changed: () => {} }
    context = given as unknown as Context
    intake = startIntake(context, async () => undefined)
    ;({ id } = await invite(context))
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('costs whoever holds the invitation two seconds of a minute, and nobody else', async () => {
    let clock = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (clock += 300))
    const other = await invite(context)
    await strangers(10)
    expect(names()).toEqual(Array.from({ length: 7 }, (_, i) => `stranger ${i}`))
    await intake.take(reader('Bob')(at(other.id)), null)
    expect(names(other.id)).toEqual(['Bob'])
    now += 60_000
    await intake.take(reader('Bob')(at()), null)
    expect(names()).toContain('Bob')
  })

  it('is on the account of the contact who brings it, too', async () => {
    let clock = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (clock += 300))
    const from = { contact: alice.contact, device: '0'.repeat(32) as never }
    for (let i = 0; i < 10; i++) await intake.take(reader(`stranger ${i}`)(at()), from)
    expect(names()).toHaveLength(7)
    await intake.take(reader('Bob')(at()), null)
    expect(names()).toContain('Bob')
  })

  it('lets everything else have its turn', async () => {
    let turns = 0
    const tick = () => {
      turns++
      waiting = setTimeout(tick)
    }
    let waiting = setTimeout(tick)
    const replies = Array.from({ length: 30 }, (_, i) => reader(`stranger ${i}`)(at()))
    let clock = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (clock += 10))
    await Promise.all(replies.map((frame) => intake.take(frame, null)))
    clearTimeout(waiting)
    expect(turns).toBeGreaterThan(10)
  })

  it('does not bring back whom the person refused, but their own hand does', async () => {
    const mallory = reader('Mallory')
    await intake.take(mallory(at()), null)
    await refuseAnswer(context, id, answer('Mallory'))
    await intake.take(mallory(at()), null)
    await startIntake(context, async () => undefined).take(mallory(at()), null)
    expect(names()).toEqual([])
    await pasteReply(context, armor('REPLY', mallory(at())))
    expect(names()).toEqual(['Mallory'])
    await intake.take(mallory(at()), null)
    expect(names()).toEqual(['Mallory'])
  })

  it('is shown however many came before, and that they did is an alarm', async () => {
    await strangers(9)
    await intake.take(reader('Bob')(at()), null)
    expect(names()).toHaveLength(8)
    expect(names().at(-1)).toBe('Bob')
    const contact = await confirmAnswer(context, id, answer('Bob'))
    expect(alice.ledger.contacts.get(contact)?.alarm).toBe('two-answered')
  })

  it('does not push out the one that the person brought', async () => {
    const bob = reader('Bob')
    await pasteReply(context, armor('REPLY', bob(at())))
    await intake.take(bob(at()), null)
    await strangers(12)
    expect(names()).toHaveLength(8)
    expect(names()).toContain('Bob')
  })
})
