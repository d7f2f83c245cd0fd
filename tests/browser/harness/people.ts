import type { Locator, Page } from 'playwright-core'

// What a person does on the screens, by the roles and names that assistive technology sees too.

/** A field by its label. */
export const textbox = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole('textbox', { name, exact: true })
/** A button by its words. */
export const button = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole('button', { name, exact: true })

/** The value of a field, once it has one. */
const filled = async (field: Locator): Promise<string> => {
  await field.waitFor()
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline) {
    const value = await field.inputValue()
    if (value !== '') return value
    await field.page().waitForTimeout(50)
  }
  throw new Error('the field stayed empty')
}

/** From the welcome screen to the chats, with own servers and relays or none; answers with the recovery words. */
export const becomeSomeone = async (
  page: Page,
  name: string,
  passphrase: string,
  servers: readonly string[] = [],
  relays: readonly string[] = [],
): Promise<string[]> => {
  const words = await createIdentity(page, name, passphrase)
  await confirmWords(page, words)
  await chooseWays(page, servers, relays)
  return words
}

/** The first step of first run; answers with the recovery words. */
export const createIdentity = async (page: Page, name: string, passphrase: string): Promise<string[]> => {
  await textbox(page, 'Your name').fill(name)
  await textbox(page, 'Passphrase').fill(passphrase)
  await textbox(page, 'Repeat passphrase').fill(passphrase)
  await button(page, 'Create identity').click()
  return readWords(page)
}

/** The twelve words that the screen shows, in order. */
export const readWords = async (page: Page): Promise<string[]> => {
  const items = page.getByRole('list', { name: 'Recovery words', exact: true }).getByRole('listitem')
  await items.nth(11).waitFor()
  return (await items.allInnerTexts()).map((text) => /[a-z]+/.exec(text)?.[0] ?? '')
}

/** "I wrote them down", and the two words that it asks for; resolves at the next step. */
export const confirmWords = async (page: Page, words: readonly string[]): Promise<void> => {
  await button(page, 'I wrote them down').click()
  const asked = textbox(page, /^Word \d+$/)
  await asked.nth(1).waitFor()
  for (const field of await asked.all()) {
    const label = await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? input.ariaLabel)
    await field.fill(words[Number(/\d+/.exec(label ?? '')?.[0]) - 1] ?? '')
  }
  await button(page, 'Confirm').click()
  await routersChoice(page).waitFor()
}

const routersChoice = (page: Page) => page.getByRole('radiogroup', { name: 'Finding a way through routers' })

/**
 * The last step of first run: own servers and relays where there are any, else none, so that no packet leaves this machine.
 * Resolves when Hearth is open.
 */
export const chooseWays = async (
  page: Page,
  servers: readonly string[] = [],
  relays: readonly string[] = [],
): Promise<void> => {
  const pick = (choice: string) => page.getByRole('radio', { name: choice, exact: true }).check()
  await routersChoice(page).waitFor()
  await pick(servers.length === 0 ? 'None' : 'My own servers')
  if (servers.length > 0) await textbox(page, 'STUN and TURN servers').fill(servers.join('\n'))
  await pick(relays.length === 0 ? 'Only by hand' : 'My own relays')
  if (relays.length > 0) await textbox(page, 'Relay addresses').fill(relays.join('\n'))
  await button(page, 'Continue').click()
  await page.getByRole('navigation', { name: 'Hearth' }).waitFor()
}

/** From the welcome screen of an empty profile to the chats, as the person whose words these are. */
export const restore = async (
  page: Page,
  words: readonly string[],
  name: string,
  passphrase: string,
  relays: readonly string[] = [],
): Promise<void> => {
  await button(page, 'Restore from recovery words').click()
  await textbox(page, 'Recovery words').fill(words.join(' '))
  await textbox(page, 'Your name').fill(name)
  await textbox(page, 'Passphrase').fill(passphrase)
  await textbox(page, 'Repeat passphrase').fill(passphrase)
  await button(page, 'Restore').click()
  await chooseWays(page, [], relays)
}

/** Opens a locked panel. */
export const unlock = async (page: Page, passphrase: string): Promise<void> => {
  await textbox(page, 'Passphrase').fill(passphrase)
  await button(page, 'Unlock').click()
  await page.getByRole('navigation', { name: 'Hearth' }).waitFor()
}

/** Makes an invitation on the chats screen and answers with its text. The region stays open. */
export const invite = async (page: Page): Promise<string> => {
  await button(page, 'Invite someone').click()
  return filled(textbox(page.getByRole('region', { name: 'Invitation' }), 'Invitation text'))
}

