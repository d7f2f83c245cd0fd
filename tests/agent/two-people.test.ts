import { describe, expect, it } from 'vitest'
import { createAir } from './air'
import { meet, PASSPHRASE, person } from './world'

const two = async () => {
  const air = createAir()
  const [alice, bob] = await Promise.all([person(air, 'Alice'), person(air, 'Bob')])
  return { air, alice, bob }
}

describe('two people', () => {
  it('meet, talk both ways and see what was delivered', async () => {
    const { alice, bob } = await two()
    const { bobAtAlice, aliceAtBob } = await meet(alice, bob)
    await bob.until(
      'conversation',
      { contact: aliceAtBob, limit: 9 },
      (v) => v?.waiting === null && v.connection.state === 'direct',
    )
    await alice.say(bobAtAlice, 'one')
    await alice.say(bobAtAlice, 'two')
    await bob.until('conversation', { contact: aliceAtBob, limit: 9 }, (v) => v?.messages.length === 2)
    await bob.say(aliceAtBob, 'three')
    await alice.until(
      'conversation',
      { contact: bobAtAlice, limit: 9 },
      (v) => v?.messages.length === 3 && v.messages.slice(0, 2).every((m) => m.state === 'delivered'),
    )
    expect(await bob.texts(aliceAtBob)).toEqual(['one', 'two', 'three'])
    expect(await alice.texts(bobAtAlice)).toEqual(['one', 'two', 'three'])
  })

  it('meet again by another invitation, and stay one contact to each other', async () => {
    const { alice, bob } = await two()
    const { bobAtAlice, aliceAtBob } = await meet(alice, bob)
    const direct = { contact: aliceAtBob, limit: 9 }
    await bob.until('conversation', direct, (v) => v?.connection.state === 'direct')
    for (const { link } of [alice, bob]) link.cut()
    await bob.until('conversation', direct, (v) => v?.connection.state === 'none')
    expect(await meet(alice, bob)).toEqual({ bobAtAlice, aliceAtBob })
    await bob.until('conversation', direct, (v) => v?.connection.state === 'direct' && v.replyText === null)
    await bob.say(aliceAtBob, 'there you are')
    await alice.until('conversation', { contact: bobAtAlice, limit: 9 }, (v) => v?.messages.length === 1)
  })

  it('keep what they write while they wait, and go on where they were after a crash', async () => {
    const { alice, bob } = await two()
    const { id } = await alice.agent.commands.invite({})
    const [invitation] = await alice.until('invitations', {}, (all) => all.length === 1)
    const { contact: aliceAtBob } = await bob.agent.commands.acceptInvitation({ text: invitation?.text ?? '' })
    await bob.say(aliceAtBob, 'written while waiting')
    const view = await bob.until('conversation', { contact: aliceAtBob, limit: 9 }, (v) => v?.messages.length === 1)
    expect(view).toMatchObject({ waiting: 'reply', messages: [{ state: 'queued' }] })
    await alice.agent.commands.pasteReply({ text: view?.replyText ?? '' })
    const [answered] = await alice.until('invitations', {}, (all) => all[0]?.answers.length === 1)
    const answer = answered?.answers[0]?.id ?? ''
    const { contact: bobAtAlice } = await alice.agent.commands.confirmAnswer({ invitation: id, answer })
    await alice.until('conversation', { contact: bobAtAlice, limit: 9 }, (v) => v?.messages.length === 1)
    await bob.crash()
    await bob.say(aliceAtBob, 'after the crash')
    expect(await bob.texts(aliceAtBob)).toEqual(['written while waiting', 'after the crash'])

    const sealed = await bob.agent.commands.sealText({ contact: aliceAtBob, text: 'and a letter' })
    await expect(bob.agent.commands.openSealedText(sealed)).rejects.toMatchObject({ reason: 'your-own' })
    expect(await alice.agent.commands.openSealedText(sealed)).toMatchObject({
      contact: bobAtAlice,
      messages: 2,
      answerWaiting: true,
    })
    await expect(alice.agent.commands.openSealedText(sealed)).rejects.toMatchObject({ reason: 'already-opened' })
    const back = await alice.agent.commands.sealText({ contact: bobAtAlice, text: '' })
    await bob.agent.commands.openSealedText(back)
    await bob.until(
      'conversation',
      { contact: aliceAtBob, limit: 9 },
      (v) => v?.connection.state === 'direct' && v.messages.every((m) => m.state === 'delivered'),
    )
    alice.leave()
    await bob.until(
      'conversation',
      { contact: aliceAtBob, limit: 9 },
      (v) => v?.connection.state === 'none' && !v.answerWaiting,
    )
  })

  it('open letters in any order, days later, each message once', async () => {
    const { alice, bob } = await two()
    const { bobAtAlice, aliceAtBob } = await meet(alice, bob)
    await bob.until('conversation', { contact: aliceAtBob, limit: 9 }, (v) => v?.waiting === null)
    alice.link.cut()
    await alice.until('conversation', { contact: bobAtAlice, limit: 9 }, (v) => v?.connection.state === 'none')
    const letters: string[] = []
    for (const text of ['1', '2', '3', '4', '5'])
      letters.push((await alice.agent.commands.sealText({ contact: bobAtAlice, text })).text)
    for (const i of [3, 0, 4, 2, 1]) await bob.agent.commands.openSealedText({ text: letters[i] as string })
    expect(await bob.texts(aliceAtBob)).toEqual(['1', '2', '3', '4', '5'])
  })

  it('become one contact when they invite each other at once', async () => {
    const { alice, bob } = await two()
    const [a, b] = [await alice.agent.commands.invite({}), await bob.agent.commands.invite({})]
    const textOf = async (p: typeof alice) =>
      (await p.until('invitations', {}, (all) => all.length === 1))[0]?.text ?? ''
    const { contact: bobAtAlice } = await alice.agent.commands.acceptInvitation({ text: await textOf(bob) })
    const { contact: aliceAtBob } = await bob.agent.commands.acceptInvitation({ text: await textOf(alice) })
    const reply = async (p: typeof alice, contact: typeof bobAtAlice) =>
      (await p.until('conversation', { contact, limit: 1 }, (v) => v?.replyText != null))?.replyText ?? ''
    const [fromAlice, fromBob] = [await reply(alice, bobAtAlice), await reply(bob, aliceAtBob)]
    await alice.agent.commands.pasteReply({ text: fromBob })
    await bob.agent.commands.pasteReply({ text: fromAlice })
    const answerAt = async (p: typeof alice) =>
      (await p.until('invitations', {}, (all) => all[0]?.answers.length === 1))[0]?.answers[0]?.id ?? ''
    const [atAlice, atBob] = [await answerAt(alice), await answerAt(bob)]
    await Promise.all([
      alice.agent.commands.confirmAnswer({ invitation: a.id, answer: atAlice }),
      bob.agent.commands.confirmAnswer({ invitation: b.id, answer: atBob }),
    ])
    await alice.say(bobAtAlice, 'hello')
    await bob.say(aliceAtBob, 'hello yourself')
    for (const [p, contact] of [
      [alice, bobAtAlice],
      [bob, aliceAtBob],
    ] as const) {
      await p.until(
        'conversation',
        { contact, limit: 9 },
        (v) => v?.messages.length === 2 && v.messages.every((m) => !m.mine || m.state === 'delivered'),
      )
      expect(await p.until('conversations', {}, () => true)).toHaveLength(1)
    }
  })

  it('lock and unlock, and write nothing while locked', async () => {
    const { alice, bob } = await two()
    const { bobAtAlice, aliceAtBob } = await meet(alice, bob)
    await bob.until('conversation', { contact: aliceAtBob, limit: 9 }, (v) => v?.connection.state === 'direct')
    await alice.agent.commands.lock({})
    await bob.until('conversation', { contact: aliceAtBob, limit: 9 }, (v) => v?.connection.state === 'none')
    await expect(alice.say(bobAtAlice, 'no')).rejects.toMatchObject({ reason: 'locked' })
    expect(await alice.until('conversations', {}, () => true)).toEqual([])
    await expect(alice.agent.commands.unlock({ passphrase: 'not the passphrase at all' })).rejects.toMatchObject({
      reason: 'wrong-passphrase',
    })
    await alice.agent.commands.unlock({ passphrase: PASSPHRASE })
    await alice.say(bobAtAlice, 'yes')
    expect(await alice.texts(bobAtAlice)).toEqual(['yes'])
  })

  it('open with the twelve words when the passphrase is forgotten, and keep everything', async () => {
    const { alice, bob } = await two()
    const { bobAtAlice } = await meet(alice, bob)
    await alice.say(bobAtAlice, 'kept')
    const { words } = await alice.agent.commands.showWords({ passphrase: PASSPHRASE })
    const other = await bob.agent.commands.showWords({ passphrase: PASSPHRASE })
    await alice.agent.commands.lock({})
    const recover = (list: string[], passphrase: string) =>
      alice.agent.commands.recover({ words: list.join(' '), passphrase }).catch((error) => error.reason)
    expect(await recover(other.words, 'a wholly other phrase')).toBe('wrong-words')
    expect(await recover(words, 'short')).toBe('weak-passphrase')
    expect(await recover(words, 'a wholly other phrase')).toBeUndefined()
    expect(await alice.texts(bobAtAlice)).toEqual(['kept'])
    await alice.agent.commands.lock({})
    await expect(alice.agent.commands.unlock({ passphrase: PASSPHRASE })).rejects.toMatchObject({
      reason: 'wrong-passphrase',
    })
    await alice.agent.commands.unlock({ passphrase: 'a wholly other phrase' })
    expect(await alice.agent.commands.showWords({ passphrase: 'a wholly other phrase' })).toEqual({ words })
  })

  it('save what was asked for before a lock under the right key', async () => {
    const { alice, bob } = await two()
    const { bobAtAlice } = await meet(alice, bob)
    const { commands } = alice.agent
    await Promise.allSettled([
      commands.setDraft({ contact: bobAtAlice, text: 'half a thought' }),
      commands.rename({ name: 'Alicia' }),
      commands.chooseRouters({ routers: { kind: 'public' } }),
      commands.lock({}),
    ])
    await commands.unlock({ passphrase: PASSPHRASE })
    expect((await alice.until('me', {}, (me) => me !== null))?.did).toMatch(/^did:key:z6Mk/)
    await alice.until('conversation', { contact: bobAtAlice, limit: 1 }, (v) => v !== null)
  })

  it('are not kept out of their vault by a row that does not open', async () => {
    const { alice, bob } = await two()
    const { bobAtAlice } = await meet(alice, bob)
    await alice.say(bobAtAlice, 'one')
    await alice.say(bobAtAlice, 'two')
    await alice.agent.commands.setDraft({ contact: bobAtAlice, text: 'draft' })
    await alice.agent.commands.lock({})
    for (const table of ['messages', 'drafts', 'outbox', 'sessions']) {
      const rows = await alice.db.table(table).toArray()
      const row = rows[0]
      if (!row) continue
      const box = row.box.slice()
      box[40] ^= 1
      await alice.db.table(table).put({ ...row, box })
    }
    await alice.agent.commands.unlock({ passphrase: PASSPHRASE })
    expect(await alice.texts(bobAtAlice)).toHaveLength(1)
  })

  it('do not stay open where the key cannot be kept', async () => {
    const air = createAir()
    const alice = await person(air, 'Alice')
    await alice.agent.commands.lock({})
    alice.refuseKeys(true)
    await expect(alice.agent.commands.unlock({ passphrase: PASSPHRASE })).rejects.toThrow()
    expect(await alice.until('status', {}, () => true)).toEqual({ phase: 'locked' })
    alice.refuseKeys(false)
    await alice.agent.commands.unlock({ passphrase: PASSPHRASE })
  })
})
