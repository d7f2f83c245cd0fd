import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PromptView } from '../../lib/contract/sites-api'
import * as asks from '../ui/gallery/asks'
import { asked, type OpenGallery, openGallery, show } from '../ui/gallery/open'
import { NOW } from '../ui/gallery/people'
import { hears } from '../ui/gallery/prompt-pictures'
import { PROMPT_SCENES } from '../ui/gallery/prompt-scenes'
import type { SceneName } from '../ui/gallery/scenes'

let gallery: OpenGallery
let page: Page

beforeAll(async () => {
  gallery = await openGallery()
  page = await gallery.page({ viewport: { width: 420, height: 660 } })
})
afterAll(() => gallery?.close())
beforeEach(() => () => expect(gallery.complaints.splice(0)).toEqual([]))

const button = (name: string) => page.getByRole('button', { name, exact: true })
const box = (name: string | RegExp) => page.getByRole('checkbox', { name, exact: true })
const allow = () => button('Allow')
const isDeaf = async () => (await allow().getAttribute('aria-disabled')) === 'true'
const allowed = () => asked(page, 'allowRequest')
const denied = () => asked(page, 'denyRequest')
const heading = () => page.getByRole('heading', { level: 1 })

/** The same request with another id. */
const next = (view: PromptView): PromptView => ({ ...view, id: `${'f'.repeat(31)}1` as PromptView['id'] })
const change = (view: PromptView | null) =>
  page.evaluate((prompt) => globalThis.gallery.change({ prompt }), { view, more: 0 })
const press = async (name: SceneName) => {
  await show(page, name)
  await hears(page)
}

describe('Allow', () => {
  let now = NOW
  beforeEach(async () => {
    await press('prompt-read')
    now += 3_600_000
    await page.clock.pauseAt(now)
    return () => page.clock.resume()
  })

  /** For 700 ms nothing happens, whatever is pressed; then it does. */
  const isDeafFor700 = async () => {
    expect(await isDeaf()).toBe(true)
    await allow().click({ force: true })
    await page.clock.runFor(699)
    expect(await isDeaf()).toBe(true)
    await allow().click({ force: true })
    await allow().press('Enter')
    await allow().press('Space')
    expect(await allowed()).toEqual([])
    await page.clock.runFor(1)
    expect(await isDeaf()).toBe(false)
    await allow().click()
    expect(await allowed()).toHaveLength(1)
  }

  it.each(['focus', 'blur'])('is deaf after the %s of the window', async (event) => {
    await page.evaluate((name) => dispatchEvent(new Event(name)), event)
    await isDeafFor700()
  })

  it('is deaf after the window was covered or uncovered', async () => {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await isDeafFor700()
  })

  it('is deaf when another request is shown', async () => {
    await change(next(asks.delivery))
    await isDeafFor700()
  })

  it('is deaf when other values are shown, and says so', async () => {
    await change({ ...asks.delivery, seen: 'second' })
    await isDeafFor700()
    expect(await page.getByRole('status').first().textContent()).toBe('What is shown has just changed.')
  })

  it('is deaf when it appears', async () => {
    await change(null)
    await change(asks.delivery)
    await isDeafFor700()
  })

  it('is deaf anew with every change', async () => {
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await page.clock.runFor(600)
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await page.clock.runFor(600)
    await allow().click({ force: true })
    expect(await allowed()).toEqual([])
  })

  it('hears no press that began while it was deaf', async () => {
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await allow().hover({ force: true })
    await page.mouse.down()
    await page.clock.runFor(700)
    await page.mouse.up()
    await allow().focus()
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await page.keyboard.down('Space')
    await page.clock.runFor(700)
    await page.keyboard.up('Space')
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await page.keyboard.down('Enter')
    await page.clock.runFor(700)
    await page.keyboard.down('Enter')
    await page.keyboard.up('Enter')
    expect(await allowed()).toEqual([])
    await page.keyboard.press('Enter')
    expect(await allowed()).toHaveLength(1)
  })

  it('hears no press during which something else was shown', async () => {
    await allow().hover()
    await page.mouse.down()
    await change({ ...asks.delivery, seen: 'second' })
    await page.clock.runFor(700)
    await page.mouse.up()
    expect(await allowed()).toEqual([])
  })

  it('hears assistive technology, which only clicks', async () => {
    await allow().evaluate((element: HTMLButtonElement) => element.click())
    expect(await allowed()).toHaveLength(1)
  })
})

