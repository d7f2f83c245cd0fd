// What `npm start` shows. With a display: two Chromium windows, Alice and Bob, to try Hearth in. Without one, or with
// --headless: the same two meet and talk by themselves, through the real screens, and leave pictures in shots/. Both times
// there are three sites that ask for something, at https://shop.test and so on: only these browsers find them.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { arch, platform, release } from 'node:os'
import { join } from 'node:path'
import { launchChromium } from '../tests/browser/harness/chromium.ts'
import * as people from '../tests/browser/harness/people.ts'
import { serveSites } from '../tests/sites/serve.mjs'
import { ensureChromium, hasDisplay } from './browser.mjs'
import { visitSites } from './tour-sites.mjs'

const PROFILES = '.profiles'
const SHOTS = 'shots'
const NARROW = { width: 360, height: 640 }
const WIDE = { width: 1280, height: 800 }

const flags = process.argv.slice(2)
const headless = flags.includes('--headless') || Boolean(process.env.CI) || !hasDisplay()

const showWindows = async () => {
  if (flags.includes('--fresh')) rmSync(PROFILES, { recursive: true, force: true })
  const sites = await serveSites()
  const open = async (name, left) => {
    const args = [`--window-position=${left},0`, '--window-size=680,720', ...sites.chromiumArgs]
    const profileDir = join(PROFILES, name)
    const isNew = !existsSync(profileDir)
    const browser = await launchChromium({ profileDir, headless: false, viewport: null, args })
    const home = () => browser.context.pages().find((page) => page.url().startsWith(`${browser.origin}home.html`))
    // In a new profile Hearth opens its welcome by itself.
    if (isNew && !home()) await browser.context.waitForEvent('page', { timeout: 5_000 }).catch(() => {})
    const page = home() ?? (await browser.panel('home'))
    for (const other of browser.context.pages()) if (other !== page) await other.close()
    await page.bringToFront()
    return browser
  }
  const browsers = [await open('alice', 0), await open('bob', 684)]
  // Behind Hearth's own tab: a site waits until it is looked at.
  const site = await browsers[0].context.newPage()
  await site.goto(sites.origins.shop)
  await browsers[0].context.pages()[0].bringToFront()
  console.log(`
Two windows are open, Alice's and Bob's, each with its own profile under ${PROFILES}/.
1. In both: a name, a passphrase, twelve words, "None" and "Only by hand", because nothing is between the two.
2. Alice: Invite someone, Copy invitation. Bob: Accept an invitation, paste it, Accept, Copy reply.
3. Alice: paste that under "Reply text", Connect, "Yes, connect". Now write to each other.
4. Bob: Lock. Alice: write to him, press the envelope, Copy sealed text. Bob: unlock, Open sealed text, paste it, then
   "Write the answer" and Copy. Alice: Open sealed text, paste that: the two are connected again.
5. Alice: Data, Add item, Address. Then the other tab, ${sites.origins.shop}: it asks, you decide. So do
   ${sites.origins.fitness} and ${sites.origins.forum}. Hearth's Sites shows what they may, and takes it back.
6. Close both windows to end. "npm start -- --fresh" begins anew.
`)
  await Promise.all(
    browsers.map(
      ({ context }) => context.browser()?.isConnected() && new Promise((resolve) => context.on('close', resolve)),
    ),
  )
  sites.close()
}

