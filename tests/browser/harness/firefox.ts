import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { ensureFirefox } from '../../../tools/browser.mjs'
import { extensionDir, firefoxId } from './extension.ts'
import type { Complaint } from './targets.ts'

// Firefox draws a new host name for each profile; a preference fixes it, so that pages have an address.
const HOST = '11111111-2222-4333-8444-555555555555'

export interface Firefox {
  browser: Browser
  profileDir: string
  version: string
  /** Opens a page of the extension, such as `home.html#chats`. */
  open(file: string): Promise<Page>
  /** Resolves once the page is another load of the same address, and complete. */
  reload(page: Page): Promise<void>
  /** SIGKILL to the whole browser, as a power cut: nothing is flushed. The profile stays. */
  kill(): Promise<void>
  /** Closes the browser; a profile that nobody named is deleted. */
  close(): Promise<void>
  /** Uncaught errors and `console.error` of the pages that were opened. */
  complaints: Complaint[]
}

export interface FirefoxOptions {
  /** Kept on closing, with what the extension stored. Without: a new one, deleted on closing. */
  profileDir?: string
  prefs?: Record<string, unknown>
  /** Another program than the Firefox that is found. */
  program?: string
  /** Where it is driven; without: a free port. */
  port?: number
  /** Installed for good, as by a person: with `profileDir` it is there at the next start, with all that it was allowed. */
  stays?: boolean
  /** Takes any certificate. */
  acceptInsecureCerts?: boolean
}

/** Timers of a page that lies behind another run as if it were seen: what the pages under test do there, people see in front. */
export const UNTHROTTLED = {
  'dom.timeout.enable_budget_timer_throttling': false,
  'dom.min_background_timeout_value_without_budget_throttling': 4,
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

// Over BiDi navigations happen but never report an end, so the page itself is asked.
const loaded = async (page: Page, file: string, fits: string): Promise<void> => {
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline) {
    if (await page.evaluate(`document.readyState === 'complete' && ${fits}`).catch(() => false)) return
    await pause(50)
  }
  throw new Error(`${file} did not open`)
}

/** A headless Firefox with the built extension. */
export const launchFirefox = async (options: FirefoxOptions = {}): Promise<Firefox> => {
  const dir = extensionDir('firefox-mv2')
  const executablePath = options.program ?? ensureFirefox()
  if (!executablePath) throw new Error('no Firefox was found: install one, or name its program file in FIREFOX_PATH')
  const profileDir = options.profileDir ?? mkdtempSync(join(tmpdir(), 'hearth-profile-'))
  mkdirSync(profileDir, { recursive: true })
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    userDataDir: profileDir,
    headless: true,
    acceptInsecureCerts: options.acceptInsecureCerts ?? false,
    ...(options.port ? { debuggingPort: options.port } : {}),
    args: ['--remote-allow-system-access'], // without it, navigating to moz-extension: is refused
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [firefoxId()]: HOST }),
      // What is loaded from a folder is gone at the next start, and its storage with it, unless it is to be kept.
      'extensions.webextensions.keepStorageOnUninstall': true,
      'extensions.webextensions.keepUuidOnUninstall': true,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      'media.peerconnection.ice.loopback': true,
      // A build that nobody signed can be installed for good, where Firefox lets itself be told so.
      ...(options.stays ? { 'xpinstall.signatures.required': false } : {}),
      ...options.prefs,
    },
  })
  const ended = new Promise<void>((resolve) => void browser.process()?.once('exit', () => resolve()))
  if (options.stays) await installForGood(browser, profileDir)
  else await browser.installExtension(dir)
  const complaints: Complaint[] = []
  return {
    browser,
    profileDir,
    complaints,
    version: await browser.version(),
    open: async (file) => {
      const address = `moz-extension://${HOST}/${file}`
      const page = await browser.newPage()
      page.on('pageerror', (error) => complaints.push({ where: file, text: String(error) }))
      page.on('console', (line) => {
        if (line.type() === 'error') complaints.push({ where: file, text: line.text() })
      })
      page.goto(address, { timeout: 3_000 }).catch(() => {})
      await loaded(page, file, `location.href === '${address}'`)
      return page
    },
    reload: async (page) => {
      await page.evaluate('globalThis.before = true')
      page.reload({ timeout: 3_000 }).catch(() => {})
      await loaded(page, 'the page', '!globalThis.before')
    },
    kill: async () => {
      // It leads a group of its own, with all its helpers in it.
      const { pid } = browser.process() ?? {}
      if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
      await ended
      await tidied(profileDir)
    },
    close: async () => {
      await browser.close()
      if (!options.profileDir) rmSync(profileDir, { recursive: true, force: true })
    },
  }
}

const installForGood = async (browser: Browser, profileDir: string): Promise<void> => {
  if (existsSync(join(profileDir, 'extensions', `${firefoxId()}.xpi`))) return
  const { connection } = browser as unknown as {
    connection: { send(method: string, params: object): Promise<unknown> }
  }
  const path = join(extensionDir('firefox-mv2'), '..', 'hearth-firefox.zip')
  await connection.send('webExtension.install', { extensionData: { type: 'archivePath', path }, 'moz:permanent': true })
}

/**
 * Puppeteer puts a profile's own preferences back after its Firefox has ended: whoever starts it before finds none. What it
 * could not put back, because Firefox was killed while it wrote them, stays as it is.
 */
const tidied = async (profileDir: string): Promise<void> => {
  const waits = () => ['prefs.js', 'user.js'].some((file) => existsSync(join(profileDir, `${file}.puppeteer`)))
  for (let tries = 0; tries < 200 && waits(); tries++) await new Promise((resolve) => setTimeout(resolve, 10))
}
