import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PUBLIC_RELAYS } from '../../lib/contract/public-relays'
import { asked, type OpenGallery, openGallery, show } from '../ui/gallery/open'

let gallery: OpenGallery
let page: Page

beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery?.close())

beforeEach(async () => {
  page = await gallery.page({ viewport: { width: 360, height: 640 } })
  return async () => {
    await page.context().close()
    expect(gallery.complaints.splice(0)).toEqual([])
  }
})

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const field = (name: string) => page.getByRole('textbox', { name, exact: true })
const group = (name: string) => page.getByRole('radiogroup', { name, exact: true })
const radio = (name: string) => page.getByRole('radio', { name, exact: true })
const alert = (words: string | RegExp) => page.getByRole('alert').filter({ hasText: words })
const relayList = () => page.getByRole('list', { name: 'Relays', exact: true })
const focused = () => page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.tagName)

describe('the last step of first run', () => {
  it('recommends the public ones, and tells them nothing before "Continue"', async () => {
    await show(page, 'setup-ways')
    expect(await group('Finding a way through routers').getByRole('radio').count()).toBe(3)
    expect(await group('Finding each other again').getByRole('radio').count()).toBe(3)
    expect(await radio('Public STUN servers').isChecked()).toBe(true)
    expect(await radio('Public relays').isChecked()).toBe(true)
    expect(await asked(page, 'chooseWays')).toEqual([])
    await button('Continue').click()
    await expect
      .poll(() => asked(page, 'chooseWays'))
      .toEqual([{ routers: { kind: 'public' }, relays: [...PUBLIC_RELAYS] }])
  })

  it('shows which relays are public to whoever asks', async () => {
    await show(page, 'setup-ways')
    expect(await page.getByText('nos.lol').isVisible()).toBe(false)
    await page.getByText(`${PUBLIC_RELAYS.length} relays`).click()
    for (const address of PUBLIC_RELAYS) expect(await page.getByText(address).isVisible()).toBe(true)
  })

  it('takes neither', async () => {
    await show(page, 'setup-ways')
    await radio('None').check()
    await radio('Only by hand').check()
    await page.getByText('the one sent back connects you').waitFor()
    await button('Continue').click()
    await expect.poll(() => asked(page, 'chooseWays')).toEqual([{ routers: { kind: 'none' }, relays: [] }])
  })

  it('takes own relays, one a line, and keeps what was typed while another way is looked at', async () => {
    await show(page, 'setup-ways')
    await radio('My own servers').check()
    await field('STUN and TURN servers').fill('stun:stun.example.org')
    await radio('None').check()
    await radio('My own servers').check()
    await radio('My own relays').check()
    await field('Relay addresses').fill(' wss://one.example.org\n\nws://127.0.0.1:7777, wss://two.example.org ')
    await radio('Only by hand').check()
    await radio('My own relays').check()
    await button('Continue').click()
    await expect
      .poll(() => asked(page, 'chooseWays'))
      .toEqual([
        {
          routers: { kind: 'own', servers: 'stun:stun.example.org' },
          relays: ['wss://one.example.org', 'ws://127.0.0.1:7777', 'wss://two.example.org'],
        },
      ])
  })

  it('says of own relays that not everybody can use, who can', async () => {
    await show(page, 'setup-ways')
    await radio('My own relays').check()
    await field('Relay addresses').fill('wss://relay.example.org')
    expect(await page.getByText(/can use it/).count()).toBe(0)
    await field('Relay addresses').fill('wss://relay.example.org\nws://192.168.1.5:7777\nws://localhost:7777')
    expect(await page.getByText(/can use it/).allTextContents()).toEqual([
      'Only people who choose it too can use it. Invitations do not name it.',
      'It is on this device. Nobody elsewhere can use it.',
    ])
  })

  it('asks for an address where own relays have none, and loses nothing', async () => {
    await show(page, 'setup-ways')
    await radio('My own servers').check()
    await field('STUN and TURN servers').fill('stun:stun.example.org')
    await radio('My own relays').check()
    await button('Continue').click()
    await alert('Write the address of a relay').waitFor()
    expect(await asked(page, 'chooseWays')).toEqual([])
    expect(await field('STUN and TURN servers').inputValue()).toBe('stun:stun.example.org')
    await field('Relay addresses').fill('wss://one.example.org')
    await expect.poll(() => page.getByRole('alert').count()).toBe(0)
  })

  it('says below the field what is no address', async () => {
    await show(page, 'setup-ways-relays')
    await radio('My own relays').check()
    await field('Relay addresses').fill('https://example.org')
    await button('Continue').click()
    await alert('not the address of a relay').waitFor()
    expect(await field('Relay addresses').getAttribute('aria-invalid')).toBe('true')
    expect(await field('Relay addresses').inputValue()).toBe('https://example.org')
  })

  it('works by keyboard alone', async () => {
    await show(page, 'setup-ways')
    await radio('Public STUN servers').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Public relays')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.getByText('nos.lol').isVisible()).toBe(true)
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.keyboard.type('ws://127.0.0.1:7777')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => asked(page, 'chooseWays'))
      .toEqual([{ routers: { kind: 'none' }, relays: ['ws://127.0.0.1:7777'] }])
  })
})

