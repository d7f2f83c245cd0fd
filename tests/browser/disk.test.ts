import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { launchChromium } from './harness/chromium'
import * as people from './harness/people'

const ALICE = { name: 'Quillfeather Alice', passphrase: 'kettle orbit velvet canyon mosaic' }
const BOB = { name: 'Thistlewood Bob', passphrase: 'lantern pebble acorn violin harbour' }

/** The files below a folder that hold the bytes, as UTF-8, as UTF-16, or as they are. */
const holding = (folder: string, secret: string | Buffer): string[] => {
  const forms = typeof secret === 'string' ? [Buffer.from(secret), Buffer.from(secret, 'utf16le')] : [secret]
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path)
      return forms.some((form) => bytes.includes(form))
    })
}

it('leaves nothing readable on the disk, while in use and after', async () => {
  const profileDir = mkdtempSync(join(tmpdir(), 'hearth-disk-'))
  const browser = await launchChromium({ profileDir })
  const page = await browser.panel('home')
  const words = await people.becomeSomeone(page, ALICE.name, ALICE.passphrase)
  const other = await launchChromium()
  const otherPage = await other.panel('home')
  await people.becomeSomeone(otherPage, BOB.name, BOB.passphrase)
  await people.connectTwo({ page, name: ALICE.name }, { page: otherPage, name: BOB.name })
  await people.say(page, 'the heron stands in the shallows')
  await people.sees(page, 'the heron stands in the shallows', 'delivered')
  await people.say(otherPage, 'and the otter is late again')
  await people.sees(page, 'and the otter is late again')
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill('never sent but kept as a draft')

  const worker = await browser.worker()
  const session = await worker.evaluate<Record<string, unknown>>('chrome.storage.session.get()')
  const keys = Object.values(session).filter((value): value is string => typeof value === 'string' && value.length > 40)
  expect(keys.length).toBeGreaterThan(0)
  const secrets: (string | Buffer)[] = [
    ...[ALICE.name, ALICE.passphrase, BOB.name],
    ...['the heron stands', 'and the otter is late', 'never sent but kept'],
    ...words.slice(1).flatMap((word, at) => [`${words[at]} ${word}`, `${words[at]}","${word}`]),
    ...keys.flatMap((key) => [key, Buffer.from(key, 'base64')]),
  ]
  const found = () => secrets.flatMap((secret) => holding(profileDir, secret).map((path) => `${secret} in ${path}`))

  // What is stored in clear would be found: otherwise finding nothing would say nothing.
  await worker.evaluate(`chrome.storage.local.set({ probe: 'a planted sentence' })`)
  await expect.poll(() => holding(profileDir, 'a planted sentence').length, { timeout: 20_000 }).toBeGreaterThan(0)
  expect(found()).toEqual([])
  await browser.close()
  expect(found()).toEqual([])
  await other.close()
  rmSync(profileDir, { recursive: true, force: true })
})