describe('by keyboard', () => {
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document
      return activeElement?.ariaLabel ?? activeElement?.textContent ?? ''
    })

  const isList = () => page.evaluate(() => document.activeElement instanceof HTMLSelectElement)

  it('the heading has the focus, and Enter allows nowhere but on Allow', async () => {
    await press('prompt-read')
    expect(await heading().evaluate((element) => element === document.activeElement)).toBe(true)
    await button('Give another Email instead').press('Enter')
    await page.getByRole('textbox', { name: 'Instead of Email' }).fill('a@alias.example')
    const stops: string[] = []
    await heading().focus()
    for (let n = 0; n < 30 && stops.at(-1) !== 'Allow'; n++) {
      stops.push(await focused())
      // These two are pressed below; the others may do what they do.
      if (!['Deny', 'Allow', 'Give another Name instead', 'Give the real Email'].includes(stops.at(-1) ?? ''))
        await page.keyboard.press('Enter')
      // What Enter opened is closed by Escape, which then denies nothing.
      if (await isList()) await page.keyboard.press('Escape')
      await page.keyboard.press('Tab')
    }
    expect(stops.indexOf('Deny')).toBe(stops.indexOf('Allow') - 1)
    expect(stops).toContain('Name: Marguerite Okonkwo')
    expect([await allowed(), await denied()]).toEqual([[], []])
  })

  it('everything can be decided', async () => {
    await press('prompt-read')
    const reach = async (name: string) => {
      for (let n = 0; n < 30 && (await focused()) !== name; n++) await page.keyboard.press('Tab')
      expect(await focused()).toBe(name)
    }
    await reach('Name: Marguerite Okonkwo')
    await page.keyboard.press('Space')
    await reach('Email: m.okonkwo@brot-und-salz.example')
    await page.keyboard.press('Space')
    await reach('Phone: +49 761 555 0142')
    await page.keyboard.press('Space')
    await reach('Allow')
    await page.keyboard.press('Enter')
    await expect.poll(allowed).toMatchObject([{ parts: [{ fields: ['address', 'email'] }] }])
  })

  it('a key that is held down is one press', async () => {
    await press('prompt-read')
    await allow().focus()
    await page.keyboard.down('Enter')
    await page.keyboard.down('Enter')
    await page.keyboard.up('Enter')
    await expect.poll(allowed).toHaveLength(1)
    await change(next(asks.delivery))
    await allow().focus()
    await page.keyboard.down('Escape')
    await expect.poll(denied).toHaveLength(1)
    await change(asks.delivery)
    await page.keyboard.down('Escape')
    await page.keyboard.up('Escape')
    await hears(page)
    expect(await denied()).toHaveLength(1)
  })

  it('Escape denies the one request that is shown', async () => {
    await show(page, 'prompt-read')
    await page.keyboard.press('Escape')
    await expect.poll(denied).toEqual([{ ask: asks.delivery.id, mute: false }])
    await page.keyboard.press('Escape')
    expect(await denied()).toHaveLength(1)
    await change(next(asks.signIn))
    await page.getByText('Sign in to library.example').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(denied).toHaveLength(2)
  })

  it('Escape in a search empties that first, and is left to an input method that composes', async () => {
    await show(page, 'prompt-pick-many')
    const search = page.getByRole('searchbox', { name: 'Search your contacts' })
    await search.fill('jonas')
    await search.dispatchEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true })
    await search.press('Escape')
    expect(await search.inputValue()).toBe('')
    expect(await denied()).toEqual([])
    await search.press('Escape')
    await expect.poll(denied).toHaveLength(1)
  })
})

