import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { npmRelay, type RunningRelay } from '../carriers/relays/npm-relay'
import { type Chromium, launchChromium } from './harness/chromium'
import * as people from './harness/people'
import { button, textbox } from './harness/people'

const PASSPHRASE = 'kettle orbit velvet canyon mosaic'

// Two people and the relay that both chose, in order: each test goes on where the one before it ended.
describe('what the screens say of a relay', () => {
  let relay: RunningRelay
  let browsers: Chromium[]
  let alice: Page
  let bob: Page

  beforeAll(async () => {
    relay = await npmRelay()
    browsers = await Promise.all([launchChromium(), launchChromium()])
    const pages = await Promise.all(browsers.map((browser) => browser.panel('home')))
    ;[alice, bob] = pages as [Page, Page]
    await people.becomeSomeone(alice, 'Alice', PASSPHRASE, [], [relay.url])
    await people.becomeSomeone(bob, 'Bob', PASSPHRASE, [], [relay.url])
  })
  afterAll(async () => {
    await Promise.all(browsers.map((browser) => browser.close()))
    await relay.stop()
  })

  const toMe = async (page: Page) => {
    await page.getByRole('navigation', { name: 'Hearth' }).getByRole('link', { name: 'Me' }).click()
    await textbox(page, 'Your identity').waitFor()
  }
  const toBob = async () => {
    await alice.getByRole('navigation', { name: 'Hearth' }).getByRole('link', { name: 'Chats' }).click()
    await people.openConversation(alice, 'Bob')
  }
  const relayRow = (state: string) =>
    alice.getByRole('list', { name: 'Relays', exact: true }).getByRole('listitem').filter({ hasText: state })

  it('is not needed before there is anybody to look for', async () => {
    await toMe(alice)
    await relayRow('not needed yet').waitFor()
    await button(alice, `Remove ${relay.url.replace(/\/$/, '')}`).waitFor()
  })

  it('brings the two together, and nobody carries a reply', async () => {
    await alice.getByRole('navigation', { name: 'Hearth' }).getByRole('link', { name: 'Chats' }).click()
    const invitation = await people.invite(alice)
    await button(bob, 'Accept an invitation').click()
    await textbox(bob, 'Invitation text').fill(invitation)
    await button(bob, 'Accept').click()
    await people.confirmAnswer(alice)
    await Promise.all([people.openConversation(alice, 'Bob'), people.openConversation(bob, 'Alice')])
    await Promise.all([people.isDirect(alice), people.isDirect(bob)])
  })

  it('tells in the diagnostics through what somebody is reached, and copies it without a name', async () => {
    await toMe(alice)
    await button(alice, 'Diagnostics').click()
    const row = alice.getByRole('list', { name: 'People' }).getByRole('listitem').filter({ hasText: 'Bob' })
    await row.filter({ hasText: 'direct, in the same network' }).waitFor()
    await relayRow('connected').waitFor()
    await alice.getByRole('list', { name: 'What happened lately' }).getByText('Connected directly').first().waitFor()
    await alice.getByText('The text', { exact: true }).first().click()
    const text = await textbox(alice, 'The text').inputValue()
    expect(text).toContain('Contact 1: direct (local)')
    expect(text).not.toMatch(/Bob|Alice|did:key/)
  })

  it('says of a message that waits on it: sent through a relay', async () => {
    await toBob()
    await people.lock(bob)
    await people.connectionIs(alice, 'reachable through a relay · last seen today')
    await people.say(alice, 'for when you are back')
    await people.sees(alice, 'for when you are back', 'sent through a relay')
  })

  it('says since when nothing reaches them, and promises no letter, while it is away', async () => {
    await relay.stop()
    await people.connectionIs(alice, 'not reachable now · since today')
    await people.say(alice, 'and this one waits')
    await people.sees(alice, 'and this one waits', 'queued')
    await alice.getByText(/^waiting: not reachable since today/).waitFor()
    expect(await alice.getByText('sends back connects you two').count()).toBe(0)
    await toMe(alice)
    await relayRow('waiting').waitFor()
  })

  it('delivers both once it is back and they are', async () => {
    await toBob()
    await relay.start()
    await people.unlock(bob, PASSPHRASE)
    await people.openConversation(bob, 'Alice')
    for (const text of ['for when you are back', 'and this one waits']) await people.sees(bob, text)
    await people.sees(alice, 'and this one waits', 'delivered')
    await people.sees(alice, 'for when you are back', 'delivered')
  })

  it('is "Only by hand" once it is removed, which the conversation then says', async () => {
    await people.lock(bob)
    await toMe(alice)
    await alice.getByRole('button', { name: /^Remove ws:/ }).click()
    await alice.getByText('Only by hand').waitFor()
    await toBob()
    await people.connectionIs(alice, 'not reachable now')
    await alice.getByText('sends back connects you two').waitFor()
  })
})
