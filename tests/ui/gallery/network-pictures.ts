import type { Page } from 'playwright-core'
import type { Picture } from './pictures'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })

const relaysInSight = (page: Page) =>
  page
    .getByRole('heading', { name: 'Finding each other again' })
    .evaluate((heading) => heading.scrollIntoView({ block: 'start' }))

/** What is looked at of the ways to each other: choosing them, using them, and what the diagnostics say. */
export const NETWORK_PICTURES: Record<string, Picture> = {
  ways: { scene: 'setup-ways' },
  'ways-rtl': { scene: 'setup-ways-rtl' },
  'ways-which': {
    scene: 'setup-ways',
    steps: async (page) => {
      await page.getByText('relays, run by different people').click()
      await page.getByText('wss://nos.lol').scrollIntoViewIfNeeded()
    },
  },
  'ways-by-hand': {
    scene: 'setup-ways',
    steps: async (page) => {
      await page.getByRole('radio', { name: 'None' }).check()
      await page.getByRole('radio', { name: 'Only by hand' }).check()
    },
  },
  'ways-bad-server': {
    scene: 'setup-ways-routers',
    steps: async (page) => {
      await page.getByRole('radio', { name: 'My own servers' }).check()
      await field(page, 'STUN and TURN servers').fill('http://example.org')
      await button(page, 'Continue').click()
      await page.getByRole('alert').waitFor()
    },
  },
  'ways-bad-relay': {
    scene: 'setup-ways-relays',
    steps: async (page) => {
      await page.getByRole('radio', { name: 'My own relays' }).check()
      await field(page, 'Relay addresses').fill('https://example.org')
      await button(page, 'Continue').click()
      await page.getByRole('alert').waitFor()
    },
  },
  'ways-own-relays': {
    scene: 'setup-ways',
    steps: async (page) => {
      await page.getByRole('radio', { name: 'My own relays' }).check()
      await field(page, 'Relay addresses').fill('wss://relay.example.org\nws://192.168.1.5:7777\nws://localhost:7777')
      await page.getByText('Nobody elsewhere').scrollIntoViewIfNeeded()
    },
  },
  'ways-no-relay': {
    scene: 'setup-ways',
    steps: async (page) => {
      await page.getByRole('radio', { name: 'My own relays' }).check()
      await button(page, 'Continue').click()
      await page.getByRole('alert').waitFor()
    },
  },
  'invite-relays': { scene: 'invite-relays' },
  'invite-answered-open': {
    scene: 'invite-answered',
    steps: (page) => page.getByText('Show the invitation again').click(),
  },
  'invite-offer-gone-relays': { scene: 'invite-offer-gone-relays' },
  'talk-by-hand': { scene: 'talk-by-hand' },
  'talk-relays': { scene: 'talk-relays' },
  'talk-never-seen': { scene: 'talk-never-seen' },
  'talk-relayed': { scene: 'talk-relayed' },
  'talk-reply-left': { scene: 'talk-reply-left' },
  'talk-reply-left-open': {
    scene: 'talk-reply-left',
    steps: (page) => page.getByText('Carry it yourself').click(),
  },
  'me-rtl': { scene: 'me-rtl', steps: relaysInSight },
  'me-relays': {
    scene: 'me-relays',
    steps: async (page) => {
      await field(page, 'Relay address').fill('wss://ninth.example.org')
      await button(page, 'Add relay').click()
      await page.getByRole('alert').waitFor()
      await relaysInSight(page)
    },
  },
  'me-relay-listed': {
    scene: 'me',
    steps: async (page) => {
      await field(page, 'Relay address').fill('nos.lol')
      await button(page, 'Add relay').click()
      await page.getByRole('alert').waitFor()
      await relaysInSight(page)
    },
  },
  'me-by-hand': {
    scene: 'me-by-hand',
    steps: async (page) => {
      await field(page, 'Relay address').fill('relay.example.org')
      await button(page, 'Add relay').click()
      await page.getByRole('alert').waitFor()
      await relaysInSight(page)
    },
  },
  diagnostics: { scene: 'diagnostics' },
  'diagnostics-trouble': { scene: 'diagnostics-trouble' },
  'diagnostics-people': {
    scene: 'diagnostics-trouble',
    steps: (page) => page.getByRole('list', { name: 'People' }).scrollIntoViewIfNeeded(),
  },
  'diagnostics-rtl': { scene: 'diagnostics-rtl' },
  'diagnostics-rtl-people': {
    scene: 'diagnostics-rtl',
    steps: (page) => page.getByRole('list', { name: 'What happened lately' }).scrollIntoViewIfNeeded(),
  },
  'diagnostics-busy': {
    scene: 'diagnostics-busy',
    steps: (page) => page.getByRole('listitem').last().scrollIntoViewIfNeeded(),
  },
  'diagnostics-text': {
    scene: 'diagnostics-trouble',
    steps: async (page) => {
      await page.getByText('The text', { exact: true }).first().click()
      await field(page, 'The text').scrollIntoViewIfNeeded()
    },
  },
  'diagnostics-empty': { scene: 'diagnostics-empty' },
  'diagnostics-loading': {
    scene: 'diagnostics-loading',
    steps: (page) => page.getByText('Looking at what is connected').waitFor(),
  },
  'diagnostics-locked': { scene: 'diagnostics-locked' },
}
