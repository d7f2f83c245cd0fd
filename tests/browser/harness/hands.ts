import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { vi } from 'vitest'
import { type Chromium, type ChromiumOptions, launchChromium } from './chromium'
import { type Firefox, type FirefoxOptions, launchFirefox } from './firefox'
import { PASSPHRASE } from './person'

/** How the hands reach a page: the two drivers speak to theirs in different ways. */
export interface Reach {
  evaluate(expression: string): Promise<unknown>
  /** Chooses files in the first element that fits. */
  upload(selector: string, paths: string[]): Promise<void>
  /** A click of the mouse, on what a selector finds. */
  click(selector: string): Promise<void>
  goto(hash: string): Promise<void>
}

/** One tab of Hearth in either browser, used by the names that the screens carry. */
export interface Hands extends Omit<Reach, 'click' | 'upload'> {
  press(name: string): Promise<void>
  /** Presses it with the mouse: the browser takes that for the person's own wish. */
  click(name: string): Promise<void>
  fill(label: string, text: string): Promise<void>
  choose(label: string, ...paths: string[]): Promise<void>
  select(label: string, option: string): Promise<void>
  /** Resolves once the page says so somewhere; answers with all that it says. */
  sees(words: string | RegExp): Promise<string>
  /** What the page says now. */
  text(): Promise<string>
  /** The names of the rows of a list. */
  rows(list: string): Promise<string[]>
}

const soon = { timeout: 20_000, interval: 50 }

// What it is called for assistive technology, as far as these screens need it.
const NAMED = `(kinds, name) => [...document.querySelectorAll(kinds)].find((each) => {
  const own = each.getAttribute('aria-label') ?? each.labels?.[0]?.firstChild?.textContent ?? each.textContent ?? ''
  return own.trim() === name
})`
const act = (kinds: string, name: string, what: string) =>
  `(() => { const found = (${NAMED})(${JSON.stringify(kinds)}, ${JSON.stringify(name)}); if (!found || found.disabled) return false; ${what}; return true })()`
const enter = (prototype: string, text: string) =>
  `Object.getOwnPropertyDescriptor(${prototype}, 'value').set.call(found, ${JSON.stringify(text)}); found.dispatchEvent(new Event('input', { bubbles: true })); found.dispatchEvent(new Event('change', { bubbles: true }))`

/** Hands on a page, however its driver reaches it. */
export const handsOf = (reach: Reach): Hands => {
  const done = (expression: string, what: string) =>
    vi.waitFor(async () => {
      if ((await reach.evaluate(expression)) !== true) throw new Error(`no ${what}: ${await text()}`)
    }, soon)
  const text = async () => String(await reach.evaluate('document.body.innerText'))
  return {
    evaluate: reach.evaluate,
    goto: reach.goto,
    text,
    click: async (name) => {
      await done(act('button', name, "found.dataset.aim = 'here'"), `button "${name}"`)
      await reach.click('[data-aim=here]')
      await reach.evaluate("delete document.querySelector('[data-aim]')?.dataset.aim")
    },
    press: (name) => done(act('button, a[href], [type=radio]', name, 'found.click()'), `button "${name}"`),
    fill: (label, value) => done(act('input', label, enter('HTMLInputElement.prototype', value)), `field "${label}"`),
    select: async (label, option) => {
      const pick = `const wanted = [...found.options].find(({ text }) => text === ${JSON.stringify(option)}); if (!wanted) return false`
      await done(
        act('select', label, `${pick}; ${enter('HTMLSelectElement.prototype', '').replace('""', 'wanted.value')}`),
        `choice "${option}" of "${label}"`,
      )
    },
    choose: async (label, ...paths) => {
      await done(act('[type=file]', label, ''), `chooser "${label}"`)
      await reach.upload(`[type=file][aria-label="${label}"]`, paths)
    },
    sees: (words) =>
      vi.waitFor(async () => {
        const all = await text()
        if (typeof words === 'string' ? all.includes(words) : words.test(all)) return all
        throw new Error(`${words} is not in: ${all}`)
      }, soon),
    rows: async (list) =>
      (await reach.evaluate(
        `[...document.querySelectorAll('[aria-label="${list}"] li')].map((row) => row.innerText)`,
      )) as string[],
  }
}

