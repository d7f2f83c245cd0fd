import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureAge } from '../../tools/browser.mjs'
import { inChromium, inFirefox, type Somebody } from './harness/hands'
import { PASSPHRASE } from './harness/person'

const unzips = spawnSync('unzip', ['-v']).status === 0
if (!unzips) console.warn('LEFT OUT: nothing that came out was opened by unzip, because there is none.')
const unzip = (...args: string[]): string => execFileSync('unzip', args, { encoding: 'utf8' })

const BACKUP = 'seven quiet embers in a bowl'
const folder = mkdtempSync(join(tmpdir(), 'hearth-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const fileOf = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const card = (name: string, more = '') =>
  `BEGIN:VCARD\r\nVERSION:3.0\r\nUID:${name}\r\nFN:${name}\r\n${more}END:VCARD\r\n`
const TABLE = 'Wer;Wann;Womit\r\nSchnee geräumt;03.02.2026;Schippe\r\nHolz geholt;04.02.2026;Schlitten\r\n'
const many = (rows: number) =>
  `Date;Weight (kg)\n${Array.from({ length: rows }, (_, n) => `${2000 + (n % 25)}-01-${String((n % 28) + 1).padStart(2, '0')};${n / 100}`).join('\n')}\n`

const bring = async (hands: Somebody, path: string): Promise<void> => {
  await hands.goto('#data/import')
  await hands.choose('Choose files', path)
}
/** How many items there are, as the screen for taking out says. */
const count = async (hands: Somebody): Promise<number> => {
  await hands.goto('#data/export')
  const said = await hands.sees(/There is nothing in your data yet|^([\d,]+) items?\b/m)
  return Number(/^([\d,]+) items?\b/m.exec(said)?.[1]?.replaceAll(',', '') ?? 0)
}
const undoAll = async (hands: Somebody): Promise<void> => {
  await hands.press('Undo this import')
  await hands.sees('Undone, ')
  await hands.press('Bring in more')
}

describe.each([
  ['Chromium', () => inChromium()],
  ['Firefox', () => inFirefox()],
])('files in %s', (name, open) => {
  let hands: Somebody
  beforeAll(async () => {
    hands = await open()
  })
  afterAll(() => hands?.leave())

  const phone = fileOf(
    `phone ${name}.vcf`,
    card('Jonas Berg', 'BDAY:irgendwann\r\n') + card('Aylin Yıldız') + card('مريم'),
  )

  it('come in after a look at them, and a second time add nothing', async () => {
    await bring(hands, phone)
    await hands.sees('Contacts (vCard)')
    expect((await hands.rows('What is in it')).map((row) => row.split('\n')[0])).toEqual([
      'Jonas Berg',
      'Aylin Yıldız',
      'مريم',
    ])
    expect(await count(hands)).toBe(0)
    await hands.goto('#data/import')
    await hands.press('Import')
    await hands.sees('3 items are new')
    expect(await count(hands)).toBe(3)
    await hands.goto('#data/import')
    await hands.press('Bring in more')
    await bring(hands, phone)
    await hands.press('Import')
    await hands.sees('3 were here already')
    expect(await count(hands)).toBe(3)
  })

  it('are taken back whole', async () => {
    await hands.goto('#data/import')
    await hands.press('Bring in more')
    await bring(hands, fileOf('friends.vcf', card('Thandiwe') + card('Priya')))
    await hands.press('Import')
    await hands.sees('2 items are new')
    expect(await count(hands)).toBe(5)
    await hands.goto('#data/import')
    await undoAll(hands)
    expect(await count(hands)).toBe(3)
    await hands.goto('#data/import')
    await hands.sees(/friends\.vcf[\s\S]{1,40}Undone/)
  })

  it('of rows become items by the columns that the person chooses', async () => {
    await bring(hands, fileOf('winter.csv', TABLE))
    await hands.select('Each row becomes', 'Task')
    await hands.select('Field for Wer', 'Name')
    await hands.select('Field for Wann', 'Due')
    await hands.select('Field for Womit', 'Description')
    await hands.select('Order of dates', 'Day, month, year')
    await hands.sees(/Schnee geräumt\n+Task · .*February/)
    await hands.press('Import')
    await hands.sees('2 items are new')
    await undoAll(hands)
  })

  it('of rows are parted anew where the separator was taken wrongly', async () => {
    await bring(hands, fileOf('parted.csv', 'Name;E-Mail\nJonas;jonas@example.org\n'))
    await hands.sees('jonas@example.org')
    await hands.select('Separator', 'None, a line is one cell')
    await hands.sees('Name;E-Mail')
    await hands.select('Separator', 'Semicolon')
    await hands.select('Field for E-Mail', 'Email')
    await hands.press('Cancel')
  })

  it('are known by what is in them, not by their names', async () => {
    await bring(hands, fileOf('picture.csv', card('Somebody in disguise')))
    await hands.sees('Contacts (vCard)')
    await hands.press('Cancel')
    await bring(hands, fileOf('contacts.vcf', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13)))
    await hands.sees('Another kind of file')
    await hands.press('Cancel')
    await bring(hands, fileOf('letter.vcf', 'This is no card.\nNor is this.\n'))
    await hands.sees(/Another kind of file|Nothing in it can be read/)
    await hands.press('Cancel')
    expect(await count(hands)).toBe(3)
  })

  it('leave nothing when they are cancelled', async () => {
    await bring(hands, fileOf('cancelled.csv', many(60_000)))
    await hands.press('Import')
    await hands.sees('Bringing in cancelled.csv')
    await hands.press('Cancel')
    await hands.sees(/cancelled\.csv[\s\S]*Cancelled, nothing was kept/)
    expect(await count(hands)).toBe(3)
  })

  it('go on after a lock', async () => {
    await bring(hands, fileOf('locked.csv', many(20_000)))
    await hands.press('Import')
    await hands.sees('Bringing in locked.csv')
    await hands.press('Lock')
    await hands.fill('Passphrase', PASSPHRASE)
    await hands.press('Unlock')
    await hands.sees('locked.csv is in')
    await undoAll(hands)
  })

  it.each(unzips ? ['unzip'] : [])('come out as a zip that %s opens', async () => {
    await hands.goto('#data')
    await hands.press('Export everything')
    await hands.sees('The export is ready')
    const zip = await hands.saved(/^hearth-.*\.zip$/)
    expect(unzip('-t', zip)).toContain('No errors detected')
    const cards = unzip('-p', zip, 'contacts.vcf')
    for (const each of ['FN:Jonas Berg', 'FN:Aylin Yıldız', 'FN:مريم', 'BDAY:irgendwann']) expect(cards).toContain(each)
    await hands.press('Done')
  })

  it('come out as a backup, which an empty profile restores', async () => {
    await hands.goto('#data/export')
    await hands.press('Back up to a file')
    await hands.fill('Passphrase for the backup', BACKUP)
    await hands.fill('Repeat passphrase for the backup', BACKUP)
    await hands.press('Make the backup')
    await hands.sees('The backup is ready')
    const backup = await hands.saved(/^hearth-.*\.age$/)
    const other = await open()
    try {
      await other.goto('#data/export')
      await other.choose('Restore from a file', backup)
      await other.fill('Passphrase of the backup', 'not this one, surely')
      await other.press('Restore')
      await other.sees('This passphrase does not open it')
      await other.press('Cancel')
      const bytes = readFileSync(backup)
      for (const [at, harmed] of [bytes.subarray(0, -20), bytes.with(bytes.length - 30, 0)].entries()) {
        await other.goto('#data/export')
        await other.choose('Restore from a file', fileOf(`harmed ${at}.age`, harmed))
        await other.fill('Passphrase of the backup', BACKUP)
        await other.press('Restore')
        await other.sees(/was not brought in[\s\S]*The file is damaged[\s\S]*Nothing of it was kept/)
        expect(await count(other)).toBe(0)
      }
      await other.goto('#data/export')
      await other.choose('Restore from a file', backup)
      await other.fill('Passphrase of the backup', BACKUP)
      await other.press('Restore')
      await other.sees('3 items are new')
      expect(await count(other)).toBe(3)
      await other.goto('#data/import')
      await other.press('Bring in more')
      await bring(other, phone)
      await other.press('Import')
      await other.sees('3 were here already')
    } finally {
      await other.leave()
    }
  })
})

describe('the age command', () => {
  const age = platform() === 'linux' ? ensureAge() : undefined
  it.each(age && unzips ? [age] : [])('opens a backup: %s', async (program) => {
    const hands = await inChromium()
    try {
      await bring(hands, fileOf('one.vcf', card('Jonas Berg')))
      await hands.press('Import')
      await hands.sees('1 item is new')
      await hands.goto('#data/export')
      await hands.press('Back up to a file')
      await hands.fill('Passphrase for the backup', BACKUP)
      await hands.fill('Repeat passphrase for the backup', BACKUP)
      await hands.press('Make the backup')
      const backup = await hands.saved(/\.age$/)
      const zip = join(folder, 'opened.zip')
      // It asks at a terminal only: `script` is one.
      execFileSync('script', ['-qec', `${program} -d -o ${zip} ${backup}`, '/dev/null'], { input: `${BACKUP}\n` })
      expect(unzip('-p', zip, 'everything.jsonld')).toContain('Jonas Berg')
    } finally {
      await hands.leave()
    }
  })
})
