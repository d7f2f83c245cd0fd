import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ContactId } from '../../lib/contract/ids'
import type { ConversationView } from '../../lib/contract/panel-api'
import { npmRelay, type RunningRelay } from '../carriers/relays/npm-relay'
import { createAir } from './air'
import { meet, type Person, person } from './world'

describe('two people who chose relays', () => {
  let relay: RunningRelay
  let [alice, bob]: [Person, Person] = [null as never, null as never]
  let [bobAtAlice, aliceAtBob]: [ContactId, ContactId] = [null as never, null as never]
  const clock = { now: 0 }

  const sees = (of: Person, contact: ContactId, good: (view: ConversationView) => boolean) =>
    of.until('conversation', { contact, limit: 100 }, (view) => view !== null && good(view))
  const isDirect = (view: ConversationView) => view.connection.state === 'direct'
  const isVia = (view: ConversationView) => view.connection.state === 'via'
  const allDelivered = ({ messages }: ConversationView) => messages.every((m) => !m.mine || m.state === 'delivered')
  const bothDirect = () => Promise.all([sees(alice, bobAtAlice, isDirect), sees(bob, aliceAtBob, isDirect)])

  beforeEach(async () => {
    relay = await npmRelay()
    const air = createAir()
    clock.now = 0
    alice = await person(air, 'Alice', clock, [relay.url])
    bob = await person(air, 'Bob', clock, [relay.url])
    ;({ bobAtAlice, aliceAtBob } = await meet(alice, bob))
    await bothDirect()
    await alice.say(bobAtAlice, 'hello')
    await sees(alice, bobAtAlice, allDelivered)
  })
  afterEach(async () => {
    for (const one of [alice, bob]) one.leave()
    await relay.stop()
  })

  it('are connected again after both restarted, without lifting a finger', async () => {
    alice.leave()
    bob.leave()
    await alice.crash()
    await sees(alice, bobAtAlice, isVia)
    await bob.crash()
    await bothDirect()
  })

  it('are connected again when a connection is lost', async () => {
    alice.link.cut()
    await bothDirect()
  })

  it('leave messages for who is away, and say so', async () => {
    bob.leave()
    await sees(alice, bobAtAlice, isVia)
    await alice.say(bobAtAlice, 'for when you are back')
    const { messages } = (await sees(alice, bobAtAlice, ({ last }) => last?.state === 'sent')) as ConversationView
    expect(messages.at(-1)?.note).toBe('relay')
    alice.leave()
    await bob.crash()
    await sees(bob, aliceAtBob, ({ last }) => last?.text === 'for when you are back')
    await alice.crash()
    await sees(alice, bobAtAlice, allDelivered)
    expect(await bob.texts(aliceAtBob)).toEqual(['hello', 'for when you are back'])
  })

  it('say that nothing comes back by itself where the other went by hand', async () => {
    await bob.agent.commands.chooseRelays({ relays: [] })
    await sees(alice, bobAtAlice, ({ byHand }) => byHand)
  })

  it('hear that the other goes by hand also when they come back later', async () => {
    bob.leave()
    await sees(alice, bobAtAlice, isVia)
    await alice.agent.commands.chooseRelays({ relays: [] })
    alice.leave()
    await bob.crash()
    await sees(bob, aliceAtBob, ({ byHand, connection }) => byHand && connection.state === 'none')
  })

  it('wait while the relay is down, and go on when it is back', async () => {
    await relay.stop()
    alice.link.cut()
    await alice.say(bobAtAlice, 'is anybody there?')
    await sees(alice, bobAtAlice, ({ connection, last }) => connection.state === 'none' && last?.state === 'queued')
    await relay.start()
    await sees(bob, aliceAtBob, ({ last }) => last?.text === 'is anybody there?')
    await bothDirect()
  }, 60_000)

  it('find each other after a week apart', async () => {
    alice.leave()
    bob.leave()
    clock.now += 6 * 86_400_000
    await bob.crash()
    await bob.say(aliceAtBob, 'still here')
    await sees(bob, aliceAtBob, ({ last }) => last?.state === 'sent')
    bob.leave()
    clock.now += 86_400_000
    await alice.crash()
    await sees(alice, bobAtAlice, ({ last }) => last?.text === 'still here')
    await bob.crash()
    await bothDirect()
  })

  it('learn where the other looks now', async () => {
    const other = await npmRelay()
    await bob.agent.commands.chooseRelays({ relays: [other.url] })
    await sees(bob, aliceAtBob, isDirect)
    await sees(bob, aliceAtBob, allDelivered)
    bob.leave()
    alice.leave()
    await bob.crash()
    await alice.crash()
    // Alice chose the first only: of the second, which is in nobody's open internet, she may not be told.
    await sees(alice, bobAtAlice, ({ connection, byHand }) => connection.state === 'none' && byHand)
    await alice.agent.commands.chooseRelays({ relays: [relay.url, other.url] })
    await sees(alice, bobAtAlice, (view) => isVia(view) && !view.byHand)
    await other.stop()
  })

  it('leave nothing anywhere and listen nowhere once only by hand is chosen', async () => {
    await alice.agent.commands.chooseRelays({ relays: [] })
    await sees(bob, aliceAtBob, isDirect)
    bob.leave()
    await sees(alice, bobAtAlice, ({ connection }) => connection.state === 'none')
    const before = relay.wire.from.length
    await sees(alice, bobAtAlice, ({ byHand }) => byHand)
    await alice.say(bobAtAlice, 'waits')
    await sees(alice, bobAtAlice, ({ last }) => last?.state === 'queued')
    expect(relay.wire.from.length).toBe(before)
  })
})

describe('an invitation that names relays', () => {
  it('is all that travels by hand: reply, first letter and offers find their way, also when one is away', async () => {
    const relay = await npmRelay()
    const air = createAir()
    const clock = { now: 0 }
    const [alice, bob] = await Promise.all([
      person(air, 'Alice', clock, [relay.url]),
      person(air, 'Bob', clock, [relay.url]),
    ])
    const { id } = await alice.agent.commands.invite({})
    const made = await alice.until('invitations', {}, (all) => all.some((i) => i.id === id))
    alice.leave()
    const { contact: aliceAtBob } = await bob.agent.commands.acceptInvitation({ text: made[0]?.text ?? '' })
    await bob.until('conversation', { contact: aliceAtBob, limit: 1 }, (v) => v?.replyLeft === true)
    await bob.say(aliceAtBob, 'waiting for you')
    bob.leave()

    await alice.crash()
    const [answered] = await alice.until('invitations', {}, (all) => all.some((i) => i.answers.length === 1))
    const { contact: bobAtAlice } = await alice.agent.commands.confirmAnswer({
      invitation: id,
      answer: answered?.answers[0]?.id ?? '',
    })
    await alice.say(bobAtAlice, 'here I am')
    await alice.until('conversation', { contact: bobAtAlice, limit: 1 }, (v) => v?.last?.state === 'sent')
    alice.leave()

    await bob.crash()
    await bob.until('conversation', { contact: aliceAtBob, limit: 9 }, (v) => v?.last?.text === 'here I am')
    await alice.crash()
    for (const [of, contact] of [
      [alice, bobAtAlice],
      [bob, aliceAtBob],
    ] as const) {
      await of.until('conversation', { contact, limit: 9 }, (v) => v?.connection.state === 'direct')
      expect((await of.texts(contact)).sort()).toEqual(['here I am', 'waiting for you'])
    }
    for (const one of [alice, bob]) one.leave()
    await relay.stop()
  })
})
