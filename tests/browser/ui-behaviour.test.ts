import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MessageView } from '../../lib/contract/panel-api'
import { asked, type OpenGallery, openGallery, show } from '../ui/gallery/open'
import { jonas, NOW } from '../ui/gallery/people'

let gallery: OpenGallery
let page: Page

beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery?.close())

const button = (name: string) => page.getByRole('button', { name, exact: true })
const field = (name: string) => page.getByRole('textbox', { name, exact: true })
const log = () => page.getByRole('log', { name: 'Messages' })
const texts = async (name: string) => ((await asked(page, name)) as { text: string }[]).map(({ text }) => text)

/** Two frames: what was scrolled has been told, and what follows from it is drawn. */
const settle = () =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null)))))

/** Another message of theirs arrives in the open conversation. */
const arrive = (n: number) =>
  page.evaluate(
    ([number, at]) => {
      const [talk] = globalThis.gallery.world.talks ?? []
      if (talk === undefined) throw new Error('no conversation')
      const message: MessageView = {
        id: `f${number}` as MessageView['id'],
        mine: false,
        text: `Just arrived, ${number}`,
        at,
        state: null,
        note: null,
      }
      globalThis.gallery.change({
        talks: [{ ...talk, unread: talk.unread + 1, messages: [...talk.messages, message] }],
      })
    },
    [n, NOW] as [number, number],
  )

beforeEach(async () => {
  page = await gallery.page({ viewport: { width: 360, height: 640 } })
  return async () => {
    await page.context().close()
    expect(gallery.complaints.splice(0)).toEqual([])
  }
})

describe('writing', () => {
  it('sends on Enter and breaks the line on Shift+Enter', async () => {
    await show(page, 'talk')
    await field('Message').fill('one')
    await field('Message').press('Shift+Enter')
    await field('Message').pressSequentially('two')
    await field('Message').press('Enter')
    await expect.poll(() => texts('sendMessage')).toEqual(['one\ntwo'])
    expect(await field('Message').inputValue()).toBe('')
  })

  it('leaves Enter to an input method that composes', async () => {
    await show(page, 'talk')
    await field('Message').fill('にほん')
    await field('Message').dispatchEvent('keydown', {
      key: 'Enter',
      isComposing: true,
      bubbles: true,
      cancelable: true,
    })
    await field('Message').dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true })
    expect(await texts('sendMessage')).toEqual([])
    expect(await field('Message').inputValue()).toBe('にほん')
  })

  it('sends nothing where there is nothing to say', async () => {
    await show(page, 'talk')
    await field('Message').fill(' \n ')
    await field('Message').press('Enter')
    await expect.poll(() => button('Send').isDisabled()).toBe(true)
    expect(await texts('sendMessage')).toEqual([])
  })

  it('keeps the order when Enter is pressed faster than messages are kept', async () => {
    await show(page, 'talk')
    await page.evaluate(() => {
      const { ask } = globalThis.gallery
      globalThis.gallery.ask = (name, params) =>
        name === 'sendMessage'
          ? new Promise((done) => setTimeout(() => done(ask(name, params)), 30))
          : ask(name, params)
    })
    for (const text of ['a', 'b', 'c', 'd']) {
      await field('Message').fill(text)
      await field('Message').press('Enter')
    }
    await expect.poll(() => texts('sendMessage')).toEqual(['a', 'b', 'c', 'd'])
  })

  it('asks again under the same id when the agent was interrupted', async () => {
    await show(page, 'talk')
    await page.evaluate(async () => {
      const { ask } = globalThis.gallery
      let times = 0
      globalThis.gallery.ask = async (name, params) => {
        const answer = await ask(name, params)
        if (name === 'sendMessage' && ++times < 3) await globalThis.failWith('interrupted')
        return answer
      }
    })
    await field('Message').fill('once')
    await button('Send').click()
    await expect.poll(() => texts('sendMessage')).toHaveLength(3)
    const ids = ((await asked(page, 'sendMessage')) as { id: string }[]).map(({ id }) => id)
    expect(new Set(ids).size).toBe(1)
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('gives the words back when they cannot be sent', async () => {
    await show(page, 'talk-fork')
    await field('Message').fill('precious')
    await field('Message').press('Enter')
    await page.getByText('Writing is stopped for this contact.').waitFor()
    expect(await field('Message').inputValue()).toBe('precious')
  })

  it('keeps a draft after a pause, and at once when the view is left', async () => {
    await show(page, 'talk')
    await field('Message').fill('half a thought')
    await expect.poll(() => texts('setDraft')).toEqual(['half a thought'])
    await field('Message').fill('half a thought, and')
    await page.evaluate(() => dispatchEvent(new Event('pagehide')))
    expect(await texts('setDraft')).toEqual(['half a thought', 'half a thought, and'])
    await field('Message').fill('the rest')
    await page.keyboard.press('Escape')
    await expect.poll(async () => (await texts('setDraft')).at(-1)).toBe('the rest')
  })

  it('shows the draft that was kept', async () => {
    await show(page, 'talk-waiting')
    expect(await field('Message').inputValue()).toBe('Also, the keys')
  })

  it('grows with the text, and says when it is too long', async () => {
    await show(page, 'talk')
    const height = async () => (await field('Message').boundingBox())?.height ?? 0
    const before = await height()
    await field('Message').fill('a\nb\nc')
    expect(await height()).toBeGreaterThan(before + 20)
    await field('Message').fill('x'.repeat(16_002))
    await page.getByText('2 characters too many').waitFor()
    expect(await button('Send').isDisabled()).toBe(true)
    await field('Message').press('Enter')
    expect(await texts('sendMessage')).toEqual([])
  })
})

