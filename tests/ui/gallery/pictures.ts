import type { Page } from 'playwright-core'
import { DATA_PICTURES } from './data-pictures'
import { FILE_PICTURES } from './file-pictures'
import { FILL_PICTURES } from './fill-pictures'
import { NETWORK_PICTURES } from './network-pictures'
import { PROMPT_PICTURES } from './prompt-pictures'
import type { SceneName } from './scenes'
import { SITES_PICTURES } from './sites-pictures'
import { TOOL_PICTURES } from './tool-pictures'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })

/** A state of the screens, and what a person does to come to it. */
export interface Picture {
  scene: SceneName
  steps?: (page: Page) => Promise<void>
}

const typePassphrase = async (page: Page, passphrase: string, repeated = passphrase) => {
  await field(page, 'Passphrase').fill(passphrase)
  await field(page, 'Repeat passphrase').fill(repeated)
}

/** Everything that is looked at; the name of a picture without steps is its scene. */
export const PICTURES: Record<string, Picture> = {
  ...NETWORK_PICTURES,
  ...TOOL_PICTURES,
  ...DATA_PICTURES,
  ...FILE_PICTURES,
  ...PROMPT_PICTURES,
  ...SITES_PICTURES,
  ...FILL_PICTURES,
  empty: { scene: 'empty' },
  'empty-mismatch': {
    scene: 'empty',
    steps: async (page) => {
      await field(page, 'Your name').fill('Marguerite Okonkwo')
      await typePassphrase(page, 'correct horse', 'correct house')
      await button(page, 'Create identity').click()
      await page.getByRole('alert').waitFor()
    },
  },
  'empty-suggested': {
    scene: 'empty',
    steps: async (page) => {
      await button(page, 'Suggest a passphrase').click()
      await page.getByText('copper kitchen').waitFor()
    },
  },
  'empty-refused': {
    scene: 'empty-refused',
    steps: async (page) => {
      await field(page, 'Your name').fill('M')
      await typePassphrase(page, 'password1')
      await button(page, 'Create identity').click()
      await page.getByRole('alert').waitFor()
    },
  },
  restore: {
    scene: 'empty-refused',
    steps: async (page) => {
      await button(page, 'Restore from recovery words').click()
      await field(page, 'Recovery words').fill('walnut gentle')
      await field(page, 'Your name').fill('M')
      await typePassphrase(page, 'a long walk by the river')
      await button(page, 'Restore').click()
      await page.getByRole('alert').waitFor()
    },
  },
  'words-again': { scene: 'setup-words' },
  words: {
    scene: 'setup-words',
    steps: async (page) => {
      await field(page, 'Passphrase').fill('x')
      await button(page, 'Show the words').click()
      await page.getByRole('list', { name: 'Recovery words' }).waitFor()
    },
  },
  'words-wrong': {
    scene: 'setup-words',
    steps: async (page) => {
      await field(page, 'Passphrase').fill('x')
      await button(page, 'Show the words').click()
      await button(page, 'I wrote them down').click()
      await page.getByRole('textbox').first().fill('wallnut')
      await button(page, 'Confirm').click()
      await page.getByRole('alert').first().waitFor()
    },
  },
  elsewhere: { scene: 'elsewhere' },
  'elsewhere-setup': { scene: 'elsewhere-setup' },
  locked: { scene: 'locked' },
  'locked-wrong': {
    scene: 'locked',
    steps: async (page) => {
      await field(page, 'Passphrase').fill('nope')
      await button(page, 'Unlock').click()
      await page.getByRole('alert', { name: 'Wrong passphrase' }).waitFor()
    },
  },
  'locked-recover': {
    scene: 'locked',
    steps: async (page) => {
      await button(page, 'Use recovery words').click()
      await field(page, 'Recovery words').fill('one two three')
      await field(page, 'Passphrase').fill('seven quiet embers')
      await field(page, 'Repeat passphrase').fill('seven quiet')
      await button(page, 'Open and set it').click()
    },
  },
  'chats-loading': { scene: 'chats-loading', steps: (page) => page.getByText('Opening your conversations').waitFor() },
  'chats-empty': { scene: 'chats-empty' },
  chats: { scene: 'chats' },
  'chats-rtl': { scene: 'chats-rtl' },
  'chats-thousand': { scene: 'chats-thousand' },
  'chats-hostile': { scene: 'chats-hostile' },
  'chats-answered': { scene: 'chats-answered' },
  invite: { scene: 'invite' },
  'invite-answered': { scene: 'invite-answered' },
  'invite-two': { scene: 'invite-two' },
  'invite-gone': { scene: 'invite-gone' },
  'invite-bad-reply': {
    scene: 'invite-offer-gone',
    steps: async (page) => {
      await field(page, 'Reply text').fill('-----BEGIN HEARTH REPLY-----')
      await button(page, 'Connect').click()
      await page.getByRole('alert').waitFor()
    },
  },
  accept: { scene: 'accept' },
  'accept-damaged': {
    scene: 'accept',
    steps: async (page) => {
      await field(page, 'Invitation text').fill('> -----BEGIN HEARTH INVITATION-----\n> hx8k2m9vqT7t5w0zr4Ye6cjpsad')
      await button(page, 'Accept').click()
      await page.getByRole('alert').waitFor()
    },
  },
  'open-sealed': {
    scene: 'open-sealed',
    steps: async (page) => {
      await field(page, 'Sealed text').fill('-----BEGIN HEARTH SEALED TEXT-----')
      await button(page, 'Open').click()
      await page.getByRole('alert').waitFor()
    },
  },
  talk: { scene: 'talk' },
  'talk-rtl': { scene: 'talk-rtl' },
  'talk-waiting': { scene: 'talk-waiting' },
  'talk-sealed': {
    scene: 'talk-waiting',
    steps: async (page) => {
      await button(page, 'Write as sealed text').click()
      await field(page, 'Sealed text').waitFor()
    },
  },
  'talk-notices': { scene: 'talk-notices' },
  'talk-long': { scene: 'talk-long' },
  'talk-reply': { scene: 'talk-reply' },
  'talk-answer': { scene: 'talk-answer' },
  'talk-two-answered': { scene: 'talk-two-answered' },
  'talk-fork': {
    scene: 'talk-fork',
    steps: async (page) => {
      await field(page, 'Message').fill('Are you there?')
      await field(page, 'Message').press('Enter')
      await page.getByText('Writing is stopped for this contact').waitFor()
    },
  },
  'talk-hostile': { scene: 'talk-hostile' },
  'talk-gone': { scene: 'talk-gone' },
  me: { scene: 'me' },
  'me-words': {
    scene: 'me',
    steps: async (page) => {
      await button(page, 'Show recovery words').click()
      await field(page, 'Passphrase').fill('x')
      await button(page, 'Show').click()
      await page.getByRole('list', { name: 'Recovery words' }).waitFor()
    },
  },
  'me-changing': {
    scene: 'me-own-servers',
    steps: async (page) => {
      await button(page, 'Rename').click()
      await button(page, 'Change passphrase').click()
      await field(page, 'New passphrase').fill('marguerite')
      await field(page, 'Repeat new passphrase').fill('marguerite')
      await button(page, 'Change passphrase').click()
      await button(page, 'Show recovery words').click()
      await field(page, 'Passphrase').fill('x')
      await button(page, 'Show').click()
      await field(page, 'STUN and TURN servers').fill('x')
      await button(page, 'Save servers').click()
      await page.getByRole('alert').nth(2).waitFor()
    },
  },
}
