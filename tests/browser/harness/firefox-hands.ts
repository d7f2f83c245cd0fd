import type { Page } from 'puppeteer-core'

// The same names as in people.ts, for the other driver. Fields by their labels: Firefox gives a password no role.

const PATIENCE = 60_000

/** A field by its label. */
export const field = (page: Page, label: string) => {
  const said = `normalize-space(.)="${label}"`
  const labelled = `@id=//label[${said}]/@for or ancestor::label[${said}] or @aria-label="${label}"`
  return page.locator(`xpath///*[self::input or self::textarea][${labelled}]`).setTimeout(PATIENCE)
}

/** Writes into a field. */
export const fill = (page: Page, label: string, text: string): Promise<void> => field(page, label).fill(text)

const ELEMENTS = { button: 'button', link: 'a', menuitem: '*[@role="menuitem"]', radio: 'input[@type="radio"]' }

/**
 * Presses what has that role and that name; by its words, because after a reload Firefox finds nothing by accessible names,
 * and not with the mouse, which misses what moves between the look and the click.
 */
export const click = async (page: Page, role: keyof typeof ELEMENTS, name: string): Promise<void> => {
  const named = `xpath///${ELEMENTS[role]}[normalize-space(.)="${name}" or @aria-label="${name}"][not(@disabled)]`
  const found = await page.waitForSelector(named, { timeout: PATIENCE })
  await found?.evaluate((element) => (element as HTMLElement).click())
}

/** Resolves once the page says these words. */
export const shows = (page: Page, words: string): Promise<unknown> =>
  page.waitForFunction((text) => document.body.innerText.includes(text), { timeout: PATIENCE }, words)

/** Resolves once the page does not say these words. */
export const hides = (page: Page, words: string): Promise<unknown> =>
  page.waitForFunction((text) => !document.body.innerText.includes(text), { timeout: PATIENCE }, words)

/** From the welcome screen to the chats, with no server and no relay. */
export const becomeSomeone = async (page: Page, name: string, passphrase: string): Promise<void> => {
  await fill(page, 'Your name', name)
  await fill(page, 'Passphrase', passphrase)
  await fill(page, 'Repeat passphrase', passphrase)
  await click(page, 'button', 'Create identity')
  await page.waitForFunction(() => document.querySelectorAll('li').length === 12, { timeout: PATIENCE })
  const words = await page.evaluate(() =>
    [...document.querySelectorAll('li')].map((item) => /[a-z]+/.exec(item.innerText)?.[0] ?? ''),
  )
  await click(page, 'button', 'I wrote them down')
  await page.waitForFunction(() => document.querySelectorAll('input').length === 2)
  const labels = await page.evaluate(() => [...document.querySelectorAll('label')].map((label) => label.innerText))
  for (const label of labels) await fill(page, label, words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '')
  await click(page, 'button', 'Confirm')
  await click(page, 'radio', 'None')
  await click(page, 'radio', 'Only by hand')
  await click(page, 'button', 'Continue')
}