const perform = async () => {
  rmSync(SHOTS, { recursive: true, force: true })
  mkdirSync(SHOTS, { recursive: true })
  const begun = new Date()
  const steps = []
  const shots = []
  let failure

  /** `at`: what of the page is looked at. */
  const take = async (page, name, size, colorScheme, at) => {
    const file = `${String(steps.length).padStart(2, '0')}-${name}-${size === NARROW ? '360' : 'wide'}-${colorScheme}.png`
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.mouse.move(0, 0)
    await at?.evaluate((element) => element.scrollIntoView({ block: 'center' }))
    await page.screenshot({ path: join(SHOTS, file) })
    shots.push(file)
  }
  /** A picture of each page: wide and narrow, and the main ones light and dark. Leaves the page wide and light. */
  const picture = async (page, name, main = false, at = undefined) => {
    for (const colorScheme of main ? ['dark', 'light'] : ['light']) {
      await take(page, name, NARROW, colorScheme, at)
      await take(page, name, WIDE, colorScheme, at)
    }
  }
  /** One step that a person would take; after one that failed, no other is tried. */
  const step = async (what, act, pages = () => []) => {
    if (failure) return
    const since = performance.now()
    const entry = { what, ms: 0, error: undefined }
    steps.push(entry)
    try {
      await act()
    } catch (error) {
      failure = error
      entry.error = String(error?.message ?? error)
    }
    entry.ms = Math.round(performance.now() - since)
    console.log(`${entry.error ? 'FAILED' : 'ok    '} ${String(entry.ms).padStart(6)} ms  ${what}`)
    if (!entry.error) return
    console.log(entry.error)
    for (const [name, page] of pages()) await take(page, `failed-${name}`, WIDE, 'light').catch(() => {})
  }

  const alice = { name: 'Alice', passphrase: 'kettle orbit velvet canyon mosaic' }
  const bob = { name: 'Bob', passphrase: 'lantern pebble acorn violin harbour' }
  const open = () => [alice, bob].flatMap(({ name, page }) => (page ? [[name.toLowerCase(), page]] : []))
  const go = (what, act) => step(what, act, open)

  const sites = await serveSites()
  await go('two browsers open at the welcome', async () => {
    for (const person of [alice, bob]) {
      person.browser = await launchChromium({ viewport: WIDE, colorScheme: 'light', args: sites.chromiumArgs })
      person.page = await person.browser.panel('home')
      person.page.setDefaultTimeout(30_000)
    }
    await alice.page.getByRole('button', { name: 'Create identity' }).waitFor()
    await picture(alice.page, 'welcome', true)
  })
  await go('Alice makes her identity', async () => {
    const words = await people.createIdentity(alice.page, alice.name, alice.passphrase)
    await picture(alice.page, 'words', true)
    await people.confirmWords(alice.page, words)
    await picture(alice.page, 'ways', true)
    await people.chooseWays(alice.page)
    await picture(alice.page, 'chats-empty', true)
  })
  await go('Bob makes his', () => people.becomeSomeone(bob.page, bob.name, bob.passphrase))
  await go('Alice invites', async () => {
    alice.invitation = await people.invite(alice.page)
    await picture(alice.page, 'invitation', true)
  })
  await go('Bob accepts and gets a reply to send', async () => {
    bob.reply = await people.accept(bob.page, alice.invitation)
    await picture(bob.page, 'reply', true)
  })
  await go('Alice pastes the reply and is asked who it is', async () => {
    await people.pasteReply(alice.page, bob.reply)
    await picture(alice.page, 'answered', true)
  })
  await go('Alice says yes, and the two are connected directly', async () => {
    await people.confirmAnswer(alice.page)
    await Promise.all([
      people.openConversation(alice.page, bob.name).then(() => people.isDirect(alice.page)),
      people.openConversation(bob.page, alice.name).then(() => people.isDirect(bob.page)),
    ])
    await picture(alice.page, 'connected')
  })
  await go('they write to each other', async () => {
    await people.say(alice.page, 'Hello Bob, is this really without a server?')
    await people.sees(bob.page, 'Hello Bob, is this really without a server?')
    await people.say(bob.page, 'It is. From my browser to yours.')
    await people.sees(alice.page, 'It is. From my browser to yours.')
    await people.sees(alice.page, 'Hello Bob, is this really without a server?', 'delivered')
    await people.sees(bob.page, 'It is. From my browser to yours.', 'delivered')
    await picture(alice.page, 'chat', true)
    await picture(bob.page, 'chat-bob')
  })
  await go('Alice locks, and Bob sees that she cannot be reached', async () => {
    await people.lock(alice.page)
    await picture(alice.page, 'locked', true)
    await people.connectionIs(bob.page, 'not reachable now')
    await picture(bob.page, 'unreachable')
  })
  await go('Bob writes her a sealed text', async () => {
    bob.sealed = await people.seal(bob.page, 'This one came by carrier pigeon.')
    await picture(bob.page, 'sealed', true)
  })
  await go('Alice unlocks and opens it', async () => {
    await people.unlock(alice.page, alice.passphrase)
    await people.openConversation(alice.page, bob.name)
    const page = await alice.browser.panel('home', 'chats')
    await people.openSealed(page, bob.sealed)
    await people.sees(alice.page, 'This one came by carrier pigeon.')
    await page.close()
    await picture(alice.page, 'opened')
  })
  await go('her sealed text back connects the two again', async () => {
    const sealed = await people.seal(alice.page, 'It landed safely.')
    const page = await bob.browser.panel('home', 'chats')
    await people.openSealed(page, sealed)
    await people.sees(bob.page, 'It landed safely.')
    await page.close()
    await Promise.all([people.isDirect(alice.page), people.isDirect(bob.page)])
    await picture(bob.page, 'again')
  })
  await go('the popup and the side panel show the same', async () => {
    for (const name of ['popup', 'sidepanel']) {
      const page = await alice.browser.panel(name, 'chats', NARROW)
      await people.openConversation(page, bob.name)
      await people.sees(page, 'This one came by carrier pigeon.')
      await take(page, name, NARROW, 'light')
      await take(page, name, NARROW, 'dark')
      await page.close()
    }
  })
  await go('Me shows who Alice is', async () => {
    await alice.page.getByRole('navigation', { name: 'Hearth' }).getByRole('link', { name: 'Me' }).click()
    await alice.page.getByRole('textbox', { name: 'Your identity' }).waitFor()
    await picture(alice.page, 'me', true)
  })
  await go('her diagnostics tell how the two are connected', async () => {
    await alice.page.getByRole('button', { name: 'Diagnostics' }).click()
    await alice.page.getByRole('list', { name: 'People' }).getByText(bob.name).waitFor()
    await picture(alice.page, 'diagnostics', true)
  })
  /** Pictures of the prompt, once it listens. */
  const narrow = async (page, name) => {
    const allow = page.getByRole('button', { name: 'Allow', exact: true, disabled: false })
    for (const colorScheme of ['dark', 'light']) await take(page, name, NARROW, colorScheme, allow)
  }
  await visitSites({ alice, sites, go, picture, narrow })
  const complaints = [alice, bob].flatMap(({ name, browser }) =>
    (browser?.complaints ?? []).map(({ where, text }) => `${name}, ${where}: ${text.split('\n')[0]}`),
  )
  const version = alice.browser?.version ?? 'none'
  for (const { browser } of [alice, bob]) await browser?.close().catch(() => {})
  sites.close()
  writeFileSync(join(SHOTS, 'summary.md'), summary({ begun, version, steps, shots, complaints }))
  console.log(`${shots.length} pictures and summary.md are in ${SHOTS}/.`)
  if (complaints.length > 0) console.log(`Errors were reported:\n${complaints.join('\n')}`)
  process.exitCode = failure || complaints.length > 0 ? 1 : 0
}

