import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { ensureChromium } from '../../../tools/browser.mjs'
import { chromiumId, extensionDir } from './extension.ts'
import { type Complaint, type Target, watchTargets } from './targets.ts'

export type Panel = 'home' | 'popup' | 'sidepanel'

export interface Chromium {
  context: BrowserContext
  profileDir: string
  version: string
  /** `chrome-extension://…/` */
  origin: string
  /** Opens a panel in a page of its own, at a hash like `chats`. */
  panel(name: Panel, hash?: string, size?: { width: number; height: number }): Promise<Page>
  /** The service worker as it runs now. */
  worker(): Promise<Target>
  /** The offscreen document, as soon as there is one. */
  offscreen(): Promise<Target>
  /** Stops the service worker, as the browser may at any moment. Resolves once it has stopped. */
  stopWorker(): Promise<void>
  /** SIGKILL to the whole browser, as a power cut: nothing is flushed. The profile stays. */
  kill(): Promise<void>
  /** Closes the browser; a profile that nobody named is deleted. Throws where a context complained and nobody expected it. */
  close(): Promise<void>
  /** What the extension's contexts complained of so far: uncaught errors, `console.error`, refused loads. */
  complaints: Complaint[]
}

export interface ChromiumOptions {
  /** Kept on closing. Without: a new one, deleted on closing. */
  profileDir?: string
  /** The folder of another build than the usual one. */
  extension?: string
  /** Another program than the Chromium that is found. */
  program?: string
  headless?: boolean
  viewport?: { width: number; height: number } | null
  args?: string[]
  colorScheme?: 'light' | 'dark'
  /** Complaints that are expected, each with its reason beside it in the test. */
  allow?: RegExp[]
}

const QUIET = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
]

const PAGE_SIZE = { width: 1280, height: 800 }

/** A Chromium with the built extension, and hands on the contexts that it runs in. */
export const launchChromium = async (options: ChromiumOptions = {}): Promise<Chromium> => {
  const dir = options.extension ?? extensionDir('chrome-mv3')
  const executablePath = options.program ?? ensureChromium()
  if (!executablePath) throw new Error('no Chromium was found: install one, or name its program file in CHROME_PATH')
  const profileDir = options.profileDir ?? mkdtempSync(join(tmpdir(), 'hearth-profile-'))
  mkdirSync(profileDir, { recursive: true })
  const headless = options.headless ?? true
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath,
    ...(headless ? {} : { ignoreDefaultArgs: ['--enable-automation'] }), // its banner would be in the way of people
    headless: false, // Playwright's headless means a shell without extensions; --headless=new has them.
    viewport: options.viewport === undefined ? PAGE_SIZE : options.viewport,
    ...(options.colorScheme ? { colorScheme: options.colorScheme } : {}),
    args: [
      ...(headless ? ['--headless=new', '--disable-gpu'] : []),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...QUIET,
      `--disable-extensions-except=${dir}`,
      `--load-extension=${dir}`,
      ...(options.args ?? []),
    ],
  })

  context.setDefaultTimeout(60_000)
  const origin = `chrome-extension://${chromiumId()}/`
  const targets = await watchTargets(context, origin)
  const { complaints } = targets
  const placeOf = (url: string | undefined) => (url ?? '').replace(origin, '').split(/[?#]/)[0] ?? ''
  context.on('weberror', (error) => {
    const { stack, message } = error.error()
    complaints.push({ where: placeOf(error.page()?.url()), text: stack ?? message })
  })
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push({ where: placeOf(message.page()?.url()), text: message.text() })
  })

  const worker = () => targets.find(({ url }) => url.endsWith('background.js'))
  const closed = new Promise<void>((resolve) => {
    context.on('close', () => resolve())
  })
  await worker()

  return {
    context,
    profileDir,
    version: context.browser()?.version() ?? '',
    origin,
    complaints,
    worker,
    offscreen: () => targets.find(({ url }) => url.endsWith('offscreen.html')),
    panel: async (name, hash = '', size) => {
      const page = await context.newPage()
      if (size) await page.setViewportSize(size)
      await page.goto(`${origin}${name}.html${hash && `#${hash}`}`)
      return page
    },
    stopWorker: async () => {
      const page = await context.newPage()
      try {
        // A page of our origin that runs nothing, so that nothing of it wakes the worker again.
        await page.goto(`${origin}manifest.json`)
        const session = await context.newCDPSession(page)
        const stopped = new Promise<void>((resolve) => {
          session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
            if (versions.some((version) => version.runningStatus === 'stopped')) resolve()
          })
        })
        await session.send('ServiceWorker.enable')
        await session.send('ServiceWorker.stopAllWorkers')
        await stopped
      } finally {
        await page.close()
      }
    },
    kill: async () => {
      const session = await context.browser()?.newBrowserCDPSession()
      const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] }
      for (const { type, id } of processInfo) if (type === 'browser') process.kill(id, 'SIGKILL')
      await closed
    },
    close: async () => {
      await context.close()
      if (!options.profileDir) rmSync(profileDir, { recursive: true, force: true })
      // The toolbar icon that a lock or an unlock asked for at the very end is refused by a browser that closes.
      const allowed = [/The browser is shutting down/, ...(options.allow ?? [])]
      const unexpected = complaints.filter(({ text }) => !allowed.some((pattern) => pattern.test(text)))
      if (unexpected.length === 0) return
      throw new Error(`errors were reported:\n${unexpected.map(({ where, text }) => `${where}: ${text}`).join('\n')}`)
    },
  }
}
