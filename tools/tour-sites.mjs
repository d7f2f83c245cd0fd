// The part of the tour in which sites ask: a forum wants to know who she is, a shop where she lives.
import * as people from '../tests/browser/harness/people.ts'
import { answer, keep, promptOf, steps, visit } from '../tests/browser/harness/visits.ts'

const said = (page, words) => page.getByRole('status').filter({ hasText: words }).first()
const says = (page, words) => said(page, words).waitFor()
const press = (page, name) => people.button(page, name).click()

const ADDRESS = {
  Name: 'Alice Castellane',
  Street: 'Gerberau 14',
  'Postal code': '79098',
  Town: 'Freiburg',
  Country: 'Germany',
  Phone: '+49 761 5550123',
}

/**
 * Takes these steps by `go`, with pictures by `picture` (of pages) and `narrow` (of the prompt). The page of `alice` is her
 * full tab, unlocked; it stays at Sites. The pages of sites are closed again.
 */
export const visitSites = async ({ alice, sites, go, picture, narrow }) => {
  const { shop, forum, fitness } = sites.origins
  let page
  const open = async (origin) => {
    await page?.close()
    page = await visit(alice.browser, origin)
    page.setDefaultTimeout(30_000)
  }
  const asked = async (origin, name) => {
    const prompt = await promptOf(alice.browser, origin)
    await narrow(prompt, name)
    return prompt
  }

  await go('Alice writes her address down', async () => {
    await alice.page.goto(`${alice.browser.origin}home.html#data`)
    await press(alice.page, 'Add item')
    await alice.page.getByRole('menuitem', { name: 'Address', exact: true }).click()
    for (const [label, text] of Object.entries(ADDRESS)) await people.textbox(alice.page, label).fill(text)
    await press(alice.page, 'Save')
    await people.button(alice.page, 'Edit').waitFor()
    await alice.page.goto(`${alice.browser.origin}home.html#data`)
    await alice.page.getByRole('list', { name: 'Items' }).getByText('Gerberau 14').first().waitFor()
    await picture(alice.page, 'data', true)
  })
  await go('a forum asks who she is, and its server believes her', async () => {
    await open(forum)
    await press(page, 'Sign in with Hearth')
    await answer(await asked(forum, 'prompt-signin'), 'Allow')
    await says(page, 'We do not know you yet.')
    await page.getByLabel('What shall we call you?').fill('Alice, third floor')
    await press(page, 'That is me')
    await page.getByLabel('Pin a note').fill('I have jars for the quinces.')
    await press(page, 'Pin it')
    await says(page, 'Pinned.')
    await picture(page, 'forum')
  })
  await go('a shop asks for her address: she keeps the telephone to herself, and gives it a day', async () => {
    await open(shop)
    await press(page, 'Remember it for 30 days')
    const prompt = await asked(shop, 'prompt')
    await prompt.getByRole('checkbox', { name: `Phone: ${ADDRESS.Phone}` }).uncheck()
    await prompt.getByRole('combobox', { name: 'For how long' }).selectOption({ label: 'One day' })
    await narrow(prompt, 'prompt-narrowed')
    await answer(prompt, 'Allow')
    await says(page, 'Filled in from Hearth')
    await picture(page, 'shop', false, said(page, 'Filled in from Hearth'))
  })
  await go('Sites shows it, and she takes it back', async () => {
    await alice.page.goto(`${alice.browser.origin}home.html#sites`)
    await alice.page.getByRole('table', { name: 'Sites and grants' }).getByText('shop.test').first().waitFor()
    await picture(alice.page, 'sites', true)
    await people.button(alice.page, /^Revoke .*shop\.test: Read/).click()
    await says(page, 'This page has forgotten your address.')
    await page.bringToFront()
    await picture(page, 'shop-revoked', false, said(page, 'This page has forgotten your address.'))
    await alice.page.goto(`${alice.browser.origin}home.html#sites/activity`)
    await alice.page.getByRole('table', { name: 'Activity' }).getByText('shop.test').first().waitFor()
    await picture(alice.page, 'activity')
  })
  await go('a fitness page keeps a walk in her data, as the prompt showed it', async () => {
    for (const [day, value] of [7_400, 9_100, 5_200, 8_800].entries())
      await keep(alice.page, 'Measurement', steps(value, `2026-11-1${day}`))
    await open(fitness)
    await press(page, 'Connect my measurements')
    await answer(await asked(fitness, 'prompt-connect'), 'Allow')
    await says(page, 'Connected.')
    await page.getByLabel('Steps', { exact: true }).fill('8200')
    await press(page, 'Keep it in Hearth')
    await page.getByText('5 days').waitFor()
    page.once('dialog', (dialog) => dialog.accept('8300'))
    await page.getByRole('button', { name: /^Correct 8,200/ }).click()
    await answer(await asked(fitness, 'prompt-write'), 'Allow')
    await page.getByRole('list', { name: 'Entries' }).getByText('8,300').waitFor()
    await picture(page, 'fitness', false, page.locator('#chart'))
    await page.close()
  })
}
