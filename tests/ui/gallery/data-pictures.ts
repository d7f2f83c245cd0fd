import type { Page } from 'playwright-core'
import type { Picture } from './pictures'
import { changedSince } from './things'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const list = (page: Page) => page.getByRole('list', { name: 'Items' })

/** The detail beside the list, or instead of it. */
const edit = async (page: Page) => {
  await button(page, 'Edit').click()
  await button(page, 'Save').waitFor()
}

/** What is looked at of the list of items, of one item, and of the bin. */
export const DATA_PICTURES: Record<string, Picture> = {
  'data-loading': { scene: 'data-loading', steps: (page) => page.getByText('Opening your data').waitFor() },
  'data-empty': { scene: 'data-empty' },
  'data-empty-add': {
    scene: 'data-empty',
    steps: async (page) => {
      await button(page, 'Add item').click()
      await page.getByRole('menuitem', { name: 'Note' }).waitFor()
    },
  },
  'data-items': { scene: 'data-items', steps: (page) => list(page).waitFor() },
  'data-items-rtl': { scene: 'data-items-rtl', steps: (page) => list(page).waitFor() },
  'data-items-popup': { scene: 'data-items-popup', steps: (page) => list(page).waitFor() },
  'data-items-menu': {
    scene: 'data-items',
    steps: async (page) => {
      await button(page, 'Add item').click()
      await page.getByRole('menuitem', { name: 'Note' }).waitFor()
    },
  },
  'data-items-none': {
    scene: 'data-items',
    steps: async (page) => {
      await page.getByRole('searchbox', { name: 'Search your data' }).fill('hinterzarten 2019')
      await page.getByText('Nothing in').waitFor()
    },
  },
  'data-items-picked': {
    scene: 'data-damaged',
    steps: async (page) => {
      await button(page, 'Select items').click()
      await page.getByRole('checkbox').first().check()
      await page.getByRole('checkbox').nth(2).check()
      await button(page, 'Add tag').click()
      await page.getByRole('combobox', { name: 'Which tag' }).fill('hut')
    },
  },
  'data-items-set': {
    scene: 'data-items',
    steps: async (page) => {
      await button(page, 'Select items').click()
      await button(page, 'Select all 13').click()
      await button(page, 'Set a field').click()
    },
  },
  'data-many': { scene: 'data-many', steps: (page) => list(page).waitFor() },
  'data-many-end': {
    scene: 'data-many',
    steps: async (page) => {
      await list(page).getByRole('link').first().focus()
      await page.keyboard.press('End')
      await list(page).getByText('number 100000').or(list(page).getByText('Steps 100000')).first().waitFor()
    },
  },
  'data-many-undone': {
    scene: 'data-many',
    steps: async (page) => {
      await button(page, 'Undo').click()
      await page.getByText('1 was changed since').waitFor()
    },
  },
  'data-opening': { scene: 'data-opening', steps: (page) => page.getByText('40,000 so far').waitFor() },
  'data-damaged': { scene: 'data-damaged' },
  'data-item': { scene: 'data-item' },
  'data-item-rtl': { scene: 'data-item-rtl' },
  'data-note': { scene: 'data-note' },
  'data-trip': { scene: 'data-trip' },
  'data-place': { scene: 'data-place' },
  'data-file': { scene: 'data-file' },
  'data-photo': { scene: 'data-photo', steps: (page) => page.getByRole('img', { name: 'roof.png' }).waitFor() },
  'data-item-hostile': { scene: 'data-item-hostile' },
  'data-item-gone': { scene: 'data-item-gone' },
  'data-edit': { scene: 'data-item', steps: edit },
  'data-edit-tags': {
    scene: 'data-item',
    steps: async (page) => {
      await edit(page)
      await field(page, 'Tags').fill('home, ')
      await page.getByText('Tags in use').scrollIntoViewIfNeeded()
    },
  },
  'data-edit-rtl': { scene: 'data-item-rtl', steps: edit },
  'data-edit-leaving': {
    scene: 'data-item',
    steps: async (page) => {
      await edit(page)
      await field(page, 'Name').fill('Another name')
      await page.keyboard.press('Escape')
      await page.getByRole('alertdialog', { name: 'Leave without saving?' }).waitFor()
    },
  },
  'data-edit-full': {
    scene: 'data-refused',
    steps: async (page) => {
      await edit(page)
      await field(page, 'Name').fill('Another name')
      await button(page, 'Save').click()
      await page.getByRole('alert').waitFor()
    },
  },
  'data-edit-changed': {
    scene: 'data-changed',
    steps: async (page) => {
      await edit(page)
      await field(page, 'Name').fill('Home, mine')
      await page.evaluate((item) => {
        globalThis.gallery.change({ views: { ...globalThis.gallery.world.views, item: () => ({ item, undo: null }) } })
      }, changedSince)
      await page.getByText('It was changed elsewhere').waitFor()
    },
  },
  'data-add-contact': { scene: 'data-add-contact' },
  'data-add-contact-rtl': { scene: 'data-add-contact-rtl' },
  'data-add-note': {
    scene: 'data-add-note',
    steps: async (page) => {
      await field(page, 'Text').fill('Bread')
      await field(page, 'Text').selectText()
      await button(page, 'Bold').click()
    },
  },
  'data-add-note-preview': {
    scene: 'data-add-note',
    steps: async (page) => {
      await field(page, 'Text').fill('# Bread\n- [ ] flour\n- [x] salt\n\nSlow and **good**.')
      await button(page, 'Preview').click()
    },
  },
  'data-add-file': {
    scene: 'data-add-file',
    steps: async (page) => {
      await page.getByLabel('File', { exact: true }).setInputFiles({
        name: 'a.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from('hello'),
      })
      await page.getByRole('alert').waitFor()
    },
  },
  'data-add-place': {
    scene: 'data-add-place',
    steps: async (page) => {
      await field(page, 'Latitude').fill('91')
      await field(page, 'From').fill('last summer')
      await button(page, 'Save').click()
      await page.getByRole('alert').waitFor()
    },
  },
  'data-bin': {
    scene: 'data-bin',
    steps: async (page) => {
      await page.getByRole('checkbox').first().check()
    },
  },
  'data-bin-erase': {
    scene: 'data-bin',
    steps: async (page) => {
      await button(page, 'Empty the bin').click()
      await page.getByRole('alertdialog').waitFor()
    },
  },
  'data-bin-empty': { scene: 'data-bin-empty' },
}
