import { afterAll, describe, it } from 'vitest'
import { openBare } from '../bench/bare'
import { type Figures, table, time } from './figures'
import { iceServersOf, type Line, STUN, TURN_TCP, TURN_UDP } from './lab'
import { bothDirect, connectionIs, lock, meet, unlock } from './person'
import { inNetwork, type Network } from './place'

const figures: Figures[] = []
afterAll(() => console.log(`\n${table(figures)}\n`))

const LINES = 5
const FAR: Line = { delay: 100, jitter: 5, loss: 0.05 }

describe('two people talk directly, and find each other again through a relay', () => {
  const rows: [string, Network][] = [
    ['same LAN, None', { a: 'cone', b: 'cone', servers: [], where: 'carol' }],
    ['cone and cone, STUN', { a: 'cone', b: 'cone', servers: [STUN] }],
    ['full cone and symmetric, STUN', { a: 'full-cone', b: 'symmetric', servers: [STUN] }],
    ['cone and symmetric, TURN', { a: 'cone', b: 'symmetric', servers: [STUN, TURN_UDP] }],
    ['symmetric both, TURN', { a: 'symmetric', b: 'symmetric', servers: [STUN, TURN_UDP] }],
    ['UDP blocked, TURN over TCP', { a: 'no-udp', b: 'cone', servers: [TURN_TCP] }],
    ['100 ms each way, 5 % lost', { a: 'cone', b: 'cone', servers: [STUN], line: FAR }],
    ['Firefox and Chromium, STUN', { a: 'cone', b: 'cone', servers: [STUN], hers: 'Firefox' }],
  ]
  it.each(rows)('%s', (name, network) =>
    inNetwork(network, async ({ alice, bob, lines }) => {
      const bare: number[] = []
      for (let i = 0; i < 3; i++) bare.push(await openBare(alice.bare, bob.bare, iceServersOf(network.servers)))
      const begun = await meet(alice, bob)
      const met = (await bothDirect(alice, bob)) - begun
      await lines.more(LINES)
      await lines.arrived()

      await lock(bob)
      await connectionIs(alice, 'reachable through a relay')
      const back = await unlock(bob)
      const again = (await bothDirect(alice, bob)) - back
      await lines.more(LINES)
      await lines.arrived()
      figures.push({
        network: name,
        bare: `open after ${time(Math.min(...bare))} to ${time(Math.max(...bare))}`,
        hearth: `direct after ${time(met)}; again, by relay, ${time(again)} after unlocking`,
      })
    }),
  )
})
