import { ed25519 } from '@noble/curves/ed25519.js'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { armor, compactText, unarmor } from '../../lib/contract/armor'
import { concat, encodeText } from '../../lib/contract/wire'
import { writeInvitation } from '../../lib/conversation/invitation'
import { random } from '../../lib/crypto/random'
import * as people from './harness/people'
import { button, textbox } from './harness/people'
import { arrive, leave, PASSPHRASE, type Person, toChats } from './harness/person'

type Kind = 'INVITATION' | 'REPLY' | 'SEALED TEXT'

const WEEK = 7 * 86_400_000
const HUGE = 'A'.repeat(3_000_000)
const MARKUP = '<img src=x onerror=alert(1)>'

const conversations = (page: Page) => page.getByRole('list', { name: 'Conversations' }).getByRole('link')

/** An invitation by somebody who does not exist, with any name. */
const foreign = (name: string, expiresAt = Date.now() + WEEK): Uint8Array => {
  const identity = ed25519.getPublicKey(random(32))
  const bytes = writeInvitation({
    identity,
    key: random(32),
    secret: random(32),
    expiresAt,
    relays: [],
    offer: null,
    name: 'x',
  })
  return concat(bytes.subarray(0, -1), encodeText(name))
}
const invitation = (bytes: Uint8Array) => armor('INVITATION', bytes)

/** The same block with other bytes: the armour is whole, what is inside is not. */
const altered = (text: string, kind: Kind, alter: (bytes: Uint8Array) => Uint8Array) =>
  armor(kind, alter(unarmor(text, kind)))
const flipped = (at: number) => (bytes: Uint8Array) =>
  bytes.map((byte, n) => (n === (at < 0 ? bytes.length + at : at) ? byte ^ 1 : byte))
const head = (value: number) => (bytes: Uint8Array) => concat(Uint8Array.of(value), bytes.subarray(1))

/** What happens to any block on a bad way, and what is said of it. */
const HARM: [string, (text: string, kind: Kind) => string, RegExp][] = [
  [
    'with another letter',
    (text) => text.replace(/\n(.{9})(.)/, (_, a, b) => `\n${a}${b === 'A' ? 'B' : 'A'}`),
    /damaged/,
  ],
  ['without its second line', (text) => text.split('\n').toSpliced(2, 1).join('\n'), /damaged/],
  ['without its end', (text) => text.slice(0, text.length / 2), /damaged/],
  ['with nothing in it', (text) => text.replace(/\n[\s\S]*\n/, '\n'), /damaged/],
  [
    'without its beginning',
    (text) => text.slice(text.indexOf('\n') + 12),
    /damaged|not (an invitation|a reply|sealed text)/,
  ],
  ['in three megabytes', (text) => `${text}\n${HUGE}`, /too large/],
]

