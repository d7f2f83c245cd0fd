import { afterAll, afterEach, describe, expect, it } from 'vitest'
import * as people from '../browser/harness/people'
import { arrive, leave, type Person } from '../browser/harness/person'
import { note, type Row, table } from './figures'
import { type Host, type Lab, type Line, openLab, type Router, STUN, TURN_TCP, TURN_UDP } from './lab'

let lab: Lab | undefined
let alice: Person
let bob: Person

const meet = async (a: Router, b: Router, servers: string[], where: Host = 'bob', line?: Line): Promise<number> => {
  lab = await openLab(a, b, line)
  ;[alice, bob] = await Promise.all([
    arrive('Alice', servers, { program: lab.chromiumAt('alice') }),
    arrive('Bob', servers, { program: lab.chromiumAt(where) }),
  ])
  await people.pasteReply(alice.page, await people.accept(bob.page, await people.invite(alice.page)))
  const begun = performance.now()
  await people.confirmAnswer(alice.page)
  await Promise.all([people.openConversation(alice.page, 'Bob'), people.openConversation(bob.page, 'Alice')])
  await bothDirect()
  return performance.now() - begun
}
const bothDirect = () => Promise.all([people.isDirect(alice.page), people.isDirect(bob.page)])

const LINES = 5
let said: string[] = []
const talk = async (): Promise<void> => {
  for (let i = 0; i < LINES; i++) {
    for (const { name, page } of [alice, bob]) {
      const text = `line ${said.length} of ${name}`
      said.push(text)
      await people.say(page, text)
    }
  }
}
/** Everything that was said is on both sides, once, each person's in order, and its writer knows. */
const allArrived = async (): Promise<void> => {
  for (const { name, page } of [alice, bob]) {
    const own = said.filter((text) => text.endsWith(name))
    for (const text of own) await people.sees(page, text, 'delivered')
    const other = page === alice.page ? bob.page : alice.page
    await people.sees(other, own.at(-1) ?? '')
    const shown = await other.getByRole('log', { name: 'Messages' }).getByRole('article').allInnerTexts()
    expect(shown.flatMap((text) => text.match(new RegExp(`line \\d+ of ${name}`)) ?? [])).toEqual(own)
  }
}
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

afterEach(async () => {
  said = []
  await leave(alice, bob).finally(() => lab?.close())
})
afterAll(() => console.log(`\n${table()}\n`))

describe('two people talk directly', () => {
  const rows: [Row, Router, Router, string[], Host, Line?][] = [
    ['same LAN, None', 'cone', 'cone', [], 'carol'],
    ['cone and cone, STUN', 'cone', 'cone', [STUN], 'bob'],
    ['symmetric both, TURN', 'symmetric', 'symmetric', [STUN, TURN_UDP], 'bob'],
    ['UDP blocked, TURN over TCP', 'no-udp', 'cone', [TURN_TCP], 'bob'],
    ['100 ms each way, 5 % lost', 'cone', 'cone', [STUN], 'bob', { delay: 100, jitter: 5, loss: 0.05 }],
  ]
  it.each(rows)('%s', async (row, a, b, servers, where, line) => {
    const took = await meet(a, b, servers, where, line)
    const begun = performance.now()
    await talk()
    await allArrived()
    note(row, `direct after ${seconds(took)}, ${said.length} messages in ${seconds(performance.now() - begun)}`)
  })
})

describe('a direct connection', () => {
  const away = () => Promise.all([alice, bob].map(({ page }) => people.connectionIs(page, 'not reachable now')))
  /** One sealed text each way, which is what is left where no carrier but people reaches; resolves when the second is opened. */
  const writeEachOther = async (): Promise<void> => {
    for (const [from, to] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      // The sealed text of the last time is still shown.
      await from.page.goto(`${from.browser.origin}home.html#chats`)
      await people.openConversation(from.page, to.name)
      const text = `line ${said.length} of ${from.name}`
      said.push(text)
      const sealed = await people.seal(from.page, text)
      await people.openSealed(await to.browser.panel('home', 'chats'), sealed)
    }
  }
  const timed = async (work: Promise<unknown>): Promise<string> => {
    const begun = performance.now()
    await work
    return seconds(performance.now() - begun)
  }

  it('outlives 7 s without a network, and loses nothing in 45 s or when an address changes', async () => {
    await meet('cone', 'cone', [STUN])
    lab?.cut()
    await talk()
    await pause(7_000)
    lab?.mend()
    note('outage of 7 s', `all messages after ${await timed(allArrived())}, once and in order`)

    lab?.cut()
    const over = pause(45_000)
    const noticed = await timed(away())
    await talk()
    await over
    lab?.mend()
    await writeEachOther()
    note('outage of 45 s', `noticed after ${noticed}, direct ${await timed(bothDirect())} after a sealed text each way`)
    await allArrived()

    lab?.move('10.1.0.9')
    const seen = await timed(away())
    await talk()
    await writeEachOther()
    note('another address', `noticed after ${seen}, direct ${await timed(bothDirect())} after a sealed text each way`)
    await allArrived()
  })
})
