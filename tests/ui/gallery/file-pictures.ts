import type { Page } from 'playwright-core'
import type { Picture } from './pictures'
import type { SceneName } from './scenes'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const choose = (page: Page, name: string) =>
  page.getByLabel('Choose files').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.alloc(52_000, 'x') })

/** A file is chosen, and what follows begins with such a heading. */
const chosen = (scene: SceneName, name = 'phone.vcf'): Picture => ({
  scene,
  steps: async (page) => {
    await choose(page, name)
    await page.getByRole('heading', { name }).waitFor()
    await page.getByText('Looking at it').waitFor({ state: 'hidden' })
  },
})
const started = (scene: SceneName, heading: RegExp): Picture => ({
  scene,
  steps: async (page) => {
    await choose(page, 'phone.vcf')
    await button(page, 'Import').click()
    await page.getByRole('heading', { name: heading }).waitFor()
  },
})
const passphrase = async (page: Page, secret: string, repeated = secret) => {
  await button(page, 'Back up to a file').click()
  await page.getByRole('textbox', { name: 'Passphrase for the backup', exact: true }).fill(secret)
  await page.getByRole('textbox', { name: 'Repeat passphrase for the backup' }).fill(repeated)
  await button(page, 'Make the backup').click()
}

/** The screen as it first is; its part of the program is fetched when it is first seen. */
const shown = (scene: SceneName, words: string): Picture => ({
  scene,
  steps: (page) => page.getByText(words, { exact: true }).waitFor(),
})

/** The pictures of bringing in and taking out. */
export const FILE_PICTURES: Record<string, Picture> = {
  import: shown('import', 'Choose files'),
  'import-popup': shown('import-popup', 'Open in a tab'),
  'import-earlier': {
    scene: 'import-earlier',
    steps: async (page) => {
      await page.getByText('phone.vcf').click()
      await button(page, 'Copy list').waitFor()
    },
  },
  'import-rtl': chosen('import-rtl'),
  'import-elsewhere': shown('import-elsewhere', 'Cancel that import'),
  'import-looking': {
    scene: 'import',
    steps: async (page) => {
      await choose(page, 'phone.vcf')
      await page.getByText('Looking at it').waitFor()
    },
  },
  'import-vcard': chosen('import-vcard'),
  'import-table': chosen('import-table', 'gewicht.csv'),
  'import-table-end': {
    scene: 'import-table',
    steps: async (page) => {
      await choose(page, 'gewicht.csv')
      await page.getByRole('combobox', { name: 'Field for Notiz' }).selectOption({ label: 'Description' })
      await page.getByRole('list', { name: 'The first 20 items' }).scrollIntoViewIfNeeded()
    },
  },
  'import-nothing': chosen('import-nothing', 'notes.vcf'),
  'import-unknown': chosen('import-unknown', 'holiday.jpg'),
  'import-running': started('import-running', /^Bringing in/),
  'import-ended': started('import-ended', /is in$/),
  'import-undone': {
    scene: 'import-ended',
    steps: async (page) => {
      await choose(page, 'phone.vcf')
      await button(page, 'Import').click()
      await button(page, 'Undo this import').click()
      await page.getByText('Undone, 1,243').waitFor()
      await page.evaluate(() => {
        const { world, change } = globalThis.gallery
        change({ imports: (world.imports ?? []).map((view) => ({ ...view, state: 'undone' })) })
      })
    },
  },
  'import-failed': {
    scene: 'import-failed',
    steps: async (page) => {
      await choose(page, 'phone.vcf')
      await button(page, 'Import').click()
      await page.getByRole('alert').waitFor()
    },
  },
  'import-backup': {
    scene: 'import-backup',
    steps: async (page) => {
      await choose(page, 'hearth-2026-11-20.age')
      await page.getByLabel('Passphrase of the backup').fill('not this one')
      await button(page, 'Restore').click()
      await page.getByRole('alert').waitFor()
    },
  },
  export: shown('export', 'Make the export'),
  'export-popup': shown('export-popup', 'Open in a tab'),
  'export-empty': shown('export-empty', 'There is nothing in your data yet.'),
  'export-weak': {
    scene: 'export',
    steps: async (page) => {
      await passphrase(page, 'short', 'shorter')
      await page.getByRole('alert').first().waitFor()
    },
  },
  'export-running': {
    scene: 'export-running',
    steps: async (page) => {
      await button(page, 'Make the export').click()
      await page.getByText('1.2 MB written').waitFor()
    },
  },
  'export-ready': {
    scene: 'export-ready',
    steps: async (page) => {
      await button(page, 'Make the export').click()
      await page.getByRole('heading', { name: 'The export is ready' }).waitFor()
    },
  },
  'export-damaged': {
    scene: 'export-damaged',
    steps: async (page) => {
      await button(page, 'Make the export').click()
      await page.getByText('2 files are damaged').waitFor()
    },
  },
  'export-failed': {
    scene: 'export-failed',
    steps: async (page) => {
      await passphrase(page, 'copper kitchen ladder olive pony')
      await page.getByRole('alert').waitFor()
    },
  },
}
