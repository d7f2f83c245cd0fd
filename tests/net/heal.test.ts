import { afterAll, describe, expect, it } from 'vitest'
import { closedBare, openBare, restartBare, sendBare, weakBare } from '../bench/bare'
import { type Figures, table, time } from './figures'
import { iceServersOf, type Lab, STUN } from './lab'
import { adviceSays, bothDirect, connectionIs, type Kind, meet, openedAgain } from './person'
import { inNetwork, type Network, type Place } from './place'

const figures: Figures[] = []
afterAll(() => console.log(`\n${table(figures)}\n`))

const now = () => performance.timeOrigin + performance.now()
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const LINES = 5
const BYTES = 579

/** Two people across two cone routers, directly connected, and beside them two pages with a bare connection. */
const connected = (work: (place: Place) => Promise<void>, hers: Kind = 'Chromium'): Promise<void> =>
  inNetwork({ a: 'cone', b: 'cone', servers: [STUN], hers }, async (place) => {
    const { alice, bob, lines } = place
    await openBare(alice.bare, bob.bare, iceServersOf([STUN]))
    await meet(alice, bob)
    await bothDirect(alice, bob)
    await lines.more(LINES)
    await lines.arrived()
    await work(place)
  })

/** Nothing passes for so long; answers with when it is over. What is said meanwhile waits. */
const outage = async ({ lab, lines }: Place, ms: number): Promise<number> => {
  lab.cut()
  const over = pause(ms)
  await lines.more(LINES)
  await over
  lab.mend()
  return now()
}

/** What a page does that wants its bare connection back, with a signalling of no delay; and how long after `since` a message is through. */
const bareHeal = async ({ alice, bob }: Place, since: number, noticed: Promise<boolean>): Promise<string> => {
  const sent = now()
  const arrived = sendBare(alice.bare, bob.bare, 1, BYTES)
  const restarted = async () => {
    if (!(await noticed)) return null
    await restartBare(alice.bare, bob.bare)
    return sent + (await arrived) - since
  }
  const tried = restarted().catch(() => null)
  arrived.catch(() => undefined)
  const took = await Promise.race([tried, closedBare(alice.bare)])
  if (took !== null) return `restarted: ${time(took)}`
  await openBare(alice.bare, bob.bare, iceServersOf([STUN]))
  await sendBare(alice.bare, bob.bare, 1, BYTES)
  return `ended, begun anew: ${time(now() - since)}`
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
  it('after 45 s without a network', () =>
    connected(async (place) => {
      const over = await outage(place, 45_000)
      const [bare, hearth] = await Promise.all([bareHeal(place, over, Promise.resolve(true)), healed(place, over)])
      figures.push({ network: 'outage of 45 s', bare, hearth })
    }))

  it('after 7 s without one', () =>
    connected(async (place) => {
      const over = await outage(place, 7_000)
      const [bare, delivered] = await Promise.all([
        sendBare(place.alice.bare, place.bob.bare, 1, BYTES),
        place.lines.arrived(),
      ])
      const hearth = `all delivered after ${time(delivered - over)}`
      figures.push({ network: 'outage of 7 s', bare: `by itself: ${time(bare)}`, hearth })
    }))

  const moves: [string, Kind, (lab: Lab) => void][] = [
    ['another address at home', 'Chromium', (lab) => lab.move('10.1.0.9')],
    ['another public address', 'Chromium', (lab) => lab.moveHome('203.0.113.11')],
    ['another address, in Firefox', 'Firefox', (lab) => lab.move('10.1.0.9')],
  ]
  it.each(moves)('with %s', (network, hers, move) =>
    connected(async (place) => {
      const noticed = Promise.race([place.alice, place.bob].map((person) => weakBare(person.bare)))
      move(place.lab)
      const moved = now()
      const [bare, hearth] = await Promise.all([
        bareHeal(place, moved, noticed),
        place.lines.more(LINES).then(() => healed(place, moved)),
      ])
      figures.push({ network, bare, hearth })
    }, hers),
  )
})

describe.concurrent('where nothing connects, the screen says so and a relay delivers', () => {
  const rows: [string, Network][] = [
    ['symmetric both, no TURN', { a: 'symmetric', b: 'symmetric', servers: [STUN] }],
    ['UDP blocked, no TURN', { a: 'no-udp', b: 'cone', servers: [STUN] }],
  ]
  it.each(rows)('%s', (name, network) =>
    inNetwork(network, async ({ alice, bob, lines }) => {
      const tried = now()
      const bare = openBare(alice.bare, bob.bare, iceServersOf(network.servers)).then(
        () => 'open',
        () => `failed after ${time(now() - tried)}`,
      )
      const begun = await meet(alice, bob)
      const said = [alice, bob].map((person) => connectionIs(person, 'reachable through a relay'))
      await lines.more(LINES)
      const delivered = (await lines.arrived()) - begun
      const words = Math.max(...(await Promise.all(said))) - begun
      expect(await bare).toContain('failed')
      const advice = (await adviceSays(alice, 'A TURN server carries sealed traffic past it')) - begun
      const hearth = `"reachable through a relay" after ${time(words)}, delivered by it after ${time(delivered)}, TURN advised after ${time(advice)}`
      figures.push({ network: name, bare: await bare, hearth })
    }),
  )
})