/** Accepts an invitation on the chats screen and answers with the reply that has to be carried back. */
export const accept = async (page: Page, invitation: string): Promise<string> => {
  await button(page, 'Accept an invitation').click()
  await textbox(page, 'Invitation text').fill(invitation)
  await button(page, 'Accept').click()
  return filled(textbox(page, 'Reply text'))
}

/** Pastes what came back into the open invitation. The question who it is stays open. */
export const pasteReply = async (page: Page, reply: string): Promise<void> => {
  const region = page.getByRole('region', { name: 'Invitation' })
  await textbox(region, 'Reply text').fill(reply)
  await button(region, 'Connect').click()
  await page.getByRole('alertdialog', { name: /answered your invitation/ }).waitFor()
}

/** "Yes, connect". */
export const confirmAnswer = async (page: Page): Promise<void> => {
  const question = page.getByRole('alertdialog', { name: /answered your invitation/ })
  await button(question, 'Yes, connect').click()
  await question.waitFor({ state: 'hidden' })
}

/** Opens somebody's conversation from the list, unless it is open. */
export const openConversation = async (page: Page, name: string): Promise<void> => {
  const heading = page.getByRole('heading', { name, exact: true })
  const link = page.getByRole('list', { name: 'Conversations' }).getByRole('link', { name })
  await heading.or(link).first().waitFor()
  if (!(await heading.first().isVisible())) await link.click()
  await textbox(page, 'Message').waitFor()
}

/** Resolves when the open conversation says so about the connection. */
export const connectionIs = (page: Page, words: string): Promise<void> =>
  page.getByRole('status', { name: 'Connection' }).filter({ hasText: words }).waitFor()

/** Resolves when the open conversation says "direct". */
export const isDirect = (page: Page): Promise<void> => connectionIs(page, 'direct')

/** Writes a line in the open conversation, with Enter. */
export const say = async (page: Page, text: string): Promise<void> => {
  await textbox(page, 'Message').fill(text)
  await textbox(page, 'Message').press('Enter')
}

/** The message with that text in the open conversation. */
export const message = (page: Page, text: string): Locator =>
  page.getByRole('log', { name: 'Messages' }).getByRole('article').filter({ hasText: text })

/** Resolves when that message is shown, with that word of state where one is given. */
export const sees = (page: Page, text: string, state?: string): Promise<void> => {
  const shown = message(page, text)
  return (state ? shown.filter({ hasText: state }) : shown).first().waitFor()
}

/** The `did:key` that Me shows. */
export const identityOf = async (page: Page): Promise<string> => {
  await page.getByRole('navigation', { name: 'Hearth' }).getByRole('link', { name: 'Me' }).click()
  return filled(textbox(page, 'Your identity'))
}

/** "Lock"; resolves when locked. */
export const lock = async (page: Page): Promise<void> => {
  await button(page, 'Lock').first().click()
  await button(page, 'Unlock').waitFor()
}

/** Seals a text in the open conversation and answers with the block to carry. */
export const seal = async (page: Page, text: string): Promise<string> => {
  await textbox(page, 'Message').fill(text)
  await button(page, 'Write as sealed text').click()
  return filled(textbox(page, 'Sealed text'))
}

/** Opens a sealed text that somebody brought, on the chats screen. */
export const openSealed = async (page: Page, sealed: string): Promise<void> => {
  await button(page, 'Open sealed text').click()
  await textbox(page, 'Sealed text').fill(sealed)
  await button(page, 'Open').click()
}

/** Brings two people, each on their chats screen, to a direct conversation that both have open. */
export const connectTwo = async (
  alice: { page: Page; name: string },
  bob: { page: Page; name: string },
): Promise<void> => {
  const reply = await accept(bob.page, await invite(alice.page))
  await pasteReply(alice.page, reply)
  await confirmAndTalk(alice, bob)
}

/** The same where both chose a relay: it brings the reply, before anybody could paste it. */
export const connectOverRelay = async (
  alice: { page: Page; name: string },
  bob: { page: Page; name: string },
): Promise<void> => {
  const invitation = await invite(alice.page)
  await button(bob.page, 'Accept an invitation').click()
  await textbox(bob.page, 'Invitation text').fill(invitation)
  await button(bob.page, 'Accept').click()
  await confirmAndTalk(alice, bob)
}

const confirmAndTalk = async (
  alice: { page: Page; name: string },
  bob: { page: Page; name: string },
): Promise<void> => {
  await confirmAnswer(alice.page)
  await Promise.all([openConversation(alice.page, bob.name), openConversation(bob.page, alice.name)])
  await Promise.all([isDirect(alice.page), isDirect(bob.page)])
}
