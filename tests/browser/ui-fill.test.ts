import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { asked, type OpenGallery, openGallery, show } from '../ui/gallery/open'

let gallery: OpenGallery
let page: Page

beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery?.close())

beforeEach(async () => {
  page = await gallery.page({ viewport: { width: 380, height: 600 } })
  return async () => {
    await page.context().close()
    expect(gallery.complaints.splice(0)).toEqual([])
  }
})

const box = (name: RegExp) => page.getByRole('checkbox', { name })
const said = (words: string) => page.getByRole('status').filter({ hasText: words }).waitFor()

/** Goes on with the Tab key until what is wanted has the focus. */
const tabTo = async (role: 'button' | 'checkbox' | 'combobox' | 'link', name: RegExp) => {
  const wanted = page.getByRole(role, { name })
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the Tab key does not reach ${name}`)
}

describe('filling', () => {
  it('is done by keyboard alone, from the link to the last value', async () => {
    await show(page, 'fill-here')
    await tabTo('link', /^Fill this form/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Fill this form' }).waitFor()
    await tabTo('checkbox', /^Phone/)
    await page.keyboard.press('Space')
    await tabTo('button', /^Fill$/)
    await page.keyboard.press('Enter')
    await said('6 fields filled.')
    const fields = ['email', 'name', 'address']
    expect(await asked(page, 'logFill')).toMatchObject([{ type: 'Person', fields }])
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'Chats' }).waitFor()
  })

  it('says in the name of each box what goes where', async () => {
    await show(page, 'fill')
    const names = await page
      .getByRole('checkbox')
      .evaluateAll((boxes) =>
        boxes.map((each) => (each as HTMLInputElement).labels?.[0]?.textContent?.replace(/\s+/g, ' ').trim()),
      )
    expect(names).toEqual([
      'Email maggie@okonkwo.example',
      'Name Full name Dr. Marguerite Okonkwo Replaces what stands there.',
      'Street address Street and number Gerberau 14 2. OG',
      'Postal code Postcode 79098',
      'Town Freiburg im Breisgau',
      'Country Germany',
      'Phone Phone, for the courier +49 761 5550142',
    ])
  })

  it('takes all parts of an address from the one that is picked', async () => {
    await show(page, 'fill')
    await page.getByRole('combobox', { name: 'Which: Street address' }).selectOption({ index: 1 })
    await box(/^Street address .*12 Harbour Road/).waitFor()
    await box(/^Postal code .*BS1 4SB/).waitFor()
    await box(/^Town .*Bristol/).waitFor()
    // This country is none of the form's.
    expect(await box(/^Country/).count()).toBe(0)
  })

  it('fills each part of the form from somebody else, if so chosen', async () => {
    await show(page, 'fill-two')
    const [delivery, billing] = [/^Delivery/, /^Billing/].map((name) => page.getByRole('region', { name }))
    await billing?.getByRole('combobox', { name: 'Fill from' }).selectOption({ label: 'Holiday flat' })
    await billing?.getByRole('checkbox', { name: /Via Roma 3/ }).waitFor()
    expect(await delivery?.getByRole('checkbox', { name: /Gerberau 14/ }).count()).toBe(1)
    await delivery?.getByRole('combobox', { name: 'Fill from' }).selectOption({ label: 'Holiday flat' })
    await delivery?.getByRole('checkbox', { name: /Via Roma 3/ }).waitFor()
  })
})

describe('who to fill from', () => {
  it('is found among many, and stays chosen while another is looked for', async () => {
    await show(page, 'fill-many')
    const from = page.getByRole('combobox', { name: 'Fill from' })
    await box(/^Name .*Dr\. Marguerite Okonkwo/).waitFor()
    expect(await from.getByRole('option', { name: 'Guest 80 of the hut' }).count()).toBe(0)
    await page.getByRole('searchbox', { name: 'Find a person or an address' }).fill('guest 80')
    await from.getByRole('option', { name: 'Guest 80 of the hut' }).waitFor({ state: 'attached' })
    await box(/^Name .*Dr\. Marguerite Okonkwo/).waitFor()
    expect(await from.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text)).toBe(
      'Dr. Marguerite Okonkwo',
    )
    await from.selectOption({ label: 'Guest 80 of the hut' })
    await box(/^Name .*Guest 80 of the hut/).waitFor()
  })
})

describe('keeping', () => {
  it('is done by keyboard alone, and saves what is ticked on top of what was there', async () => {
    await show(page, 'fill')
    await tabTo('button', /^Keep what I typed$/)
    await page.keyboard.press('Enter')
    await box(/^Name/).waitFor()
    await tabTo('checkbox', /^Name/)
    await page.keyboard.press('Space')
    await tabTo('button', /^Save$/)
    await page.keyboard.press('Enter')
    await said('It is kept.')
    const [saved] = (await asked(page, 'saveItem')) as [{ rev: number; draft: { fields: Record<string, unknown[]> } }]
    expect(saved.rev).toBe(1)
    expect(saved.draft.fields.name).toBe('Dr. Marguerite Okonkwo')
    expect(saved.draft.fields.email?.at(-1)).toEqual({ value: 'marguerite@new.example' })
    expect(saved.draft.fields.address).toHaveLength(3)
  })

  it('makes a new person where there is none', async () => {
    await show(page, 'fill-nobody')
    await page.getByRole('button', { name: 'Keep what I typed' }).click()
    await box(/^Address/).uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await said('It is kept.')
    const [saved] = (await asked(page, 'saveItem')) as [{ rev: null; draft: unknown }]
    expect(saved.rev).toBeNull()
    expect(saved.draft).toEqual({
      type: 'Person',
      tags: [],
      fields: { name: 'Marguerite O. Okonkwo', email: [{ value: 'marguerite@new.example' }] },
    })
  })
})
