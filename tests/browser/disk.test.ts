import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromBase64 } from '../../lib/contract/wire'
import { didOf } from '../../lib/identity/did'
import { deriveIdentity } from '../../lib/identity/root'
import { rootOfWords } from '../../lib/identity/words'
import { TABLE_NAMES } from '../../lib/store/database'
import { keySecret, type Secret, textSecret, wordsSecret } from './disk/forms'
import { keysIn, openTable } from './disk/opened'
import { PLANTS, plant, SQUEEZED, SQUEEZED_TEXT } from './disk/plant'
import { searchProfile } from './disk/search'
import { type Chromium, launchChromium } from './harness/chromium'
import * as people from './harness/people'

// Words of no language, so that what is found is ours.
const NAME = { Alice: 'Vexkrumbolt-Ålice', Bob: 'Jaquithorpe-Böb' }
const PASSPHRASE = { Alice: 'plimquast vorhadding zwenfolk trisquell', Bob: 'gnarvelux obsidrake thwimble quaffary' }
const SAID = {
  fromAlice: 'smorvenblatt-wexing-kloudrip',
  fromBob: 'quintaffle-zarbowitz-plonkery',
  sealed: 'drovexham-tinquillo-barvestry',
  draft: 'yurfenspike-mollaquint-hexbrandle',
}
const KEPT = {
  card: 'Thrumbolina Vackenfrost',
  note: 'ollivantrisk-pembrathic-zuldowen',
  file: 'krellimonde-vashtupple-norquibble',
  searched: 'wexatrilby-fondrupple',
}

type Who = keyof typeof NAME

interface Person {
  who: Who
  profileDir: string
  browser: Chromium
  page: Page
  secrets: Secret[]
}

const arrive = async (who: Who): Promise<Person> => {
  const profileDir = mkdtempSync(join(tmpdir(), `hearth-disk-${who}-`))
  const browser = await launchChromium({ profileDir })
  const page = await browser.panel('home')
  const words = await people.becomeSomeone(page, NAME[who], PASSPHRASE[who])
  const root = rootOfWords(words.join(' '))
  const { identity, ...derived } = deriveIdentity(root)
  const secrets = [
    wordsSecret('recovery words', words),
    keySecret('root', root),
    keySecret('identity key', identity.secret),
    textSecret('did', didOf(identity.public)),
    ...Object.entries(derived).map(([name, key]) => keySecret(name, key)),
    ...Object.entries(NAME).map(([name, text]) => textSecret(`name of ${name}`, text)),
    ...Object.entries({ ...SAID, ...KEPT }).map(([name, text]) => textSecret(`text ${name}`, text)),
    ...PASSPHRASE[who].split(' ').map((word) => textSecret('a word of the passphrase', word)),
  ]
  return { who, profileDir, browser, page, secrets }
}

const dataKeyOf = async ({ browser }: Person): Promise<Uint8Array> => {
  const worker = await browser.worker()
  const { 'vault-key': kept } = await worker.evaluate<Record<string, string>>('chrome.storage.session.get(null)')
  return fromBase64(kept ?? '')
}

/** Brings a card and a file in, and searches for something. */
const keepData = async ({ browser, page }: Person): Promise<void> => {
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await page.goto(`${browser.origin}home.html#data`)
  const card = ['BEGIN:VCARD', 'VERSION:4.0', `FN:${KEPT.card}`, `NOTE:${KEPT.note}`, 'END:VCARD', ''].join('\r\n')
  for (const [name, text] of Object.entries({ 'card.vcf': card, 'text.bin': KEPT.file.repeat(1_000) })) {
    const chooser = page.waitForEvent('filechooser')
    await button('Import file').click()
    await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) })
    await button('Import').click()
    await button('Undo this import').waitFor()
    await button('Bring in more').click()
  }
  await page.getByRole('searchbox', { name: 'Search your data' }).fill(KEPT.searched)
  await page.getByText('Nothing').first().waitFor()
}

