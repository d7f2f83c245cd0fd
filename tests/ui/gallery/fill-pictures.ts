import type { Page } from 'playwright-core'
import type { Picture } from './pictures'

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const filled = async (page: Page) => {
  await press(page, 'Fill')
  await page
    .getByRole('status')
    .filter({ hasText: /filled/ })
    .waitFor()
}
const keep = async (page: Page) => {
  await press(page, 'Keep what I typed')
  await page.getByRole('combobox', { name: 'Keep in' }).waitFor()
}

/** What is looked at of filling. */
export const FILL_PICTURES: Record<string, Picture> = {
  'fill-here': { scene: 'fill-here', steps: (page) => page.getByRole('link', { name: /Fill this form/ }).waitFor() },
  'fill-looking': { scene: 'fill-looking' },
  'fill-away': { scene: 'fill-away' },
  'fill-none': { scene: 'fill-none' },
  'fill-unmarked': { scene: 'fill-unmarked' },
  'fill-elsewhere': { scene: 'fill-elsewhere' },
  'fill-nobody': { scene: 'fill-nobody' },
  fill: { scene: 'fill' },
  'fill-rtl': { scene: 'fill-rtl' },
  'fill-two': { scene: 'fill-two' },
  'fill-long': { scene: 'fill-long' },
  'fill-lying': { scene: 'fill-lying' },
  'fill-many': { scene: 'fill-many' },
  'fill-unticked': {
    scene: 'fill',
    steps: async (page) => {
      await page.getByRole('checkbox', { name: /^Phone/ }).uncheck()
      await page.getByRole('combobox', { name: 'Which: Email' }).selectOption({ index: 1 })
    },
  },
  'fill-filled': { scene: 'fill', steps: filled },
  'fill-gone': { scene: 'fill-gone', steps: filled },
  'fill-keep': { scene: 'fill', steps: keep },
  'fill-keep-new': {
    scene: 'fill-nobody',
    steps: async (page) => {
      await keep(page)
      await page.getByRole('checkbox', { name: /^Address/ }).uncheck()
    },
  },
  'fill-kept': {
    scene: 'fill',
    steps: async (page) => {
      await keep(page)
      await press(page, 'Save')
      await page.getByText('It is kept.').waitFor()
    },
  },
  'fill-known': { scene: 'fill-known', steps: keep },
  'fill-refused': {
    scene: 'fill-refused',
    steps: async (page) => {
      await keep(page)
      await press(page, 'Save')
      await page.getByRole('alert').waitFor()
    },
  },
}
