// `npm run bench`: real browsers on this machine, one table, nothing else. A missed budget is a line in the table; what could
// not be measured here says why. `npm run bench -- idle` measures only the parts whose names begin so.
import { cpus, loadavg, platform } from 'node:os'
import { whyNoNetworks } from '../../tools/net.mjs'
import * as people from '../browser/harness/people.ts'
import { npmRelay } from '../carriers/relays/npm-relay.ts'
import { growing } from './data.ts'
import { healing } from './heal.ts'
import { befriend, idle } from './idle.ts'
import { burst, connecting, messages, popup, unlocking } from './measures.ts'
import { meetByRelay, reconnecting, relaying } from './over-relay.ts'
import { pages } from './pages.ts'
import { arrive, type Person } from './person.ts'
import { sizes } from './sizes.ts'
import { type Measured, type Missing, tableOf } from './statistics.ts'

type Lines = (Measured | Missing)[]

let version = ''
const withTwo = async (relays: string[], work: (alice: Person, bob: Person) => Promise<Lines>) => {
  const [alice, bob] = await Promise.all([arrive('Alice', relays), arrive('Bob', relays)])
  version = alice.browser.version
  try {
    return await work(alice, bob)
  } finally {
    await Promise.all([alice.leave(), bob.leave()])
  }
}

const direct = () =>
  withTwo([], async (alice, bob) => {
    const connected = await connecting(alice, bob, 12)
    await alice.page.getByRole('list', { name: 'Conversations' }).getByRole('link').first().click()
    await people.openConversation(bob.page, alice.name)
    const report = [connected, await messages(alice, bob, 100), await burst(alice, bob, 3)]
    return [...report, await unlocking(bob, 10), await popup(alice, 20)]
  })

const relay = async (): Promise<Lines> => {
  const there = await npmRelay()
  try {
    const again = await withTwo([there.url], async (alice, bob) => [
      await reconnecting(alice, bob, await meetByRelay(alice, bob), there, 10),
    ])
    const missing = whyNoNetworks()
    const through = missing ? { what: '1 000 messages in a burst, by relay', missing } : await relaying(3)
    return [...again, through]
  } finally {
    await there.stop()
  }
}

const heal = async (): Promise<Lines> => {
  const missing = whyNoNetworks()
  return [missing ? { what: 'another address -> connected again', missing } : await healing(8)]
}

const CONTACTS = 50
const quiet = async (): Promise<Lines> => {
  if (platform() !== 'linux') return [{ what: `idle, ${CONTACTS} contacts`, missing: 'only Linux has /proc' }]
  const there = await npmRelay()
  try {
    return await withTwo([there.url], async (alice, bob) => {
      await befriend(alice, bob, CONTACTS, [there.url])
      await bob.browser.kill()
      return idle(alice, 6, 30)
    })
  } finally {
    await there.stop()
  }
}

const PARTS: [string, () => Promise<Lines>][] = [
  ['direct', direct],
  ['relay', relay],
  ['heal', heal],
  ['idle', quiet],
  ['data', () => growing([1_000, 10_000, 100_000])],
  ['pages', pages],
  ['sizes', async () => sizes()],
]
const wanted = process.argv.slice(2)
const report: Lines = []
for (const [name, part] of PARTS)
  if (wanted.length === 0 || wanted.some((word) => name.startsWith(word))) report.push(...(await part()))

const [{ model = 'unknown' } = {}] = cpus()
const load = loadavg().map((part) => part.toFixed(1))
console.log(
  `Hearth on Chromium ${version || 'as installed'}, Node ${process.version}; ${cpus().length} x ${model}, load ${load.join(' ')}\n`,
)
console.log(tableOf(report))
console.log(`
bare: the same without Hearth, in the same run: over an RTCDataChannel of two pages; for restarts and what goes by relay, of two
pages that use that relay plainly; for idling, the same browser without the extension, in the same minutes; for requests of pages,
a message to an extension that answers at once with as many records; for idle pages, without Hearth (Firefox: not enabled).
Meeting, bursts, restarts and addresses go over the panel port, the rest through the screens. "Shown" and "usable" are in the document.`)
