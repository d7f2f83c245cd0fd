import type { Page } from 'puppeteer-core'
import { type Firefox, type FirefoxOptions, launchFirefox } from './firefox.ts'
import type { Answer, Sites } from './visits.ts'

// The same names as in visits.ts, for Firefox. Its driver knows no address of a page of an extension: each is asked.

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const PATIENCE = 30_000

/** A Firefox that finds the example sites, and these further hosts; a browser that asks nobody stands for a person who allows it. */
export const launchAtSites = (sites: Sites, hosts: string[] = [], options: FirefoxOptions = {}): Promise<Firefox> =>
  launchFirefox({
    ...options,
    acceptInsecureCerts: true,
    prefs: {
      ...sites.firefoxPrefs,
      'network.dns.localDomains': [sites.firefoxPrefs['network.dns.localDomains'], ...hosts].join(),
      'extensions.webextOptionalPermissionPrompts': false,
      ...options.prefs,
    },
  })

/** The person lets these sites talk to Hearth: the permission is asked for in a click, as the popup does. */
export const enable = async (home: Page, ...origins: string[]): Promise<void> => {
  const asked = JSON.stringify({ origins: origins.map((origin) => `${origin}/*`) })
  await home.evaluate(`document.addEventListener('click', () => {
    globalThis.granted = browser.permissions.request(${asked})
  }, { once: true, capture: true })`)
  await home.bringToFront()
  await home.mouse.click(2, 2)
  if ((await home.evaluate('globalThis.granted')) !== true) throw new Error('the permission was not given')
}

/** Opens a page at an origin, with its tab in front. */
export const visit = async (firefox: Firefox, origin: string): Promise<Page> => {
  const page = await firefox.browser.newPage()
  await page.goto(origin)
  await page.bringToFront()
  return page
}

/** Asks the agent from a page, as any script there could; rejects where none is found in `patience` milliseconds. */
export const ask = (page: Page, method: string, params?: unknown, patience = 5_000): Promise<Answer> =>
  page.evaluate(`(async () => {
    const { connectAgent } = await import('/hearth.js')
    globalThis.agent ??= await connectAgent({ timeout: ${patience} })
    const begun = performance.now()
    const settled = (outcome) => ({ ...outcome, ms: performance.now() - begun })
    return agent.request(${JSON.stringify({ method, params })}).then(
      (result) => settled({ result }),
      ({ code, name, message }) => settled({ error: { code, name, message } }),
    )
  })()`) as Promise<Answer>

/** Resolves with the first page that says so of itself, as soon as there is one. */
const pageThat = async (firefox: Firefox, fits: string, what: string): Promise<Page> => {
  const deadline = Date.now() + PATIENCE
  while (Date.now() < deadline) {
    for (const page of await firefox.browser.pages()) if (await page.evaluate(fits).catch(() => false)) return page
    await pause(100)
  }
  throw new Error(`${what} was not shown`)
}

/** The window of the prompt, once it shows a request of that site. */
export const promptOf = (firefox: Firefox, origin: string): Promise<Page> =>
  pageThat(
    firefox,
    `location.pathname === '/prompt.html' && document.querySelector('h1, h2')?.textContent.includes(${JSON.stringify(new URL(origin).host)})`,
    `a prompt for ${origin}`,
  )

/** Presses an answer of the prompt, as soon as it listens. Resolves when that request is no longer shown. */
export const answer = async (prompt: Page, name: 'Allow' | 'Deny'): Promise<void> => {
  const ready = `[...document.querySelectorAll('button')].find((each) => each.textContent.trim() === '${name}' && each.ariaDisabled !== 'true')`
  await prompt.waitForFunction(`${ready} !== undefined`, { timeout: PATIENCE })
  const button = await prompt.evaluateHandle(ready)
  await (button.asElement() as unknown as { click(): Promise<void> }).click().catch((error) => {
    if (!prompt.isClosed()) throw error
  })
  const shown = () => prompt.evaluate(`${ready} !== undefined`).catch(() => false)
  while (!prompt.isClosed() && (await shown())) await pause(50)
}
