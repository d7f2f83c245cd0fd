import { afterEach, describe, expect, it, vi } from 'vitest'
import { armor, unarmor } from '../../lib/contract/armor'
import { encodeOffer, parseOffer } from '../../lib/contract/offer'
import { readInvitation, writeInvitation } from '../../lib/conversation/invitation'
import { createAir } from './air'
import { meet, type Person, person } from './world'

const DAY = 86_400_000

const people = async (...names: string[]) => {
  const air = createAir()
  return Promise.all(names.map((name) => person(air, name)))
}

const invitationOf = async (p: Person) => {
  const { id } = await p.agent.commands.invite({})
  const all = await p.until('invitations', {}, (open) => open.some((i) => i.id === id))
  return all.find((i) => i.id === id) as (typeof all)[number]
}

const replyTo = async (p: Person, text: string) => {
  const { contact } = await p.agent.commands.acceptInvitation({ text })
  const view = await p.until('conversation', { contact, limit: 1 }, (v) => v?.replyText != null)
  return { contact, reply: view?.replyText ?? '' }
}

const why = (work: Promise<unknown>) => work.then(() => 'fine').catch((error) => error.reason)

afterEach(() => {
  vi.useRealTimers()
})

describe('an invitation', () => {
  it('is one short text and says what is wrong with it', async () => {
    const [alice, bob] = (await people('Alice', 'Bob')) as [Person, Person]
    const { text, qrText, offerGone } = await invitationOf(alice)
    expect(offerGone).toBe(false)
    expect(text.length).toBeGreaterThan(200)
    expect(text.length).toBeLessThan(400)
    const accept = (t: string) => why(bob.agent.commands.acceptInvitation({ text: t }))
    expect(await why(alice.agent.commands.acceptInvitation({ text }))).toBe('your-own')
    expect(await accept('hello')).toBe('not-an-invitation')
    expect(await accept('')).toBe('not-an-invitation')
    expect(await accept('x'.repeat(5_000_000))).toBe('too-large')
    const lines = text.split('\n')
    const middle = lines[1] as string
    expect(
      await accept(
        text.replace(
          middle,
          middle.replace(/[A-Z]/, (c) => (c === 'A' ? 'B' : 'A')),
        ),
      ),
    ).toBe('damaged')
    expect(await accept(lines.slice(0, 3).join('\n'))).toBe('damaged')
    const mailed = lines.map((line) => `> ${line}   `).join('\r\n')
    expect(await accept(`On Monday Alice wrote:\r\n${mailed}\r\n> bye`)).toBe('fine')
    expect(await accept(text)).toBe('already-used')
    expect(await accept(qrText)).toBe('already-used')
    expect(await bob.until('conversations', {}, (all) => all.length === 1)).toHaveLength(1)
  })

  it('expires, for who accepts and for who made it', async () => {
    const [alice, bob, carol] = (await people('Alice', 'Bob', 'Carol')) as [Person, Person, Person]
    const { text } = await invitationOf(alice)
    const { reply } = await replyTo(bob, text)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 8 * DAY })
    expect(await why(carol.agent.commands.acceptInvitation({ text }))).toBe('expired')
    expect(await why(alice.agent.commands.pasteReply({ text: reply }))).toBe('expired')
    expect(await alice.until('invitations', {}, () => true)).toEqual([])
  })

  it('can be cancelled; a reply to it then changes nothing', async () => {
    const [alice, bob] = (await people('Alice', 'Bob')) as [Person, Person]
    const { id, text } = await invitationOf(alice)
    const { reply } = await replyTo(bob, text)
    await alice.agent.commands.cancelInvitation({ id })
    expect(await why(alice.agent.commands.pasteReply({ text: reply }))).toBe('cancelled')
    expect(await why(alice.agent.commands.confirmAnswer({ invitation: id, answer: 'x' }))).toBe('cancelled')
    expect(await alice.until('conversations', {}, () => true)).toEqual([])
  })

  it('raises the alarm when two answer, before and after the decision', async () => {
    const [alice, bob, mallory, trudy] = (await people('Alice', 'Bob', 'Mallory', 'Trudy')) as Person[] as [
      Person,
      Person,
      Person,
      Person,
    ]
    const { id, text } = await invitationOf(alice)
    const [fromMallory, fromBob, fromTrudy] = [
      await replyTo(mallory, text),
      await replyTo(bob, text),
      await replyTo(trudy, text),
    ]
    await alice.agent.commands.pasteReply({ text: fromMallory.reply })
    await alice.agent.commands.pasteReply({ text: fromMallory.reply })
    await alice.agent.commands.pasteReply({ text: fromBob.reply })
    const [invitation] = await alice.until('invitations', {}, (all) => all[0]?.answers.length === 2)
    expect(invitation?.answers.map((a) => a.name)).toEqual(['Mallory', 'Bob'])
    const answer = (name: string) => invitation?.answers.find((a) => a.name === name)?.id ?? ''
    await alice.agent.commands.refuseAnswer({ invitation: id, answer: answer('Mallory') })
    const { contact } = await alice.agent.commands.confirmAnswer({ invitation: id, answer: answer('Bob') })
    expect(await alice.until('conversations', {}, () => true)).toMatchObject([{ name: 'Bob', alarm: 'two-answered' }])
    expect(await why(alice.agent.commands.pasteReply({ text: fromBob.reply }))).toBe('already-used')
    expect(await why(alice.agent.commands.pasteReply({ text: fromTrudy.reply }))).toBe('two-answered')
    expect((await alice.until('conversation', { contact, limit: 1 }, () => true))?.name).toBe('Bob')
  })

  it('warns about a second answer that comes after the decision', async () => {
    const [alice, bob, mallory] = (await people('Alice', 'Bob', 'Mallory')) as [Person, Person, Person]
    const { id, text } = await invitationOf(alice)
    const [fromMallory, fromBob] = [await replyTo(mallory, text), await replyTo(bob, text)]
    await alice.agent.commands.pasteReply({ text: fromBob.reply })
    const [invitation] = await alice.until('invitations', {}, (all) => all[0]?.answers.length === 1)
    await alice.agent.commands.confirmAnswer({ invitation: id, answer: invitation?.answers[0]?.id ?? '' })
    expect(await why(alice.agent.commands.pasteReply({ text: fromMallory.reply }))).toBe('two-answered')
    expect(await alice.until('conversations', {}, (all) => all[0]?.alarm != null)).toMatchObject([
      { alarm: 'two-answered' },
    ])
  })

  it('does not make us knock at addresses in our own network, and works without such an offer', async () => {
    const [alice, bob] = (await people('Alice', 'Bob')) as [Person, Person]
    const { text } = await invitationOf(alice)
    const invitation = readInvitation(unarmor(text, 'INVITATION'))
    const router = { kind: 0, bytes: Uint8Array.of(192, 168, 0, 1) } as const
    const candidate = { type: 'host', transport: 'udp', address: router, port: 80, priority: 1 } as const
    const offer = encodeOffer({ ...parseOffer(invitation.offer as Uint8Array), candidates: [candidate] })
    const hostile = armor('INVITATION', writeInvitation({ ...invitation, offer }))
    expect((await replyTo(bob, hostile)).reply).toContain('HEARTH REPLY')
    expect(await bob.link.command('connections', {})).toEqual([])
  })

  it('sends nothing to whoever answered before the decision', async () => {
    const air = createAir()
    const [alice, bob] = [await person(air, 'Alice'), await person(air, 'Bob')]
    const { text } = await invitationOf(alice)
    const { reply } = await replyTo(bob, text)
    await alice.agent.commands.pasteReply({ text: reply })
    await alice.until('invitations', {}, (all) => all[0]?.answers.length === 1)
    expect(air.frames).toEqual([])
    expect((await alice.link.command('connections', {})).map((c) => c.state)).toEqual(['offered'])
    expect(await bob.until('conversations', {}, () => true)).toMatchObject([
      { connection: { state: 'none' }, waiting: 'reply' },
    ])
  })

  it('works once the page that made its offer has gone, with one more text', async () => {
    const [alice, bob] = (await people('Alice', 'Bob')) as [Person, Person]
    const { id, text } = await invitationOf(alice)
    const { contact: aliceAtBob, reply } = await replyTo(bob, text)
    await alice.crash()
    await alice.until('invitations', {}, (all) => all[0]?.offerGone === true)
    await alice.agent.commands.pasteReply({ text: reply })
    const [invitation] = await alice.until('invitations', {}, (all) => all[0]?.answers.length === 1)
    const { contact: bobAtAlice } = await alice.agent.commands.confirmAnswer({
      invitation: id,
      answer: invitation?.answers[0]?.id ?? '',
    })
    const letter = await alice.agent.commands.sealText({ contact: bobAtAlice, text: 'hello' })
    await bob.agent.commands.openSealedText(letter)
    expect(await bob.texts(aliceAtBob)).toEqual(['hello'])
    await alice.agent.commands.openSealedText(await bob.agent.commands.sealText({ contact: aliceAtBob, text: '' }))
    await bob.until('conversation', { contact: aliceAtBob, limit: 1 }, (v) => v?.connection.state === 'direct')
  })
})

