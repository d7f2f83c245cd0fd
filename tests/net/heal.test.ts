import { afterAll, describe, it } from 'vitest'
import { openBare, restartBare, sendBare, weakBare } from '../bench/bare'
import { type Figures, table, time } from './figures'
import { iceServersOf, type Lab, openLab, STUN } from './lab'
import { arrive, bothDirect, type Kind, meet, openedAgain, type Person } from './person'
import { type Talk, talk } from './talk'

const figures: Figures[] = []
afterAll(() => console.log(`\n${table(figures)}\n`))

const now = () => performance.timeOrigin + performance.now()
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const LINES = 5
const BYTES = 579

interface Place {
  lab: Lab
  alice: Person
  bob: Person
  lines: Talk
}

/** Two people across two cone routers, directly connected, and beside them two pages with a bare connection. */
const connected = async (hers: Kind, work: (place: Place) => Promise<void>): Promise<void> => {
  const lab = await openLab('cone', 'cone')
  const people: Person[] = []
  try {
    const [alice, bob] = await Promise.all([arrive(lab, 'alice', hers, [STUN]), arrive(lab, 'bob', 'Chromium', [STUN])])
    people.push(alice, bob)
    await openBare(alice.bare, bob.bare, iceServersOf([STUN]))
    await meet(alice, bob)
    await bothDirect(alice, bob)
    const lines = talk(alice, bob)
    await lines.more(LINES)
    await lines.arrived()
    await work({ lab, alice, bob, lines })
  } finally {
    await Promise.all(people.map((person) => person.leave())).finally(() => lab.close())
  }
}

/** Nothing passes for so long; answers with when it is over. What is said meanwhile waits. */
const outage = async ({ lab, lines }: Place, ms: number): Promise<number> => {
  lab.cut()
  const over = pause(ms)
  await lines.more(LINES)
  await over
  lab.mend()
  return now()
}

/** How long after `since` a bare message arrives that is sent now. `restart`: when the pages begin anew; else they wait for better times. */
const bareHeal = async ({ alice, bob }: Place, since: number, restart: Promise<unknown> | null): Promise<string> => {
  const sent = now()
  const arrived = sendBare(alice.bare, bob.bare, 1, BYTES)
  await restart?.then(() => restartBare(alice.bare, bob.bare))
  return time(sent + (await arrived) - since)
}

/** Everything said is there once, and both are directly connected by a connection that was opened after it. */
const healed = async ({ alice, bob, lines }: Place, since: number): Promise<string> => {
  const [delivered, ...direct] = await Promise.all([
    lines.arrived(),
    ...[alice, bob].map((person) => openedAgain(person, since)),
  ])
  await bothDirect(alice, bob)
  await lines.more(LINES)
  await lines.arrived()
  return `delivered after ${time(delivered - since)}, direct after ${time(Math.max(...direct) - since)}`
}

describe.concurrent('what was connected is connected again by itself, and nothing is lost or doubled', () => {
  it('after 7 s without a network', () =>
    connected('Chromium', async (place) => {
      const over = await outage(place, 7_000)
      const [bare, delivered] = await Promise.all([bareHeal(place, over, null), place.lines.arrived()])
      figures.push({
        network: 'outage of 7 s',
        bare: `by itself after ${bare}`,
        hearth: `all delivered after ${time(delivered - over)}`,
      })
    }))

  it('after 45 s without one', () =>
    connected('Chromium', async (place) => {
      const over = await outage(place, 45_000)
      const [bare, hearth] = await Promise.all([bareHeal(place, over, Promise.resolve()), healed(place, over)])
      figures.push({ network: 'outage of 45 s', bare: `restarted by hand: ${bare}`, hearth })
    }))

  const moves: [string, Kind, (lab: Lab) => void][] = [
    ['another address at home', 'Chromium', (lab) => lab.move('10.1.0.9')],
    ['another public address', 'Chromium', (lab) => lab.moveHome('203.0.113.11')],
    ['another address at home, Firefox', 'Firefox', (lab) => lab.move('10.1.0.9')],
  ]
  it.each(moves)('with %s', (network, hers, move) =>
    connected(hers, async (place) => {
      const noticed = weakBare(place.alice.bare)
      move(place.lab)
      const moved = now()
      const [bare, hearth] = await Promise.all([
        bareHeal(place, moved, noticed),
        place.lines.more(LINES).then(() => healed(place, moved)),
      ])
      figures.push({ network, bare: `restarted at "disconnected": ${bare}`, hearth })
    }),
  )
})