/** The data key, and every key and secret that the vault keeps under it now. */
const keysOf = async (person: Person): Promise<Secret[]> => {
  const dataKey = await dataKeyOf(person)
  const secrets = [keySecret('data key', dataKey)]
  for (const table of TABLE_NAMES) {
    for (const { path, bytes } of keysIn(await openTable(person.page, table, dataKey), table))
      secrets.push(keySecret(path, bytes))
  }
  return secrets
}

describe('the disk', () => {
  let alice: Person
  let bob: Person

  beforeEach(async () => {
    ;[alice, bob] = await Promise.all([arrive('Alice'), arrive('Bob')])
  })
  afterEach(async () => {
    for (const { browser, profileDir } of [alice, bob]) {
      await browser.close()
      rmSync(profileDir, { recursive: true, force: true })
    }
  })

  /** Everything that a person does, through the screens, with what it must not leave behind. */
  const live = async () => {
    const invitation = await people.invite(alice.page)
    const reply = await people.accept(bob.page, invitation)
    await people.pasteReply(alice.page, reply)
    await people.confirmAnswer(alice.page)
    await Promise.all([people.openConversation(alice.page, NAME.Bob), people.openConversation(bob.page, NAME.Alice)])
    await Promise.all([people.isDirect(alice.page), people.isDirect(bob.page)])
    await people.say(alice.page, SAID.fromAlice)
    await people.sees(bob.page, SAID.fromAlice)
    await people.say(bob.page, SAID.fromBob)
    await people.sees(alice.page, SAID.fromBob)
    const sealed = await people.seal(alice.page, SAID.sealed)
    await people.openSealed(await bob.browser.panel('home', 'chats'), sealed)
    await people.sees(bob.page, SAID.sealed)
    await alice.page.getByRole('textbox', { name: 'Message', exact: true }).fill(SAID.draft)
    const dataKey = await dataKeyOf(alice)
    await expect.poll(() => openTable(alice.page, 'drafts', dataKey)).toHaveLength(1)
    await keepData(alice)
    await people.openConversation(await alice.browser.panel('popup', 'chats', { width: 380, height: 600 }), NAME.Bob)
    await people.openConversation(await bob.browser.panel('sidepanel', 'chats'), NAME.Alice)
    // What a session file remembers of a page is written when the person goes elsewhere and comes back.
    for (const { page } of [alice, bob]) {
      await people.identityOf(page)
      await page.reload()
      await page.goBack()
    }
    for (const [what, text] of Object.entries({ invitation, reply, sealed })) {
      const lines = text.split('\n').filter((line) => line.length > 40)
      for (const person of [alice, bob]) person.secrets.push(...lines.map((line) => textSecret(what, line)))
    }
  }

  it('holds nothing that anybody said, is called or could open the vault with', async () => {
    await live()
    for (const person of [alice, bob]) {
      person.secrets.push(...(await keysOf(person)))
      expect(searchProfile(person.profileDir, person.secrets)).toEqual([])
      await people.lock(person.page)
      expect(searchProfile(person.profileDir, person.secrets)).toEqual([])
      await people.unlock(person.page, PASSPHRASE[person.who])
      await person.browser.close()
      expect(searchProfile(person.profileDir, person.secrets)).toEqual([])
    }
  })
})

describe('the search', () => {
  it('finds what a careless page leaves, wherever', async () => {
    const profileDir = mkdtempSync(join(tmpdir(), 'hearth-disk-'))
    const browser = await launchChromium({ profileDir })
    await plant(await browser.panel('home'))
    await browser.close()
    for (const { secret, place } of PLANTS) {
      const found = searchProfile(profileDir, [secret])
      expect(found, secret.what).toContainEqual(expect.stringContaining(`/${place}`))
      // What is compressed stands nowhere as it is: it was found by decompressing.
      for (const line of secret === SQUEEZED ? found : [])
        expect(readFileSync(join(profileDir, line.split(':')[0] ?? '')).includes(SQUEEZED_TEXT)).toBe(false)
    }
    rmSync(profileDir, { recursive: true, force: true })
  })
})
