import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { ContactId } from '../../lib/contract/ids.ts'
import { serveScript } from '../browser/harness/site.ts'
import type { RunningRelay } from '../carriers/relays/npm-relay.ts'
import { openLab } from '../net/lab.ts'
import { connectionIs, meet, arrive as moveIn, type Person as Resident } from '../net/person.ts'
import { sendMany } from './measures.ts'
import { accept, connect, direct, invite } from './meeting.ts'
import { type Person, restart } from './person.ts'
import type { Measured } from './statistics.ts'

const plainScript = async (): Promise<string> => {
  const site = await serveScript(join(import.meta.dirname, 'plain.ts'))
  const script = await (await fetch(`${site.url}page.js`)).text()
  site.close()
  return script
}

/** A page of that browser that uses relays plainly; with Hearth's origin, and nothing else of it. */
const plainPage = async ({ browser }: Person): Promise<Page> => {
  const script = await plainScript()
  const page = await browser.context.newPage()
  await page.goto(`${browser.origin}manifest.json`)
  await page.evaluate(script)
  return page
}

/** Invitation and reply by hand; each then has the other's conversation open. */
export const meetByRelay = async (alice: Person, bob: Person): Promise<{ her: ContactId; him: ContactId }> => {
  const { contact: her, reply } = await accept(bob.page, await invite(alice.page))
  const { contact: him } = await connect(alice.page, reply)
  await alice.page.evaluate((contact) => location.assign(`#chats/${contact}`), him)
  await bob.page.evaluate((contact) => location.assign(`#chats/${contact}`), her)
  return { her, him }
}

const bareExchange = async (hers: Page, his: Page, url: string): Promise<number> => {
  const names = { url, her: crypto.randomUUID(), him: crypto.randomUUID() }
  await hers.evaluate(() => (document.title = ''))
  const opened = hers.evaluate(({ url, her }) => plain.answer(url, her), names)
  opened.catch(() => undefined)
  await hers.waitForFunction(() => document.title === 'listening')
  const offered = await his.evaluate(({ url, her, him }) => plain.offer(url, him, her), names)
  return Math.max(await opened, offered.opened) - offered.begun
}

/** Bob's browser is killed and comes back; from giving the passphrase to both connected, with nothing but the relay between them. */
export const reconnecting = async (
  alice: Person,
  bob: Person,
  pair: { her: ContactId; him: ContactId },
  { url }: RunningRelay,
  n: number,
): Promise<Measured> => {
  const samples: number[] = []
  const bare: number[] = []
  const hers = await plainPage(alice)
  for (let i = 0; i < n; i++) {
    await restart(bob, () =>
      alice.page.evaluate(async (contact) => {
        await bench.until('conversation', { contact, limit: 1 }, (view) => view?.connection.state !== 'direct')
      }, pair.him),
    )
    const his = await plainPage(bob)
    bare.push(await bareExchange(hers, his, url))
    await his.close()
    const begun = await bob.page.evaluate(async (passphrase) => {
      const begun = bench.now()
      await bench.ask('unlock', { passphrase })
      return begun
    }, bob.passphrase)
    const opened = await Promise.all([direct(alice.page, pair.him), direct(bob.page, pair.her)])
    samples.push(Math.max(...opened) - begun)
  }
  await hers.close()
  return { what: 'restart: unlock -> both connected, by relay', samples, bare }
}

/** A short message as text, as a plain event would hold it. */
const PLAIN = 772
const MANY = 1_000

/**
 * A thousand messages at once by the relay alone, between two homes whose routers let nothing direct through; beside it as many
 * plain events. Each run waits for the acknowledgements of the last, which a relay carries once a minute.
 */
export const relaying = async (runs: number): Promise<Measured> => {
  const lab = await openLab('symmetric', 'symmetric')
  const people: Resident[] = []
  try {
    const [alice, bob] = await Promise.all([moveIn(lab, 'alice', 'Chromium', []), moveIn(lab, 'bob', 'Chromium', [])])
    people.push(alice, bob)
    await meet(alice, bob)
    await Promise.all(people.map((person) => connectionIs(person, 'reachable through a relay')))
    const script = await plainScript()
    for (const { bare } of people) await (bare as Page).evaluate(script)
    const samples: number[] = []
    const bare: number[] = []
    for (let run = 0; run < runs; run++) {
      samples.push(await sendMany(alice, bob, `relayed ${run}`))
      const asked = { url: lab.relay, topic: crypto.randomUUID(), sizes: Array<number>(MANY).fill(PLAIN) }
      await bob.bare.evaluate(async ({ url, topic, sizes }) => {
        globalThis.counted = await plain.count(url, topic, sizes.length)
      }, asked)
      const { begun } = await alice.bare.evaluate(({ url, topic, sizes }) => plain.publish(url, topic, sizes), asked)
      bare.push((MANY * 1_000) / ((await bob.bare.evaluate(() => counted.all, undefined)) - begun))
      await alice.page.evaluate(async (contact) => {
        await bench.until('conversation', { contact, limit: 1 }, (view) => view?.last?.state === 'delivered')
      }, alice.contact)
    }
    return { what: '1 000 messages in a burst, by relay', samples, bare, unit: '/s' }
  } finally {
    await Promise.all(people.map((person) => person.leave())).finally(() => lab.close())
  }
}

declare global {
  var counted: { all: Promise<number> }
}