const summary = ({ begun, version, steps, shots, complaints }) => {
  const { version: hearth } = JSON.parse(readFileSync('package.json', 'utf8'))
  const rows = steps.map(({ what, ms, error }) => `| ${what} | ${ms} ms | ${error ? 'failed' : 'done'} |`)
  const errors = [...steps.flatMap(({ what, error }) => (error ? [`${what}: ${error}`] : [])), ...complaints]
  return `# The tour of ${begun.toISOString()}

Hearth ${hearth}, Chromium ${version}, Node ${process.version}, ${platform()} ${arch()} ${release()}.

| step | took | |
| --- | ---: | --- |
${rows.join('\n')}

${errors.length === 0 ? 'No error was reported by any page, worker or offscreen document.' : `Errors:\n\n\`\`\`\n${errors.join('\n')}\n\`\`\``}

${shots.map((file) => `![${file.replace(/\.png$/, '')}](${file})`).join('\n')}
`
}

if (!ensureChromium()) {
  console.error(
    'No Chromium was found, and none could be fetched here. Install Chromium (not Google Chrome, which ignores unpacked\n' +
      'extensions given on its command line), or name its program file: CHROME_PATH=/path/to/chromium npm start',
  )
  process.exit(1)
}
await (headless ? perform() : showWindows())
