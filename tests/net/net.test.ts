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
  await leave(alice, bob)
  await lab?.close()
  said = []
})
afterAll(() => console.log(`\n${table()}\n`))

describe('two people talk directly', () => {
  const rows: [Row, Router, Router, string[], Host, Line?][] = [
    ['same LAN, None', 'cone', 'cone', [], 'carol'],
    ['cone and cone, STUN', 'cone', 'cone', [STUN], 'bob'],
    ['symmetric both, TURN', 'symmetric', 'symmetric', [STUN, TURN_UDP], 'bob'],
    ['UDP blocked, TURN over TCP', 'no-udp', 'cone', [STUN, TURN_TCP], 'bob'],
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