describe('bad input', () => {
  let alice: Person
  let bob: Person
  let mallory: Person
  let open: string
  const everybody = () => [alice, bob, mallory] as const

  beforeAll(async () => {
    ;[alice, bob, mallory] = await Promise.all([arrive('Alice'), arrive('Bob'), arrive('<b>Mal</b>\u202eyrol')])
    await people.connectTwo(alice, bob)
    await toChats(alice)
    open = await people.invite(alice.page)
  })
  afterAll(() => leave(...everybody()))
  beforeEach(() => toChats(...everybody()))

  /** Pastes into one of the two views for pasting, and expects exactly this complaint and no other change. */
  const refused = async ({ page }: Person, way: 'accept' | 'open', text: string, why: RegExp) => {
    const people = await conversations(page).allInnerTexts()
    await button(page, way === 'accept' ? 'Accept an invitation' : 'Open sealed text').click()
    await textbox(page, way === 'accept' ? 'Invitation text' : 'Sealed text').fill(text)
    await button(page, way === 'accept' ? 'Accept' : 'Open').click()
    await page.getByRole('alert').filter({ hasText: why }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(1)
    await textbox(page, way === 'accept' ? 'Invitation text' : 'Sealed text').fill('something else')
    await page.getByRole('alert').waitFor({ state: 'hidden' })
    expect(await conversations(page).allInnerTexts()).toEqual(people)
  }

  it.each(HARM)('is told of an invitation %s', (_, harm, why) => refused(bob, 'accept', harm(open, 'INVITATION'), why))

  it.each<[string, () => string, RegExp]>([
    ['words', () => 'Dear Bob, come on Sunday!', /not an invitation/],
    ['a link', () => 'https://example.org/invite/1234', /not an invitation/],
    ['the QR form, cut', () => compactText(foreign('Eve')).slice(0, -3), /damaged/],
    ['itself in the armour of a reply', () => open.replaceAll('INVITATION', 'REPLY'), /reply is damaged|not a reply/],
    ['other bytes', () => invitation(new Uint8Array(150).fill(7)), /not an invitation/],
    ['a newer version', () => altered(open, 'INVITATION', head(0x24)), /newer version/],
    ['bytes left out', () => altered(open, 'INVITATION', (bytes) => bytes.subarray(0, 90)), /damaged/],
    ['one that expired', () => invitation(foreign('Eve', Date.now() - 1_000)), /expired/],
    ['a name of 10,000 letters', () => invitation(foreign('E'.repeat(10_000))), /too large/],
    ['a name that nobody can see', () => invitation(foreign('\u202e\u200b')), /damaged/],
    ['a name that is not UTF-8', () => invitation(concat(foreign(''), Uint8Array.of(0xff, 0xfe))), /damaged/],
  ])('is told when the invitation is %s', (_, text, why) => refused(bob, 'accept', text(), why))

  it('is told when the invitation is one’s own', () => refused(alice, 'accept', open, /your own/))

  it.each([
    ['reorders', `${'\u202e'}moc.knab\u2066 Eve\u0000\n\tEvil`, 'moc.knab Eve Evil'],
    ['is markup', MARKUP, MARKUP],
    ['is endless', 'E'.repeat(700), 'E'.repeat(64)],
  ])('shows a name that %s as plain, short text', async (_, name, shown) => {
    await people.accept(mallory.page, invitation(foreign(name)))
    await mallory.page.getByRole('heading', { name: shown, exact: true }).waitFor()
    expect(await mallory.page.getByRole('heading', { name: shown, exact: true }).innerText()).toBe(shown)
    expect(await mallory.page.locator('img[src="x"]').count()).toBe(0)
    const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
    expect(await mallory.page.evaluate(overflow)).toBeLessThanOrEqual(0)
  })

  describe('as a reply', () => {
    let reply: string
    let forBob: string
    beforeAll(async () => {
      await toChats(mallory, bob)
      reply = await people.accept(mallory.page, open)
      await toChats(mallory)
      forBob = await people.accept(mallory.page, await people.invite(bob.page))
    })

    const refusedReply = async (text: string, why: RegExp) => {
      const { page } = alice
      await page.getByRole('list', { name: 'Open invitations' }).getByRole('link').first().click()
      const region = page.getByRole('region', { name: 'Invitation' })
      await textbox(region, 'Reply text').fill(text)
      await button(region, 'Connect').click()
      await page.getByRole('alert').filter({ hasText: why }).waitFor()
      expect(await page.getByRole('alertdialog').count()).toBe(0)
      expect(await conversations(page).count()).toBe(1)
    }

    it.each(HARM)('is told of one %s', (_, harm, why) => refusedReply(harm(reply, 'REPLY'), why))

    it.each<[string, () => string, RegExp]>([
      ['words', () => 'yes please', /not a reply/],
      ['the invitation itself', () => open, /not a reply/],
      ['a changed key', () => altered(reply, 'REPLY', flipped(40)), /damaged/],
      ['a changed end', () => altered(reply, 'REPLY', flipped(-1)), /damaged/],
      ['a changed tag', () => altered(reply, 'REPLY', flipped(18)), /somebody else/],
      [
        'a newer version',
        () => altered(reply, 'REPLY', (bytes) => head((bytes[0] ?? 0) + 0x10)(bytes)),
        /newer version/,
      ],
      ['for somebody else', () => forBob, /somebody else/],
    ])('is told when it is %s', (_, text, why) => refusedReply(text(), why))

    it('asks with the name as plain text, and then takes the right one', async () => {
      const { page } = alice
      await page.getByRole('list', { name: 'Open invitations' }).getByRole('link').first().click()
      await people.pasteReply(page, reply)
      const question = page.getByRole('alertdialog', { name: '<b>Mal</b>yrol answered your invitation', exact: true })
      await question.waitFor()
      expect(await question.locator('b').count()).toBe(0)
      await button(question, 'No, that is not them').click()
      await question.waitFor({ state: 'hidden' })
    })
  })

  describe('as sealed text', () => {
    const WORDS = ['the first letter', 'the second letter', 'the third letter']
    let first: string
    let second: string
    let third: string
    beforeAll(async () => {
      await toChats(alice, bob)
      await people.lock(bob.page)
      await people.unlock(bob.page, PASSPHRASE)
      await people.openConversation(alice.page, 'Bob')
      await people.connectionIs(alice.page, 'not reachable now')
      const letters: string[] = []
      for (const words of WORDS) {
        letters.push(await people.seal(alice.page, words))
        await button(alice.page, 'Done').click()
      }
      ;[first, second, third] = letters as [string, string, string]
    })

    it.each(HARM)('is told of one %s', (_, harm, why) => refused(bob, 'open', harm(first, 'SEALED TEXT'), why))

    it.each<[string, () => string, RegExp]>([
      ['words', () => 'Dear Bob', /not sealed text/],
      ['an invitation', () => open, /not sealed text/],
      ['other bytes', () => armor('SEALED TEXT', new Uint8Array(900).fill(7)), /damaged/],
      ['a newer version', () => altered(first, 'SEALED TEXT', head(0x20)), /newer version/],
      ['cut before it was armoured', () => altered(first, 'SEALED TEXT', (bytes) => bytes.subarray(0, -9)), /damaged/],
    ])('is told when it is %s', (_, text, why) => refused(bob, 'open', text(), why))

    it('is told when it is one’s own, or for somebody else', async () => {
      await refused(alice, 'open', first, /your own/)
      await refused(mallory, 'open', first, /somebody else/)
    })

    it('brings each message once, however often it is opened', async () => {
      for (const text of [second, first]) {
        await toChats(bob)
        await people.openSealed(bob.page, text)
        await textbox(bob.page, 'Message').waitFor()
      }
      await people.sees(bob.page, 'the second letter')
      // Both are read before states are compared.
      await bob.page.getByRole('link', { name: /\b\d+ unread/ }).waitFor({ state: 'hidden' })
      for (const text of [first, second, first]) {
        await toChats(bob)
        await refused(bob, 'open', text, /already opened/)
      }
      await toChats(bob)
      await people.openConversation(bob.page, 'Alice')
      await people.sees(bob.page, 'the first letter')
      expect(await letters()).toEqual(WORDS.slice(0, 2))
    })

    it('brings nothing that nobody wrote when bits of it are others', async () => {
      const { length } = unarmor(third, 'SEALED TEXT')
      const heard = bob.page.getByRole('alert').or(textbox(bob.page, 'Message'))
      const places = [0, 1, 3, 20, 60, length >> 2, length >> 1, -60, -1]
      for (const text of [...places.map((at) => altered(third, 'SEALED TEXT', flipped(at))), third]) {
        await toChats(bob)
        await people.openSealed(bob.page, text)
        await heard.waitFor()
      }
      await toChats(bob)
      await people.openConversation(bob.page, 'Alice')
      await people.sees(bob.page, 'the third letter')
      expect(await letters()).toEqual(WORDS)
    })

    const letters = () =>
      bob.page.getByRole('log', { name: 'Messages' }).getByRole('article').locator('p').allInnerTexts()
  })

  it('leaves everything as it was: the two still talk', async () => {
    await people.openConversation(alice.page, 'Bob')
    await people.openConversation(bob.page, 'Alice')
    const back = await people.seal(bob.page, 'still here')
    await toChats(alice)
    await people.openSealed(alice.page, back)
    await people.isDirect(alice.page)
    await people.say(alice.page, 'after all that')
    await people.sees(bob.page, 'after all that')
    await people.sees(alice.page, 'after all that', 'delivered')
  })
})
