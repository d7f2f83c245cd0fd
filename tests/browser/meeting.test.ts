import { rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium } from './harness/chromium'
import * as people from './harness/people'
import { arrive, leave, PASSPHRASE, type Person } from './harness/person'

describe('two people in two browsers', () => {
  let alice: Person
  let bob: Person

  beforeEach(async () => {
    ;[alice, bob] = await Promise.all([arrive('Alice'), arrive('Bob')])
  })
  afterEach(() => leave(alice, bob))

  it('meet, talk both ways, and see it in every panel', async () => {
    await people.connectTwo(alice, bob)
    await people.say(alice.page, 'Hello Bob\nsecond line')
    await people.sees(bob.page, 'second line')
    await people.sees(alice.page, 'second line', 'delivered')
    const popup = await alice.browser.panel('popup', 'chats', { width: 380, height: 600 })
    await people.openConversation(popup, 'Bob')
    await people.say(bob.page, 'to both of your windows')
    await people.sees(alice.page, 'to both of your windows')
    await people.sees(popup, 'to both of your windows')
    await people.say(popup, 'from the small one')
    await people.sees(bob.page, 'from the small one')
    await people.sees(alice.page, 'from the small one', 'delivered')
  })

  it('go on talking when the worker was stopped', async () => {
    await people.connectTwo(alice, bob)
    await bob.browser.stopWorker()
    await people.say(alice.page, 'are you still there')
    await people.sees(bob.page, 'are you still there')
    await people.sees(alice.page, 'are you still there', 'delivered')
    await people.say(bob.page, 'always')
    await people.sees(alice.page, 'always')
  })

  it('lose nothing when a browser is killed, and a sealed text each way connects them again', async () => {
    await people.connectTwo(alice, bob)
    await people.say(bob.page, 'before the power cut')
    await people.sees(alice.page, 'before the power cut')
    await bob.browser.kill()
    await people.say(alice.page, 'while you were away')
    await people.connectionIs(alice.page, 'not reachable now')
    expect(await people.message(alice.page, 'while you were away').innerText()).not.toContain('delivered')

    const { profileDir } = bob.browser
    bob.browser = await launchChromium({ profileDir })
    bob.page = await bob.browser.panel('home', 'chats')
    await people.unlock(bob.page, PASSPHRASE)
    await people.openConversation(bob.page, 'Alice')
    await people.sees(bob.page, 'before the power cut')

    const there = await people.seal(alice.page, 'by mail')
    const opened = await bob.browser.panel('home', 'chats')
    await people.openSealed(opened, there)
    await people.sees(bob.page, 'while you were away')
    await people.sees(bob.page, 'by mail')
    const back = await people.seal(bob.page, 'by mail too')
    const openedBack = await alice.browser.panel('home', 'chats')
    await people.openSealed(openedBack, back)
    await people.sees(alice.page, 'by mail too')
    await Promise.all([people.isDirect(alice.page), people.isDirect(bob.page)])
    await people.say(alice.page, 'and live again')
    await people.sees(bob.page, 'and live again')
    for (const text of ['while you were away', 'by mail', 'and live again']) {
      await people.sees(alice.page, text, 'delivered')
    }
    await bob.browser.close()
    rmSync(profileDir, { recursive: true, force: true })
  })
})
