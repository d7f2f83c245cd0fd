import type { Page } from 'playwright-core'
import type { Picture } from './pictures'
import { PROMPT_SCENES } from './prompt-scenes'

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const box = (page: Page, name: string | RegExp) => page.getByRole('checkbox', { name, exact: true })

/** Until the prompt hears. */
export const hears = async (page: Page): Promise<void> => {
  await page.locator('button:text-is("Allow"):not([aria-disabled="true"])').waitFor()
}
const allow = async (page: Page) => {
  await hears(page)
  await button(page, 'Allow').click()
}
const toEnd = (page: Page) => page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight))

/** What is looked at of the window in which sites ask. */
export const PROMPT_PICTURES: Record<string, Picture> = {
  ...Object.fromEntries(
    (Object.keys(PROMPT_SCENES) as (keyof typeof PROMPT_SCENES)[]).map((scene) => [scene, { scene }]),
  ),
  'prompt-read': { scene: 'prompt-read', steps: hears },
  'prompt-read-left-out': {
    scene: 'prompt-read',
    steps: async (page) => {
      await box(page, /^Phone: /).uncheck()
      await hears(page)
    },
  },
  'prompt-read-nothing': {
    scene: 'prompt-read',
    steps: async (page) => {
      for (const name of [/^Name: /, /^Address: /, /^Email: marguerite/, /^Phone: /]) await box(page, name).uncheck()
      await page.getByText('Nothing is ticked.').waitFor()
    },
  },
  'prompt-read-instead': {
    scene: 'prompt-read',
    steps: async (page) => {
      await button(page, 'Give another Email instead').click()
      await page.getByRole('textbox', { name: 'Instead of Email' }).fill('bread@alias.example')
      await button(page, 'Give another Name instead').click()
      await hears(page)
    },
  },
  'prompt-read-later': {
    scene: 'prompt-read-long',
    steps: async (page) => {
      await box(page, 'Also what I add later').check()
      await toEnd(page)
    },
  },
  'prompt-read-all': {
    scene: 'prompt-read-many',
    steps: async (page) => {
      await box(page, 'All 1,977, and what I add later').check()
      await toEnd(page)
      await hears(page)
    },
  },
  'prompt-read-kinds-end': { scene: 'prompt-read-kinds', steps: toEnd },
  'prompt-connect-end': {
    scene: 'prompt-connect',
    steps: async (page) => {
      await box(page, 'read your measurements').uncheck()
      await toEnd(page)
    },
  },
  'prompt-pick-one-picked': {
    scene: 'prompt-pick-one',
    steps: async (page) => {
      await page.getByRole('radio', { name: 'Jonas 🌲' }).check()
      await hears(page)
    },
  },
  'prompt-pick-many-picked': {
    scene: 'prompt-pick-many',
    steps: async (page) => {
      await box(page, 'Bob Marsh').check()
      await page.getByRole('searchbox').fill('number 1234')
      await box(page, 'Person number 1234').check()
    },
  },
  'prompt-pick-refused': {
    scene: 'prompt-pick-refused',
    steps: async (page) => {
      await page.getByRole('searchbox').fill('x')
      await page.getByRole('alert').scrollIntoViewIfNeeded()
    },
  },
  'prompt-hostile-end': { scene: 'prompt-hostile', steps: toEnd },
  'prompt-changed': {
    scene: 'prompt-changed',
    steps: async (page) => {
      await allow(page)
      await page.getByRole('alert').waitFor()
    },
  },
  'prompt-refused': {
    scene: 'prompt-refused',
    steps: async (page) => {
      await allow(page)
      await page.getByRole('alert').waitFor()
    },
  },
  'prompt-saving': {
    scene: 'prompt-saving',
    steps: async (page) => {
      await allow(page)
      await page.getByText('Passing it on').waitFor()
    },
  },
  'prompt-gone': {
    scene: 'prompt-read',
    steps: async (page) => {
      await page.evaluate(() => globalThis.gallery.change({ prompt: { view: null, more: 0 } }))
      await page.getByRole('heading', { name: 'This request went away' }).waitFor()
    },
  },
}
