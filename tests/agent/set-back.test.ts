import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ContactId } from '../../lib/contract/ids'
import type { ConversationView } from '../../lib/contract/panel-api'
import type { HearthDatabase } from '../../lib/store/database'
import { npmRelay, type RunningRelay } from '../carriers/relays/npm-relay'
import { createAir } from './air'
import { type Kept, meet, type Person, person } from './world'

const DAY = 86_400_000

/** Puts an older image in the place of what is on the disk. */
const putBack =
  ({ rows }: Kept) =>
  async (db: HearthDatabase) => {
    for (const table of (await db.open()).tables) {
      await table.clear()
      await table.bulkAdd(rows[table.name] ?? [])
    }
  }

describe('somebody whose disk was set back', () => {
  let relay: RunningRelay
  let [alice, bob]: [Person, Person] = [null as never, null as never]
  let [bobAtAlice, aliceAtBob]: [ContactId, ContactId] = [null as never, null as never]
  const clock = { now: 0 }
  const sees = (of: Person, contact: ContactId, good: (view: ConversationView) => boolean) =>
    of.until('conversation', { contact, limit: 100 }, (view) => view !== null && good(view))
  const allDelivered = ({ messages }: ConversationView) => messages.every((m) => !m.mine || m.state === 'delivered')
  const talk = async (texts: readonly string[]) => {
    for (const text of texts) {
      await alice.say(bobAtAlice, text)
      await sees(alice, bobAtAlice, allDelivered)
      await bob.say(aliceAtBob, `re ${text}`)
      await sees(bob, aliceAtBob, allDelivered)
    }
  }

  beforeEach(async () => {
    clock.now = 0
    relay = await npmRelay()
    const air = createAir()
    alice = await person(air, 'Alice', clock, [relay.url])
    bob = await person(air, 'Bob', clock, [relay.url])
    ;({ bobAtAlice, aliceAtBob } = await meet(alice, bob))
    await talk(['one'])
  })
  afterEach(async () => {
    for (const one of [alice, bob]) one.leave()
    await relay.stop()
  })

  it.each([
    ['fewer than', ['new two']],
    ['more than', ['new two', 'new three', 'new four', 'new five']],
  ])(
    'loses nothing of what is written then, though it be %s was lost, and sees nothing delivered that was not',
    async (_, texts) => {
      const before = await alice.kept()
      await talk(['two', 'three'])
      await alice.crash(putBack(before))
      const isDirect = ({ connection }: ConversationView) => connection.state === 'direct'
      await Promise.all([sees(alice, bobAtAlice, isDirect), sees(bob, aliceAtBob, isDirect)])
      for (const text of texts) await alice.say(bobAtAlice, text)
      const isSent = ({ messages }: ConversationView) =>
        messages.every((m) => !texts.includes(m.text) || m.state === 'sent')
      await sees(alice, bobAtAlice, isSent)
      // Silence for a week tells that a session was lost.
      clock.now += 8 * DAY
      for (const one of [alice, bob]) await one.crash()
      await sees(alice, bobAtAlice, allDelivered)
      const heard = (await bob.texts(aliceAtBob)).filter((text) => !text.startsWith('re '))
      // What had a number of its own came first.
      expect(heard.toSorted()).toEqual(['one', 'two', 'three', ...texts].toSorted())
      await bob.say(aliceAtBob, 'all of it')
      await sees(bob, aliceAtBob, allDelivered)
      await sees(alice, bobAtAlice, ({ last }) => last?.text === 'all of it')
    },
    60_000,
  )

  it('is told of a message that cannot be sent because its row does not open', async () => {
    bob.leave()
    await relay.stop()
    alice.link.cut()
    await alice.say(bobAtAlice, 'never arrives')
    await sees(alice, bobAtAlice, ({ last }) => last?.state === 'queued')
    await alice.crash(async (db) => {
      for (const row of await db.table('outbox').toArray())
        await db
          .table('outbox')
          .put({ ...row, box: (row.box as Uint8Array).map((byte, i) => (i === 40 ? byte ^ 1 : byte)) })
    })
    const view = await sees(alice, bobAtAlice, ({ last }) => last?.state === 'failed')
    expect(view?.messages.filter((m) => m.mine).map((m) => m.state)).toEqual(['delivered', 'failed'])
  })
})
