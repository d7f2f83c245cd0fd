import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { openBare } from '../bench/bare'
import { type Figures, table, time } from './figures'
import { type Host, iceServersOf, type Lab, type Line, openLab, type Router, STUN, TURN_TCP, TURN_UDP } from './lab'
import { arrive, bothDirect, connectionIs, type Kind, lock, meet, type Person, unlock } from './person'
import { talk } from './talk'

const figures: Figures[] = []
let lab: Lab | undefined
let alice: Person
let bob: Person

interface Network {
  a: Router
  b: Router
  servers: string[]
  where?: Host
  hers?: Kind
  line?: Line
}

const open = async ({ a, b, servers, where = 'bob', hers = 'Chromium', line }: Network): Promise<void> => {
  const there = await openLab(a, b, line)
  lab = there
  ;[alice, bob] = await Promise.all([arrive(there, 'alice', hers, servers), arrive(there, where, 'Chromium', servers)])
}
const bare = ({ servers }: Network) => openBare(alice.bare, bob.bare, iceServersOf(servers))

afterEach(async () => {
  await Promise.all([alice, bob].map((person) => person?.leave())).finally(() => lab?.close())
})
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
  it.each(rows)('%s', async (network, row) => {
    await open(row)
    const without = [await bare(row), await bare(row), await bare(row)]
    const begun = await meet(alice, bob)
    const met = (await bothDirect(alice, bob)) - begun
    const lines = talk(alice, bob)
    await lines.more(LINES)
    await lines.arrived()

    await lock(bob)
    await connectionIs(alice, 'reachable through a relay')
    const back = await unlock(bob)
    const again = (await bothDirect(alice, bob)) - back
    await lines.more(LINES)
    await lines.arrived()
    figures.push({
      network,
      bare: `open after ${time(Math.min(...without))} to ${time(Math.max(...without))}`,
      hearth: `direct after ${time(met)}; through the relay, ${time(again)} after unlocking`,
    })
  })
})

describe('where nothing connects, the screen says so and a relay delivers', () => {
  const rows: [string, Network][] = [
    ['symmetric both, no TURN', { a: 'symmetric', b: 'symmetric', servers: [STUN] }],
    ['UDP blocked, no TURN', { a: 'no-udp', b: 'cone', servers: [STUN] }],
  ]
  it.each(rows)('%s', async (network, row) => {
    await open(row)
    const tried = performance.now()
    const without = bare(row).then(
      () => 'open',
      () => `failed after ${time(performance.now() - tried)}`,
    )
    const begun = await meet(alice, bob)
    const lines = talk(alice, bob)
    await lines.more(LINES)
    const delivered = (await lines.arrived()) - begun
    const said = await Promise.all([alice, bob].map((person) => connectionIs(person, 'reachable through a relay')))
    expect(await without).toContain('failed')
    figures.push({
      network,
      bare: await without,
      hearth: `delivered through the relay after ${time(delivered)}, "reachable through a relay" after ${time(Math.max(...said) - begun)}`,
    })
  })
})