describe('what is sent', () => {
  const { id, seen } = asks.delivery
  const [home] = asks.delivery.parts.flatMap((part) => (part.kind === 'read' ? part.records : []))

  it('is all that is ticked, for as long as was chosen', async () => {
    await press('prompt-read-long')
    await page.getByRole('combobox', { name: 'For how long' }).selectOption({ label: 'One day' })
    await allow().click()
    const rule = { name: true, address: true, email: { only: ['marguerite@okonkwo.example'] }, telephone: true }
    await expect.poll(allowed).toEqual([
      {
        ask: id,
        seen,
        duration: 'P1D',
        parts: [
          {
            allow: true,
            all: false,
            fields: ['name', 'address', 'email', 'telephone'],
            records: { [String(home?.item)]: rule },
          },
        ],
      },
    ])
  })

  it('is less where less is ticked, and another value where one is given', async () => {
    await press('prompt-read')
    await box('Address: Gerberau 14, 2. OG, 79098 Freiburg im Breisgau, Germany').uncheck()
    await box('Phone: +49 761 555 0142').uncheck()
    await button('Give another Email instead').click()
    await page.getByRole('textbox', { name: 'Instead of Email' }).fill('bread@alias.example')
    expect(await box('Email: bread@alias.example').isChecked()).toBe(true)
    expect(await box(/okonkwo.example/).count()).toBe(0)
    expect(await page.getByText('2 of 5 values leave Hearth.').count()).toBe(1)
    await allow().click()
    await expect.poll(allowed).toMatchObject([
      {
        duration: 'once',
        parts: [
          {
            fields: ['name', 'email'],
            records: { [String(home?.item)]: { name: true, email: { instead: 'bread@alias.example' } } },
          },
        ],
      },
    ])
  })

  it('is nothing where nothing is ticked, and Allow says why', async () => {
    await press('prompt-read')
    for (const each of await page.getByRole('group', { name: 'Home' }).getByRole('checkbox').all()) await each.uncheck()
    expect(await isDeaf()).toBe(true)
    expect(await allow().evaluate((element) => element.ariaDescribedByElements?.[0]?.textContent)).toBe(
      'Nothing is ticked. Tick what it may have, or deny.',
    )
    await allow().click({ force: true })
    expect(await allowed()).toEqual([])
    await box('Name: Marguerite Okonkwo').check()
    await allow().click()
    await expect.poll(allowed).toHaveLength(1)
  })

  it('is every item only where the person says so', async () => {
    await press('prompt-read-many')
    await box('All 1,977, and what I add later').check()
    await page.getByRole('group', { name: 'In all items' }).getByRole('checkbox', { name: 'Unit' }).uncheck()
    await page.getByRole('checkbox', { name: 'Weight 71.5 kg' }).first().uncheck()
    await allow().click()
    const [, left] = asks.first20
    await expect.poll(allowed).toMatchObject([
      {
        duration: 'P30D',
        parts: [
          { all: true, fields: ['measuredProperty', 'value', 'startTime'], records: { [String(left?.item)]: {} } },
        ],
      },
    ])
  })

  it('is what comes later, where there is nothing yet and the person says so', async () => {
    await show(page, 'prompt-empty')
    expect(await isDeaf()).toBe(true)
    await box('What I add later').check()
    await page.getByRole('group', { name: 'Only in these fields' }).getByRole('checkbox', { name: 'Expires' }).uncheck()
    await hears(page)
    await allow().click()
    await expect
      .poll(allowed)
      .toMatchObject([{ duration: 'P30D', parts: [{ allow: true, all: true, fields: ['name'], records: {} }] }])
    await show(page, 'prompt-empty')
    await page.getByRole('combobox', { name: 'For how long' }).selectOption({ label: 'Once' })
    expect(await box('What I add later').count()).toBe(0)
    expect(await isDeaf()).toBe(true)
  })

  it('is what was picked among thousands', async () => {
    await show(page, 'prompt-pick-many')
    await box('Bob Marsh').check()
    await page.getByRole('searchbox').fill('number 1234')
    await box('Person number 1234').check()
    expect(await page.getByRole('group', { name: 'Bob Marsh' }).count()).toBe(1)
    await page.getByRole('group', { name: 'Bob Marsh' }).getByRole('checkbox', { name: 'Phone: ' }).uncheck()
    await hears(page)
    await allow().click()
    const [bob, other] = [asks.contact(0), asks.contact(1233)]
    await expect.poll(allowed).toMatchObject([
      {
        parts: [
          {
            all: false,
            records: {
              [bob.item]: { name: true, email: { only: ['person1@example.org'] } },
              [other.item]: { name: true, telephone: true },
            },
          },
        ],
      },
    ])
    expect(await asked(page, 'pickable')).toContainEqual({ ask: id, part: 0, text: 'number 1234', offset: 0 })
  })

  it('is of more items than came with the request, when they are looked at', async () => {
    await show(page, 'prompt-pick-many')
    expect(await page.getByRole('group', { name: /./ }).count()).toBe(21)
    await button('Show more items').click()
    await page.getByText('40 of 2,400 are shown.').waitFor()
    await box('Person number 40').check()
    await hears(page)
    await allow().click()
    await expect.poll(allowed).toMatchObject([{ parts: [{ records: { [asks.contact(39).item]: {} } }] }])
  })

  it('has a part for each that was asked for', async () => {
    await press('prompt-connect')
    // Everything else hangs on it: to leave it out is to deny.
    expect(await box('recognise you').count()).toBe(0)
    await box('add and change measurements from now on').uncheck()
    expect(await box('read your events').isDisabled()).toBe(true)
    await allow().click()
    await expect
      .poll(allowed)
      .toMatchObject([
        { duration: 'untilRevoked', parts: [{ allow: true }, { allow: true }, { allow: false }, { allow: false }] },
      ])
  })

  it('is a denial, with or without a mute', async () => {
    await show(page, 'prompt-read')
    await button('Deny').click()
    await expect.poll(denied).toEqual([{ ask: id, mute: false }])
    await change(next(asks.signIn))
    await page.getByText('Sign in to library.example').waitFor()
    // The second click of two, meant for the request before.
    await button('Deny').dispatchEvent('click', { detail: 2 })
    await button('Deny and mute').click()
    await expect.poll(denied).toHaveLength(2)
    expect((await denied())[1]).toEqual({ ask: next(asks.signIn).id, mute: true })
  })
})

