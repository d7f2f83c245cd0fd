import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Death } from './lives'
import { keepTwo, type Side, seedRandomness, type TwoKept, type TwoLives, twoLives } from './two-lives'

const SECOND = 1_000
const DAY = 86_400 * SECOND

const isDirect = (two: TwoLives) => () => two.people.every((one) => one.view()?.connection.state === 'direct')

/** What two people do who use all there is: connections and relays, letters, a month apart, a lock. */
const script = async (two: TwoLives, end: Side): Promise<void> => {
  const [alice, bob] = two.people
  const heard = (text: string) => () => bob.view()?.messages.some((m) => m.text === text) === true
  await two.pass(60 * SECOND, isDirect(two))
  console.log('L3')
  for (const side of [0, 1] as const) await two.say(side)
  console.log('L4')
  await two.pass(SECOND)
  console.log('L5')
  // Signals through the relays: here, an offer, an answer.
  two.cut()
  console.log('L7')
  await two.pass(60 * SECOND, isDirect(two))
  console.log('L8')
  // Through a relay, while the other is not there.
  bob.leave()
  console.log('L10')
  await two.say(0)
  console.log('L11')
  await two.time.pass(SECOND)
  console.log('L12')
  await bob.start()
  console.log('L13')
  await two.pass(300 * SECOND, heard('a1'))
  console.log('L14')
  const letter = await two.letter(0)
  console.log('L15')
  if (letter) await two.open(1, letter)
  console.log('L16')
  // Sessions and prekeys are renewed.
  two.time.skip(31 * DAY)
  console.log('L18')
  for (const one of two.people) await one.start()
  console.log('L19')
  await two.say(1)
  console.log('L20')
  await two.pass(60 * SECOND, isDirect(two))
  console.log('L21')
  const said = two.say(end)
  await two.people[end].attempt((person) => person.agent.commands.lock({}))
  console.log('L23')
  await two.people[end].start()
  console.log('L24')
  await said
  console.log('L25')
  await alice.attempt((person) => person.agent.commands.rename({ name: 'Alicia' }))
  console.log('L26')
}

describe('whoever dies at one write', () => {
  let kept: TwoKept = null as never
  beforeAll(async () => {
    seedRandomness(1)
    kept = await keepTwo(Date.UTC(2026, 0, 5, 10))
  }, 60_000)
  afterEach(() => {
    vi.restoreAllMocks()
  })

  const run = async (who: Side, death: Death | null): Promise<number> => {
    seedRandomness(2)
    const two = await twoLives(kept)
    try {
      if (death) two.people[who].dieAt(death)
      await script(two, who)
      await two.heal()
      for (const i of [0, 1] as const) {
        const texts = (two.people[i].view()?.messages ?? []).filter((m) => !m.notice).map((m) => m.text)
        for (const [j, prefix] of ['a', 'b'].entries())
          expect(texts.filter((t) => t.startsWith(prefix))).toEqual(two.said[j])
      }
      return two.people[who].steps()
    } finally {
      two.end()
    }
  }

  it.each([
    ['Alice', 0],
    ['Bob', 1],
  ] as const)(
    'comes to the same end as if nothing had happened: %s',
    async (_, who) => {
      const all = await run(who, null)
      for (let step = 35; step <= all; step++)
        for (const when of ['before', 'after'] as const)
          await run(who, { step, when }).catch((error: unknown) => {
            throw new Error(`dying ${when} write ${step} of ${all}`, { cause: error })
          })
    },
    300_000,
  )
})