/** Somebody past first run, in a browser of their own. */
export interface Somebody extends Hands {
  browser: Chromium | Firefox
  /** The file that the browser saved under that name, once all of it is there. */
  saved(name: RegExp): Promise<string>
  leave(): Promise<void>
}

const becomeSomeone = async (hands: Hands): Promise<void> => {
  await hands.fill('Your name', 'Alice')
  await hands.fill('Passphrase', PASSPHRASE)
  await hands.fill('Repeat passphrase', PASSPHRASE)
  await hands.press('Create identity')
  await hands.sees('I wrote them down')
  const words = (await hands.rows('Recovery words')).map((row) => /[a-z]+/.exec(row)?.[0] ?? '')
  await hands.press('I wrote them down')
  const asked = [...(await hands.sees(/Word \d+[\s\S]*Word \d+/)).matchAll(/^Word (\d+)$/gm)]
  for (const [label, number] of asked) await hands.fill(label, words[Number(number) - 1] ?? '')
  await hands.press('Confirm')
  await hands.press('None')
  await hands.press('Only by hand')
  await hands.press('Continue')
  await hands.sees('Invite someone')
}

/** The newest file of that name in a folder, once the browser has stopped writing it. */
const savedIn = (folder: string) => (name: RegExp) =>
  vi.waitFor(() => {
    const files = readdirSync(folder)
    const [found] = files.filter((file) => name.test(file))
    if (found === undefined || files.some((file) => file.endsWith('.part'))) throw new Error(`only ${files}`)
    return join(folder, found)
  }, soon)

interface Arrival {
  /** Somebody lives in the profile already: it stops at the lock. */
  lived?: true
  /** Done before anything else in the page. */
  before?: (browser: Chromium, page: Page) => Promise<void>
}

/** Chromium. */
export const inChromium = async (options: ChromiumOptions = {}, arrival: Arrival = {}): Promise<Somebody> => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-saved-'))
  const browser = await launchChromium(options)
  const page = await browser.panel('home')
  await arrival.before?.(browser, page)
  const writing: Promise<void>[] = []
  page.on('download', (download) => writing.push(download.saveAs(join(folder, download.suggestedFilename()))))
  const hands = handsOf({
    evaluate: (expression) => page.evaluate(expression),
    upload: (selector, paths) => page.locator(selector).first().setInputFiles(paths),
    click: (selector) => page.locator(selector).first().click(),
    goto: async (hash) => {
      await page.goto(`${browser.origin}home.html${hash}`)
    },
  })
  if (!arrival.lived) await becomeSomeone(hands)
  return {
    ...hands,
    browser,
    saved: async (name) => {
      const path = await savedIn(folder)(name)
      await Promise.all(writing)
      return path
    },
    leave: async () => {
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Firefox. A browser that asks nobody stands for a person who allows it. */
export const inFirefox = async (
  profileDir?: string,
  { lived, prefs }: Pick<Arrival, 'lived'> & Pick<FirefoxOptions, 'prefs'> = {},
): Promise<Somebody> => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-saved-'))
  const browser = await launchFirefox({
    ...(profileDir !== undefined && { profileDir }),
    prefs: {
      'browser.download.folderList': 2,
      'browser.download.dir': folder,
      'browser.download.alwaysOpenPanel': false,
      'browser.helperApps.neverAsk.saveToDisk': 'application/octet-stream,application/zip',
      'extensions.webextOptionalPermissionPrompts': false,
      ...prefs,
    },
  })
  const page = await browser.open('home.html')
  const hands = handsOf({
    evaluate: (expression) => page.evaluate(expression),
    upload: async (selector, paths) => {
      const input = await page.$(selector)
      await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(...paths)
    },
    click: async (selector) => {
      await page.click(selector)
    },
    goto: async (hash) => {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`)
    },
  })
  if (!lived) await becomeSomeone(hands)
  return {
    ...hands,
    browser,
    saved: savedIn(folder),
    leave: async () => {
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
      if (browser.complaints.length > 0) throw new Error(browser.complaints.map(({ text }) => text).join('\n'))
    },
  }
}