describe('reading', () => {
  it('begins at the newest message and finds the older ones further up, without a jump', async () => {
    await show(page, 'talk-long')
    await page.getByText('Mine, number 399').waitFor()
    expect(await page.getByText('Mine, number 399').isVisible()).toBe(true)
    expect(await log().getByRole('article').count()).toBe(60)
    const mark = page.getByText('Theirs, number 341', { exact: true })
    await mark.scrollIntoViewIfNeeded()
    const before = (await mark.boundingBox())?.y ?? 0
    await expect.poll(() => log().getByRole('article').count()).toBeGreaterThan(60)
    expect(Math.abs(((await mark.boundingBox())?.y ?? 0) - before)).toBeLessThan(2)
    for (let times = 0; times < 40; times++) {
      await log().evaluate((element) => element.scrollTo(0, -element.scrollHeight))
      if (await page.getByText('You and Bob Marsh have met').count()) break
      await settle()
    }
    expect(await log().getByRole('article').count()).toBe(400)
  })

  it('stays where the person reads when something arrives, and tells of it', async () => {
    await show(page, 'talk-long')
    const mark = page.getByText('Theirs, number 380', { exact: true })
    await mark.evaluate((element) => element.scrollIntoView({ block: 'center' }))
    const before = (await mark.boundingBox())?.y ?? 0
    await settle()
    await arrive(1)
    await button('New messages').waitFor()
    expect(Math.abs(((await mark.boundingBox())?.y ?? 0) - before)).toBeLessThan(2)
    await button('New messages').click()
    await expect.poll(() => page.getByText('Just arrived, 1').isVisible()).toBe(true)
    await expect.poll(() => button('New messages').count()).toBe(0)
  })

  it('follows what arrives while the person is at the end, and marks it read', async () => {
    await show(page, 'talk-long')
    await expect.poll(async () => (await asked(page, 'markRead')).length).toBe(1)
    await arrive(2)
    await page.getByText('Just arrived, 2').waitFor()
    const { y = 0, height = 0 } = (await page.getByText('Just arrived, 2').boundingBox()) ?? {}
    const box = await log().boundingBox()
    expect(y + height).toBeLessThanOrEqual((box?.y ?? 0) + (box?.height ?? 0))
    await expect.poll(async () => (await asked(page, 'markRead')).length).toBe(2)
  })

  it('leaves unread what is out of sight', async () => {
    await show(page, 'talk-long')
    await expect.poll(async () => (await asked(page, 'markRead')).length).toBe(1)
    await page.getByText('Theirs, number 380', { exact: true }).evaluate((element) => element.scrollIntoView())
    await settle()
    await arrive(3)
    await button('New messages').waitFor()
    expect(await asked(page, 'markRead')).toHaveLength(1)
  })

  it('has one article per message, with its text, its time and its word', async () => {
    await show(page, 'talk-waiting')
    const articles = log().getByRole('article')
    expect(await articles.count()).toBe(4)
    for (const [n, word] of ['delivered', 'failed', 'sent once you carry the text', 'queued'].entries()) {
      expect(await articles.nth(n).textContent()).toMatch(new RegExp(`\\d\\d:\\d\\d.*${word}`))
    }
    expect(await page.getByRole('status', { name: 'Connection' }).textContent()).toMatch(/^not reachable now/)
  })

  it('opens addresses in a tab that knows nothing of us, and nothing else', async () => {
    await show(page, 'talk-hostile')
    for (const link of await log().getByRole('link').all()) {
      expect(await link.getAttribute('href')).toMatch(/^https?:\/\//)
      expect(await link.getAttribute('target')).toBe('_blank')
      expect((await link.getAttribute('rel'))?.split(' ').sort()).toEqual(['noopener', 'noreferrer'])
    }
    expect(await log().getByRole('link').count()).toBe(2)
    expect(await log().locator('script, img').count()).toBe(0)
  })
})

describe('meeting', () => {
  it('answers a pasted invitation with a reply to send back', async () => {
    await show(page, 'talk-reply')
    expect(await field('Reply text').inputValue()).toMatch(/^-----BEGIN HEARTH REPLY/)
    expect(await field('Reply text').getAttribute('readonly')).not.toBeNull()
    const href = (await page.getByRole('link', { name: 'Send reply by e-mail' }).getAttribute('href')) ?? ''
    expect(href.length).toBeLessThan(1_900)
    expect(decodeURIComponent(href)).toContain('Paste the text here')
    expect(await button('Write as sealed text').count()).toBe(0)
  })

  it('puts a short invitation into the mail itself', async () => {
    await show(page, 'invite')
    const href = (await page.getByRole('link', { name: 'Send by e-mail' }).getAttribute('href')) ?? ''
    expect(href).toMatch(/^mailto:\?/)
    expect(decodeURIComponent(href)).toContain('-----END HEARTH INVITATION-----')
    expect(
      await page.getByRole('region', { name: 'Invitation' }).getByRole('img', { name: 'Invitation QR code' }).count(),
    ).toBe(1)
  })

  it('asks who answered, and connects or refuses', async () => {
    await show(page, 'invite-answered')
    const dialog = page.getByRole('alertdialog', { name: 'Bob Marsh answered your invitation' })
    await dialog.getByRole('button', { name: 'No, that is not them' }).click()
    expect(await asked(page, 'refuseAnswer')).toHaveLength(1)
    await dialog.getByRole('button', { name: 'Yes, connect' }).click()
    expect(await asked(page, 'confirmAnswer')).toHaveLength(1)
    await page.waitForURL(/#chats\/[0-9a-f]{32}$/)
  })

  it('takes a reply that was pasted as an invitation', async () => {
    await show(page, 'accept')
    await field('Invitation text').fill('-----BEGIN HEARTH REPLY-----\nAAAA\n-----END HEARTH REPLY-----')
    await button('Accept').click()
    await expect.poll(() => asked(page, 'pasteReply')).toHaveLength(1)
    expect(await asked(page, 'acceptInvitation')).toEqual([])
    await page.waitForURL(/#chats$/)
  })

  it('puts the invitation away once somebody answered, and keeps what was typed below it', async () => {
    await show(page, 'invite-relays')
    await page.getByText('their reply comes by itself').waitFor()
    await field('Reply text').fill('-----BEGIN HEARTH')
    await page.evaluate(() => {
      const [open] = globalThis.gallery.world.invitations ?? []
      if (open === undefined) throw new Error('no invitation')
      globalThis.gallery.change({ invitations: [{ ...open, answers: [{ id: 'a1', name: 'Bob', hue: 97 }] }] })
    })
    await page.getByRole('alertdialog', { name: /^Bob answered/ }).waitFor()
    expect(await field('Invitation text').count()).toBe(0)
    expect(await field('Reply text').inputValue()).toBe('-----BEGIN HEARTH')
    expect(await field('Reply text').evaluate((element) => element === document.activeElement)).toBe(true)
    await page.getByText('Show the invitation again').click()
    expect(await field('Invitation text').inputValue()).toMatch(/^-----BEGIN HEARTH INVITATION/)
  })

  it('is loud when two answered', async () => {
    await show(page, 'invite-two')
    expect(await page.getByRole('alert', { name: 'Two people answered' }).isVisible()).toBe(true)
    expect(await page.getByRole('alertdialog').count()).toBe(2)
  })

  it('turns the draft into a sealed text', async () => {
    await show(page, 'talk-waiting')
    await field('Message').fill('by letter')
    await button('Write as sealed text').click()
    await field('Sealed text').waitFor()
    expect(await texts('sealText')).toEqual(['by letter'])
    expect(await field('Message').inputValue()).toBe('')
    expect(await button('Copy sealed text').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await field('Sealed text').waitFor({ state: 'detached' })
    expect(await page.getByRole('log').isVisible()).toBe(true)
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  })
})

describe('a sealed text', () => {
  it('says when what it carries has arrived, and stays', async () => {
    await show(page, 'talk-waiting')
    await button('Write that text').click()
    await field('Sealed text').waitFor()
    await field('Message').focus()
    await page.evaluate(() => {
      const [talk] = globalThis.gallery.world.talks ?? []
      if (talk === undefined) throw new Error('no conversation')
      const messages = talk.messages.map(
        (message) => ({ ...message, state: message.mine ? 'delivered' : null }) as const,
      )
      globalThis.gallery.change({ talks: [{ ...talk, messages }] })
    })
    await page.getByText('You need not send it any more').waitFor()
    expect(await field('Sealed text').isVisible()).toBe(true)
    expect(await field('Message').evaluate((element) => element === document.activeElement)).toBe(true)
  })
})

describe('a sealed text that only connects', () => {
  it('says when the two are connected', async () => {
    await show(page, 'talk-by-hand')
    await button('Write as sealed text').click()
    await page.getByText('Send it any way you like').waitFor()
    await page.evaluate(() => {
      const [talk] = globalThis.gallery.world.talks ?? []
      if (talk === undefined) throw new Error('no conversation')
      globalThis.gallery.change({ talks: [{ ...talk, connection: { state: 'direct' } }] })
    })
    await page.getByText('are connected. You need not send it any more').waitFor()
  })
})

describe('moving about', () => {
  it('brings the focus to the view, and Escape back to Chats', async () => {
    await show(page, 'chats')
    await page.getByRole('link', { name: /^Bob Marsh.*3 unread/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('This conversation is no longer here.').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    await page.keyboard.press('Escape')
    await page.waitForURL(/#chats$/)
    await button('Accept an invitation').click()
    await expect
      .poll(() => field('Invitation text').evaluate((element) => element === document.activeElement))
      .toBe(true)
  })

  it('claims in the list, too, no more than is known of a sealed text', async () => {
    await show(page, 'chats')
    await page.getByRole('link', { name: /^Eleni sent once you carry the text/ }).waitFor()
  })

  it('reaches everything by keyboard alone', async () => {
    await show(page, 'chats')
    const reached = new Set<string>()
    for (let times = 0; times < 24; times++) {
      await page.keyboard.press('Tab')
      reached.add(
        await page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent ?? ''),
      )
    }
    const names = [...reached].join('\n')
    for (const name of [
      'Open sealed text',
      'Accept an invitation',
      'Invite someone',
      'Lock',
      'Bob Marsh',
      'Chats',
      'Sites',
      'Me',
    ])
      expect(names).toContain(name)
  })

  it('locks, and then names nobody', async () => {
    await show(page, 'chats')
    await button('Lock').click()
    expect(await asked(page, 'lock')).toHaveLength(1)
    await page.evaluate(() => globalThis.gallery.change({ status: { phase: 'locked' } }))
    await field('Passphrase').waitFor()
    expect(await page.locator('body').innerText()).not.toContain(jonas.name)
    expect(await page.locator('body').innerText()).not.toContain('Marguerite')
  })

  it('lets only the two words that were asked for pass', async () => {
    await show(page, 'setup-words')
    await field('Passphrase').fill('x')
    await button('Show the words').click()
    const words = await page.getByRole('list', { name: 'Recovery words' }).getByRole('listitem').allTextContents()
    expect(words).toHaveLength(12)
    await button('I wrote them down').click()
    const labels = await page.locator('label').allTextContents()
    for (const label of labels) await field(label).fill('walnut')
    await button('Confirm').click()
    await page.getByRole('alert').first().waitFor()
    expect(await asked(page, 'confirmWords')).toEqual([])
    for (const label of labels) await field(label).fill(` ${words[Number(/\d+/.exec(label)?.[0]) - 1]?.toUpperCase()} `)
    await button('Confirm').click()
    await expect.poll(() => asked(page, 'confirmWords')).toHaveLength(1)
  })
})