describe('what happens meanwhile', () => {
  it('what was chosen stays when other values are shown, and new ones are as at first', async () => {
    await press('prompt-read')
    await box('Name: Marguerite Okonkwo').uncheck()
    const [part] = asks.delivery.parts
    if (part?.kind !== 'read') throw new Error('not to read')
    const [home] = part.records
    const records = [{ ...asks.homeRecord, fields: { ...home?.fields, telephone: [{ value: '+49 1' }] } }]
    await change({ ...asks.delivery, seen: 'second', parts: [{ ...part, records }] })
    await box('Phone: +49 1').waitFor()
    expect(await box('Name: Marguerite Okonkwo').isChecked()).toBe(false)
    expect(await box('Phone: +49 1').isChecked()).toBe(true)
    await hears(page)
    await allow().click()
    await expect
      .poll(allowed)
      .toMatchObject([{ seen: 'second', parts: [{ fields: ['address', 'email', 'telephone'] }] }])
  })

  it('a request that goes away is said to have gone, one that was decided is not', async () => {
    await show(page, 'prompt-read')
    await change(null)
    expect(await heading().textContent()).toBe('This request went away')
    await change(asks.delivery)
    await button('Deny').click()
    await expect.poll(denied).toHaveLength(1)
    await change(null)
    await page.getByText('No site asks for anything here and now.').waitFor()
    expect(await heading().textContent()).toBe('Nothing to decide')
  })

  it('the next one is shown from its top, with the focus on its heading', async () => {
    await press('prompt-connect')
    await box('read your measurements').focus()
    await change(next(asks.signIn))
    await page.getByText('The request before this one went away.').waitFor()
    await expect.poll(() => heading().evaluate((element) => element === document.activeElement)).toBe(true)
  })

  it('locking leaves nothing of it on the screen', async () => {
    await show(page, 'prompt-connect')
    await page.evaluate(() => globalThis.gallery.change({ status: { phase: 'locked' }, prompt: null }))
    await page.getByRole('heading', { name: 'Locked' }).waitFor()
    expect(await page.locator('body').innerText()).not.toMatch(/fit\.example|Marguerite|Weight|🫖/)
    expect(await page.getByRole('textbox').count()).toBe(0)
  })

  it('while it is passed on, nothing else can be decided', async () => {
    await press('prompt-saving')
    await allow().click()
    await page.getByText('Passing it on').waitFor()
    await button('Deny').click({ force: true })
    await page.keyboard.press('Escape')
    await allow().click({ force: true })
    expect([await allowed(), await denied()]).toMatchObject([[{}], []])
  })
})

