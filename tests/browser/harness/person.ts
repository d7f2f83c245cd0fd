import type { Page } from 'playwright-core'
import { type Chromium, type ChromiumOptions, launchChromium } from './chromium'
import { becomeSomeone, restore } from './people'

/** Somebody in a browser of their own, past first run. */
export interface Person {
  name: string
  browser: Chromium
  /** Their full tab. */
  page: Page
  /** Their recovery words. */
  words: string[]
}

/** What everybody here unlocks with. */
export const PASSPHRASE = 'kettle orbit velvet canyon mosaic'

/** A new person at their chats, where nobody is yet; with STUN and TURN servers and relays of their own, or none. */
export const arrive = async (
  name: string,
  servers?: string[],
  options?: ChromiumOptions,
  relays?: string[],
): Promise<Person> => {
  const browser = await launchChromium(options)
  const page = await browser.panel('home')
  const words = await becomeSomeone(page, name, PASSPHRASE, servers, relays)
  return { name, browser, page, words }
}

/** Everybody goes back to their chats. */
export const toChats = (...people: Person[]): Promise<unknown> =>
  Promise.all(people.map(({ page, browser }) => page.goto(`${browser.origin}home.html#chats`)))

/** Everybody leaves; throws where somebody's browser complained. */
export const leave = async (...people: (Person | undefined)[]): Promise<void> => {
  await Promise.all(people.map((person) => person?.browser.close()))
}

/** The same person on a new, empty profile, from the recovery words. */
export const arriveFromWords = async ({ name, words }: Person): Promise<Person> => {
  const browser = await launchChromium()
  const page = await browser.panel('home')
  await restore(page, words, name, PASSPHRASE)
  return { name, browser, page, words }
}