describe('a pasted reply or sealed text', () => {
  it('for somebody else, of the wrong kind or altered changes nothing', async () => {
    const [alice, bob, carol] = (await people('Alice', 'Bob', 'Carol')) as [Person, Person, Person]
    const { bobAtAlice, aliceAtBob } = await meet(alice, bob)
    await bob.until('conversation', { contact: aliceAtBob, limit: 9 }, (v) => v?.waiting === null)
    alice.link.cut()
    await alice.until('conversation', { contact: bobAtAlice, limit: 9 }, (v) => v?.connection.state === 'none')
    const { text } = await alice.agent.commands.sealText({ contact: bobAtAlice, text: 'secret' })
    const open = (p: Person, t: string) => why(p.agent.commands.openSealedText({ text: t }))
    expect(await open(carol, text)).toBe('for-somebody-else')
    expect(await open(bob, 'nothing sealed')).toBe('not-sealed-text')
    const { text: invitation } = await invitationOf(alice)
    expect(await open(bob, invitation)).toBe('not-sealed-text')
    expect(await why(alice.agent.commands.pasteReply({ text }))).toBe('not-a-reply')
    expect(await why(carol.agent.commands.acceptInvitation({ text }))).toBe('not-an-invitation')
    const { reply } = await replyTo(carol, invitation)
    expect(await why(bob.agent.commands.pasteReply({ text: reply }))).toBe('for-somebody-else')
    const bytes = unarmor(text, 'SEALED TEXT')
    expect(bytes.length).toBeGreaterThan(400)
    for (let at = 40; at < text.length - 40; at += 97) {
      const char = text[at] as string
      if (!/[A-Za-z0-9]/.test(char)) continue
      const altered = text.slice(0, at) + (char === 'A' ? 'B' : 'A') + text.slice(at + 1)
      expect(await open(bob, altered)).toBe('damaged')
    }
    expect(await bob.texts(aliceAtBob)).toEqual([])
    expect(await open(bob, text)).toBe('fine')
    expect(await bob.texts(aliceAtBob)).toEqual(['secret'])
  })

  it('cannot be made before the other side has connected', async () => {
    const [alice, bob] = (await people('Alice', 'Bob')) as [Person, Person]
    const { text } = await invitationOf(alice)
    const { contact } = await replyTo(bob, text)
    expect(await why(bob.agent.commands.sealText({ contact, text: 'too early' }))).toBe('not-connected-yet')
    expect(await bob.texts(contact)).toEqual([])
  })
})