describe('a write', () => {
  it('is shown whole, what would take something away before all that is new', async () => {
    await show(page, 'prompt-write-many')
    expect(await heading().textContent()).toContain('take something out of 1 of your events and add 239 to your events')
    const named = await page.locator('th[scope=rowgroup]').allTextContents()
    expect(named).toHaveLength(240)
    expect(named[0]).toContain('RE 16 to Titisee')
  })

  it('that changes nothing says so, and can be allowed', async () => {
    await press('prompt-write-nothing')
    expect(await page.locator('main').innerText()).toContain('Nothing would change.')
    await allow().click()
    await expect.poll(allowed).toMatchObject([{ parts: [{ allow: true }] }])
  })
})

describe('a hostile site', () => {
  it('says nothing that reorders, hides or ends the quotation', async () => {
    await show(page, 'prompt-hostile')
    while ((await button('Show more').count()) > 0) await button('Show more').first().click()
    expect(await page.locator('body').innerText()).not.toMatch(/\p{Bidi_Control}|\p{M}{4}/u)
    const named = await page.evaluate(() =>
      [...document.querySelectorAll('[aria-label],[title]')].map((each) => each.outerHTML),
    )
    expect(named.join('')).not.toMatch(/\p{Bidi_Control}/u)
    for (const quotation of await page.locator('q').allTextContents()) expect(quotation).not.toMatch(/["“”„«»]/)
    expect(await page.locator('img, b b').count()).toBe(0)
  })

  it('writes nothing that nobody would see', async () => {
    await show(page, 'prompt-hostile')
    expect(await page.locator('td', { hasText: 'Allow safe.' }).textContent()).toContain('�evil�')
  })

  it('is quoted, and no longer than 500 characters', async () => {
    await show(page, 'prompt-hostile')
    const [purpose = '', statement = ''] = await page.locator('blockquote q').allTextContents()
    for (const words of [purpose, statement]) {
      expect([...words].length).toBeLessThanOrEqual(501)
      expect(words).toContain('Hearth says')
    }
    const outside = await page.evaluate(() => {
      for (const quotation of document.querySelectorAll('blockquote, fieldset, table')) quotation.remove()
      return document.body.innerText
    })
    expect(outside).not.toContain('Hearth says')
    expect(outside).not.toContain('bank.example')
  })

  it('cannot hide who it is', async () => {
    await show(page, 'prompt-hostile')
    expect(await heading().textContent()).toContain(asks.hostile.site.origin)
    const cut = await page.locator('h1 bdi').evaluate((element) => {
      const { left, right } = element.getBoundingClientRect()
      return left < 0 || right > innerWidth
    })
    expect(cut).toBe(false)
  })
})

describe('every prompt', () => {
  const SIZES = [
    { width: 360, height: 480 },
    { width: 420, height: 660 },
    { width: 1100, height: 500 },
  ]
  const bottom = (locator: Locator) => locator.evaluate((element) => element.getBoundingClientRect().bottom)
  const names = (Object.keys(PROMPT_SCENES) as (keyof typeof PROMPT_SCENES)[]).filter(
    (name) => 'prompt' in PROMPT_SCENES[name].world && PROMPT_SCENES[name].world.prompt?.view != null,
  )

  it.each(SIZES)('has its answers in sight and weighing the same, at $width x $height', async (size) => {
    await page.setViewportSize(size)
    for (const name of names) {
      await show(page, name)
      for (const answer of ['Deny', 'Allow', 'Deny and mute'])
        expect(await bottom(button(answer)), `${name}: ${answer}`).toBeLessThanOrEqual(size.height)
      const [deny, yes] = [await button('Deny').boundingBox(), await allow().boundingBox()]
      expect([yes?.width, yes?.height, yes?.y], name).toEqual([deny?.width, deny?.height, deny?.y])
      const origin = PROMPT_SCENES[name].world.prompt?.view?.site.origin ?? ''
      expect(await heading().textContent(), name).toContain(origin)
      expect(await page.getByText('Your mark').count(), name).toBe(1)
    }
  })
})
