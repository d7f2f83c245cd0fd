import type { Page } from 'playwright-core'
import type { Picture } from './pictures'

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const table = (page: Page) => page.getByRole('table').first().waitFor()
const said = (words: string) => (page: Page) => page.getByText(words).first().waitFor()

/** What is looked at of sites, of what they did and of the receipts. */
export const SITES_PICTURES: Record<string, Picture> = {
  'sites-loading': { scene: 'sites-loading', steps: said('Looking at what sites may do') },
  'sites-empty': { scene: 'sites-empty', steps: said('No site has anything of yours') },
  sites: { scene: 'sites', steps: table },
  'sites-rtl': { scene: 'sites-rtl', steps: table },
  'sites-all': {
    scene: 'sites-all',
    steps: async (page) => {
      await table(page)
      await page.getByText('3 ended lately').click()
      await page.getByText('3 ended lately').scrollIntoViewIfNeeded()
    },
  },
  'sites-all-end': {
    scene: 'sites-all',
    steps: (page) => button(page, 'Revoke everything of all sites').scrollIntoViewIfNeeded(),
  },
  'sites-muted': { scene: 'sites-muted', steps: said('newsletter.example') },
  'sites-over': { scene: 'sites-over', steps: said('No site may do anything now') },
  'sites-hostile': { scene: 'sites-hostile', steps: table },
  'sites-revoked': {
    scene: 'sites',
    steps: (page) => button(page, 'Revoke everything from library.example').click(),
  },
  'sites-revoke-all': {
    scene: 'sites',
    steps: async (page) => {
      await button(page, 'Revoke everything of all sites').click()
      await page.getByRole('alertdialog').waitFor()
    },
  },
  'sites-refused': {
    scene: 'sites-refused',
    steps: async (page) => {
      await button(page, /^Revoke library/).click()
      await page.getByRole('alert').waitFor()
    },
  },
  'sites-popup': { scene: 'sites-popup', steps: table },
  'sites-popup-chats': { scene: 'sites-popup-chats', steps: said('shop.example asks for something') },
  'sites-popup-enabled': {
    scene: 'sites-popup',
    steps: async (page) => {
      await button(page, 'Let this site talk to Hearth').click()
      await page.getByText('can ask Hearth now').waitFor()
    },
  },
  'sites-popup-refused': {
    scene: 'sites-popup-refused',
    steps: async (page) => {
      await button(page, 'Let this site talk to Hearth').click()
      await page.getByText('did not allow it').waitFor()
    },
  },
  'sites-popup-module': { scene: 'sites-popup-module', steps: said('only if it was made for it') },
  'sites-popup-muted': { scene: 'sites-popup-muted', steps: said('is muted until you end it') },
  'sites-waiting': { scene: 'sites-waiting', steps: said('6 requests of 2 sites wait') },
  'sites-activity': { scene: 'sites-activity', steps: table },
  'sites-activity-rtl': { scene: 'sites-activity-rtl', steps: table },
  'sites-activity-empty': { scene: 'sites-activity-empty', steps: said('Nothing yet') },
  'sites-activity-loading': { scene: 'sites-activity-loading', steps: said('Looking at what sites did') },
  'sites-activity-many': { scene: 'sites-activity-many', steps: table },
  'sites-activity-found': {
    scene: 'sites-activity',
    steps: async (page) => {
      await page.getByRole('searchbox', { name: 'Search activity' }).fill('zugfahrt')
      await page.getByText('3 entries').waitFor()
    },
  },
  'sites-activity-none': {
    scene: 'sites-activity',
    steps: async (page) => {
      await page.getByRole('searchbox', { name: 'Search activity' }).fill('hinterzarten 2019')
      await page.getByText('Nothing in it matches').waitFor()
    },
  },
  'sites-activity-refused': {
    scene: 'sites-activity-refused',
    steps: async (page) => {
      await button(page, 'Export activity').click()
      await page.getByRole('alert').waitFor()
    },
  },
  'sites-receipts': {
    scene: 'sites-receipts',
    steps: (page) => page.getByRole('list', { name: 'Receipts' }).waitFor(),
  },
  'sites-receipts-rtl': {
    scene: 'sites-receipts-rtl',
    steps: (page) => page.getByRole('list', { name: 'Receipts' }).waitFor(),
  },
  'sites-receipts-many': {
    scene: 'sites-receipts-many',
    steps: (page) => button(page, 'Show more').scrollIntoViewIfNeeded(),
  },
  'sites-receipts-empty': { scene: 'sites-receipts-empty', steps: said('No receipts yet') },
  'sites-receipts-refused': { scene: 'sites-receipts-refused', steps: (page) => page.getByRole('alert').waitFor() },
  'sites-receipt': { scene: 'sites-receipt', steps: said('It knows you as') },
  'sites-receipt-text': {
    scene: 'sites-receipt',
    steps: async (page) => {
      await page.getByText('The receipt as JSON-LD').first().click()
      await button(page, 'Save receipt').scrollIntoViewIfNeeded()
    },
  },
  'sites-receipt-gone': { scene: 'sites-receipt-gone', steps: said('no such receipt') },
  'sites-mark': {
    scene: 'sites-mark',
    steps: async (page) => {
      await page.getByRole('textbox', { name: 'Your mark' }).fill('nine much')
      await page.getByRole('alert').waitFor()
    },
  },
}
