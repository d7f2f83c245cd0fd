import type { ContactId, MessageId } from '../../lib/contract/ids.ts'
import type { Diagnostics } from '../../lib/contract/panel-api.ts'
import { accept, connect, direct, invite, settleIn } from '../bench/meeting.ts'
import { install, type Runs } from '../bench/page.ts'
import { launchChromium } from '../browser/harness/chromium.ts'
import { launchFirefox } from '../browser/harness/firefox.ts'
import type { Host, Lab } from './lab.ts'

/** Somebody in a browser at one place of a lab: asked over the panel port, believed by what the screen shows. */
export interface Person {
  name: string
  /** Hearth's own page. */
  page: Runs
  /** A page of the same browser that runs nothing of Hearth. */
  bare: Runs
  /** The other of the two, once they met. */
  contact: ContactId
  leave(): Promise<void>
}

export type Kind = 'Chromium' | 'Firefox'

const PASSPHRASE = 'kettle orbit velvet canyon mosaic'

const chromium = async (lab: Lab, host: Host) => {
  const browser = await launchChromium({
    program: lab.chromiumAt(host),
    args: ['--ignore-certificate-errors'],
    allow: [/WebSocket connection to 'wss:.* failed/], // where a row breaks the network
  })
  const page = await browser.panel('home')
  const bare = await browser.context.newPage()
  // Runs nothing, and like Hearth it has no mDNS names in the place of its addresses, which would cost it time.
  await bare.goto(`${browser.origin}manifest.json`)
  return { page: page as Runs, bare: bare as Runs, leave: () => browser.close() }
}

/** As people have it, with its own addresses behind mDNS names. */
const firefox = async (lab: Lab, host: Host) => {
  const hidden = {
    'media.peerconnection.ice.obfuscate_host_addresses': true,
    'media.peerconnection.ice.loopback': false,
  }
  const browser = await launchFirefox({ ...(await lab.firefoxAt(host)), prefs: hidden, acceptInsecureCerts: true })
  const runs = (page: Awaited<ReturnType<typeof browser.open>>): Runs => ({
    evaluate: async (work, arg) => (await page.evaluate(work as never, arg as never)) as never,
  })
  const page = runs(await browser.open('home.html'))
  const bare = runs(await browser.browser.newPage())
  const leave = async () => {
    await browser.close()
    if (browser.complaints.length > 0) throw new Error(`errors were reported: ${JSON.stringify(browser.complaints)}`)
  }
  return { page, bare, leave }
}

/** A new person past first run, with these servers and the lab's relay. */
export const arrive = async (lab: Lab, host: Host, kind: Kind, servers: readonly string[]): Promise<Person> => {
  const browser = await (kind === 'Firefox' ? firefox : chromium)(lab, host)
  const name = host === 'alice' ? 'Alice' : 'Bob'
  await install(browser.page)
  await settleIn(browser.page, {
    name,
    passphrase: PASSPHRASE,
    routers: servers.length > 0 ? { kind: 'own', servers: servers.join('\n') } : { kind: 'none' },
    relays: [lab.relay],
  })
  return { name, ...browser, contact: '' as ContactId }
}

/** Invitation and reply, carried by hand; answers with when "Yes, connect" was pressed. Each then has the other's conversation open. */
export const meet = async (alice: Person, bob: Person): Promise<number> => {
  const { contact: her, reply } = await accept(bob.page, await invite(alice.page))
  const { contact: him, begun } = await connect(alice.page, reply)
  Object.assign(alice, { contact: him })
  Object.assign(bob, { contact: her })
  for (const { page, contact } of [alice, bob])
    await page.evaluate((contact) => location.assign(`#chats/${contact}`), contact)
  return begun
}

/** When both reach each other directly, and say so. */
export const bothDirect = async (...people: Person[]): Promise<number> => {
  const at = await Promise.all(people.map(({ page, contact }) => direct(page, contact)))
  await Promise.all(people.map((person) => connectionIs(person, 'direct')))
  return Math.max(...at)
}

/** Resolves when the open conversation says so about the connection. */
export const connectionIs = ({ page }: Person, words: string): Promise<number> =>
  page.evaluate((words) => {
    const status = () => document.querySelector('[role=status][aria-label=Connection]')?.textContent
    return bench.seen(() => status()?.includes(words) === true)
  }, words)

/** Opens the diagnostics; resolves when they advise so. */
export const adviceSays = ({ page }: Person, words: string): Promise<number> =>
  page.evaluate((words) => {
    location.assign('#me/diagnostics')
    return bench.seen(() => document.body.textContent?.includes(words) === true)
  }, words)

/** Asks for it to be sent; resolves when it is durable. */
export const say = ({ page, contact }: Person, text: string): Promise<void> =>
  page.evaluate(
    async ({ contact, text }) => {
      const id = crypto.randomUUID().replaceAll('-', '') as MessageId
      await bench.ask('sendMessage', { contact, id, text })
    },
    { contact, text },
  )

/** Locks, which says goodbye to everybody. */
export const lock = ({ page }: Person): Promise<void> => page.evaluate(() => bench.ask('lock', {}), undefined)

/** Opens again; answers with when the passphrase was given. */
export const unlock = ({ page }: Person): Promise<number> =>
  page.evaluate(async (passphrase) => {
    const begun = bench.now()
    await bench.ask('unlock', { passphrase })
    return begun
  }, PASSPHRASE)

/** When a direct connection was last opened, once that is later than `since`. */
export const openedAgain = ({ page, contact }: Person, since: number): Promise<number> =>
  page.evaluate(
    async ({ contact, since }) => {
      const openings = (view: Diagnostics | null) =>
        view?.happenings.filter(({ what, at, ...of }) => what === 'opened' && of.contact === contact && at >= since)
      const { value } = await bench.until('diagnostics', {}, (view) => (openings(view) ?? []).length > 0)
      return openings(value)?.at(-1)?.at ?? 0
    },
    { contact, since },
  )

/** What the open conversation shows, oldest first: the line, and under it the words about where it is. */
export const shown = ({ page }: Person): Promise<string[]> =>
  page.evaluate(
    () => [...document.querySelectorAll('[role=log] article')].map((article) => article.textContent ?? ''),
    undefined,
  )

/** Resolves when every one of these texts is shown here with that word. */
export const sees = ({ page }: Person, texts: readonly string[], word: string): Promise<number> =>
  page.evaluate(
    ({ texts, word }) => {
      const articles = () => [...document.querySelectorAll('[role=log] article')].map(({ textContent }) => textContent)
      const has = (text: string) => articles().some((said) => said?.includes(text) && said.includes(word))
      return bench.seen(() => texts.every(has))
    },
    { texts, word },
  )
