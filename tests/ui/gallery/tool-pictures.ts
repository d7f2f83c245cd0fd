import type { Page } from 'playwright-core'
import type { Picture } from './pictures'

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })

const ready = async (page: Page) => {
  await page.getByRole('img').first().waitFor()
}
const enlarge = (property: string, range?: string) => async (page: Page) => {
  await button(page, property).click()
  if (range) await page.getByRole('radio', { name: range, exact: true }).check()
  await page.getByRole('slider', { name: property }).waitFor()
}
const ask = (parts: Record<string, string>) => async (page: Page) => {
  for (const [label, value] of Object.entries(parts))
    await page.getByRole('combobox', { name: label, exact: true }).selectOption({ label: value })
  await button(page, 'Copy as CSV').waitFor()
}

/** What is looked at of charts, timeline, query and duplicates. */
export const TOOL_PICTURES: Record<string, Picture> = {
  'charts-none': { scene: 'charts-none' },
  'charts-few': { scene: 'charts-few', steps: ready },
  charts: { scene: 'charts', steps: ready },
  'charts-rtl': { scene: 'charts-rtl', steps: ready },
  'charts-many': { scene: 'charts-many', steps: ready },
  'charts-line': { scene: 'charts', steps: enlarge('Heart rate', 'All') },
  'charts-line-rtl': { scene: 'charts-rtl', steps: enlarge('Weight', 'Year') },
  'charts-week': { scene: 'charts', steps: enlarge('Heart rate', 'Week') },
  'charts-bars': {
    scene: 'charts',
    steps: async (page) => {
      await enlarge('Steps', 'Month')(page)
      await page.getByRole('slider').focus()
      await page.keyboard.press('ArrowLeft')
    },
  },
  'charts-band': { scene: 'charts-many', steps: enlarge('Oxygen saturation', 'All') },
  'charts-negative': {
    scene: 'charts',
    steps: async (page) => {
      await button(page, /^Show \d more$/).click()
      await enlarge('Balance', 'All')(page)
      await page.getByText('Show numbers').click()
      await page.getByRole('table').waitFor()
    },
  },
  'timeline-none': { scene: 'timeline-none' },
  'timeline-few': { scene: 'timeline-few', steps: (page) => page.getByText('Bread').first().waitFor() },
  timeline: { scene: 'timeline', steps: (page) => page.getByText('Bread').first().waitFor() },
  'timeline-rtl': { scene: 'timeline-rtl', steps: (page) => page.getByText('Bread').first().waitFor() },
  'timeline-years': { scene: 'timeline', steps: (page) => button(page, 'All years').click() },
  'timeline-month': {
    scene: 'timeline-many',
    steps: async (page) => {
      await button(page, /^July 2026/).click()
      await page.getByText(/^1 to 100 of/).waitFor()
    },
  },
  'timeline-many': { scene: 'timeline-many', steps: (page) => page.getByText(/of 100,000 items/).waitFor() },
  'query-none': { scene: 'query-none' },
  query: { scene: 'query', steps: ask({}) },
  'query-rtl': { scene: 'query-rtl', steps: ask({}) },
  'query-time': { scene: 'query-many', steps: ask({ by: 'Month' }) },
  'query-mean': {
    scene: 'query',
    steps: ask({ in: 'Measurement (1,977)', Show: 'Mean', measured: 'Weight, kg', by: 'Month' }),
  },
  'query-one': { scene: 'query', steps: ask({ in: 'Trip (2)', Show: 'Sum', by: 'all together' }) },
  'query-nothing': {
    scene: 'query',
    steps: async (page) => {
      await page.getByLabel('where it says').fill('no such thing')
      await page.getByText('Nothing fits.').waitFor()
    },
  },
  'query-refused': { scene: 'query-refused', steps: (page) => page.getByRole('alert').waitFor() },
  'duplicates-none': { scene: 'duplicates-none', steps: (page) => page.getByText('No two contacts').waitFor() },
  duplicates: { scene: 'duplicates', steps: (page) => button(page, 'Merge').waitFor() },
  'duplicates-rtl': { scene: 'duplicates-rtl', steps: (page) => button(page, 'Merge').waitFor() },
  'duplicates-preview': {
    scene: 'duplicates',
    steps: (page) => page.getByRole('heading', { name: 'What they become' }).scrollIntoViewIfNeeded(),
  },
  'duplicates-merged': {
    scene: 'duplicates',
    steps: async (page) => {
      await button(page, 'Merge').click()
      await button(page, 'Undo').waitFor()
    },
  },
  'duplicates-many': { scene: 'duplicates-many', steps: (page) => button(page, 'Merge').waitFor() },
  'duplicates-forty': {
    scene: 'duplicates-many',
    steps: async (page) => {
      await button(page, 'Skip').click()
      await page.getByRole('heading', { name: /Bob Marsh/ }).waitFor()
    },
  },
  'duplicates-changed': {
    scene: 'duplicates-changed',
    steps: async (page) => {
      await button(page, 'Merge').click()
      await page.getByRole('alert').waitFor()
    },
  },
}