describe('relays, under Me', () => {
  it('are listed with what they do now, and why they wait', async () => {
    await show(page, 'me-relays')
    const rows = await relayList().getByRole('listitem').allTextContents()
    expect(rows).toHaveLength(5)
    expect(rows[0]).toBe('wss://nos.lolwaiting: it cannot be reached · next try 14:41')
    expect(rows[3]).toBe(
      'ws://127.0.0.1:7777waiting: it has too much to doIt is on this device. Nobody elsewhere can use it.',
    )
  })

  it('are added and removed one by one, and the focus stays near', async () => {
    await show(page, 'me')
    await field('Relay address').fill(' ws://127.0.0.1:7777 ')
    await button('Add relay').click()
    const [first, second] = PUBLIC_RELAYS
    await expect.poll(() => asked(page, 'chooseRelays')).toEqual([{ relays: [first, second, 'ws://127.0.0.1:7777'] }])
    await expect.poll(() => field('Relay address').inputValue()).toBe('')
    await button(`Remove ${first}`).focus()
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await asked(page, 'chooseRelays')).at(-1)).toEqual({ relays: [second] })
    expect(await focused()).toBe('Finding each other again')
  })

  it('are refused with words, and what was typed stays', async () => {
    await show(page, 'me-by-hand')
    await field('Relay address').fill('relay.example.org')
    await field('Relay address').press('Enter')
    await alert('not the address of a relay').waitFor()
    expect(await field('Relay address').inputValue()).toBe('relay.example.org')
    await show(page, 'me-relays')
    await field('Relay address').fill('wss://ninth.example.org')
    await field('Relay address').press('Enter')
    await alert('Eight relays are the most').waitFor()
    await button('Remove wss://nos.lol').click()
    await alert('Eight relays are the most').waitFor({ state: 'detached' })
  })

  it('are said to be listed already, and only a host means wss:', async () => {
    await show(page, 'me')
    await field('Relay address').fill('NOS.lol')
    await field('Relay address').press('Enter')
    await alert('It is in the list already.').waitFor()
    expect(await asked(page, 'chooseRelays')).toEqual([])
    await field('Relay address').fill('other.example.org')
    await expect.poll(() => page.getByRole('alert').count()).toBe(0)
    await field('Relay address').press('Enter')
    await expect
      .poll(() => asked(page, 'chooseRelays'))
      .toEqual([{ relays: [...PUBLIC_RELAYS.slice(0, 2), 'wss://other.example.org'] }])
  })

  it('are "Only by hand" where there are none, and the public ones one press away', async () => {
    await show(page, 'me-by-hand')
    expect(await relayList().count()).toBe(0)
    await page.getByText('Only by hand').waitFor()
    await button('Use public relays').click()
    await expect.poll(() => asked(page, 'chooseRelays')).toEqual([{ relays: [...PUBLIC_RELAYS] }])
  })
})

describe('where somebody and a message are', () => {
  const connection = () => page.getByRole('status', { name: 'Connection' }).textContent()

  it('is said in words, and by hand where no relay was chosen', async () => {
    await show(page, 'talk-waiting')
    expect(await connection()).toBe('not reachable now · since Tuesday')
    await page.getByText('waiting: not reachable since Tuesday').waitFor()
    await page.getByText('sends back connects you two').waitFor()
    await show(page, 'talk-by-hand')
    expect(await connection()).toBe('not reachable now · since yesterday')
    await page.getByText('sends back connects you two').waitFor()
  })

  it('promises relays no letter', async () => {
    await show(page, 'talk-relays')
    await page.getByText('waiting: not reachable since Tuesday').waitFor()
    expect(await page.getByText('sends back connects you two').count()).toBe(0)
    expect(await button('Write as sealed text').count()).toBe(1)
    await show(page, 'talk-never-seen')
    expect(await connection()).toBe('not reachable now')
    await page.getByText('waiting', { exact: true }).waitFor()
  })

  it('asks nobody to carry a reply that waits on a relay', async () => {
    await show(page, 'talk-reply-left')
    await page.getByRole('region', { name: 'Your reply waits for Priya' }).waitFor()
    expect(await field('Reply text').count()).toBe(0)
    await page.getByText('Carry it yourself all the same').click()
    expect(await field('Reply text').inputValue()).toMatch(/^-----BEGIN HEARTH REPLY/)
  })

  it('tells what a relay carried', async () => {
    await show(page, 'talk-relayed')
    expect(await connection()).toMatch(/^reachable through a relay · last seen today \d\d:\d\d$/)
    const last = page.getByRole('log').getByRole('article').last()
    expect(await last.textContent()).toMatch(/\d\d:\d\d sent through a relay$/)
  })

  it('stands there whole, also with twelve hours to the day in the narrowest panel', async () => {
    const narrow = await gallery.page({ viewport: { width: 360, height: 640 }, locale: 'en-US' })
    for (const scene of ['talk-relayed', 'talk-waiting'] as const) {
      await show(narrow, scene)
      const status = narrow.getByRole('status', { name: 'Connection' })
      for (const box of [status, ...(await narrow.getByRole('article').all())])
        expect(await box.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
      const cut = await status
        .locator('span')
        .evaluateAll((all) =>
          all.filter((one) => getComputedStyle(one).textOverflow === 'ellipsis').map((one) => one.textContent),
        )
      expect(cut).toEqual([])
    }
    expect(await narrow.getByRole('article').first().textContent()).toMatch(/\d:\d\d\u00a0[AP]M/)
    await narrow.context().close()
  })
})
