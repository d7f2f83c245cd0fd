// `npm run bench`: two real browsers on this machine, one table, nothing else. A missed budget is a line in the table; what
// could not be measured is an error.
import { cpus, loadavg } from 'node:os'
import * as people from '../browser/harness/people.ts'
import { burst, connecting, messages, popup, unlocking } from './measures.ts'
import { arrive } from './person.ts'
import { sizes } from './sizes.ts'
import { tableOf } from './statistics.ts'

const [alice, bob] = await Promise.all([arrive('Alice'), arrive('Bob')])
try {
  const connected = await connecting(alice, bob, 12)
  await alice.page.getByRole('list', { name: 'Conversations' }).getByRole('link').first().click()
  await people.openConversation(bob.page, alice.name)
  const report = [connected, await messages(alice, bob, 100), await burst(alice, bob, 3)]
  report.push(await unlocking(bob, 10), await popup(alice, 20), ...sizes())
  const [{ model = 'unknown' } = {}] = cpus()
  const machine = `${cpus().length} x ${model}, load ${loadavg()[0]?.toFixed(1)}`
  console.log(`Hearth on Chromium ${alice.browser.version}, Node ${process.version}; ${machine}\n`)
  console.log(tableOf(report))
  console.log(`
bare: the same between the two pages over an RTCDataChannel of their own, in the same run.
Meeting and the burst go over the panel port, the rest through the screens. "Shown" and "usable" are in the document.`)
} finally {
  await Promise.all([alice.leave(), bob.leave()])
}
