import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { ChangeId, FileId, ItemId } from '../../lib/contract/ids'
import type { Item } from '../../lib/contract/item'
import { readCalendar } from '../../lib/formats/icalendar'
import { writeCalendar } from '../../lib/formats/icalendar-write'
import { readVcards } from '../../lib/formats/vcard'
import { writeVcard } from '../../lib/formats/vcard-write'
import { findPython } from '../../tools/python.mjs'

const here = import.meta.dirname
const fixtures = join(here, '..', 'formats', 'fixtures')
const scratch = mkdtempSync(join(tmpdir(), 'hearth-cards-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** A property by its card or entry, name, value, and group and parameters. */
type Said = [index: number, name: string, value: string, params: string]

interface Compared {
  same: number
  gone: Said[]
  new: Said[]
  zones: [name: string, at: string][]
}

/** Through Hearth and out again: as it came, or anew from the fields alone. */
const through = async (text: string, kind: 'cards' | 'calendar', anew: boolean): Promise<string> => {
  const files = new Map<FileId, Uint8Array>()
  const keepFile = async (bytes: Uint8Array, mediaType: string) => {
    const file = `${files.size}` as FileId
    files.set(file, bytes)
    return { file, size: bytes.length, mediaType }
  }
  const readFile = async (file: FileId) => files.get(file) ?? null
  async function* chunks() {
    yield text
  }
  const items: Item[] = []
  for await (const read of (kind === 'cards' ? readVcards : readCalendar)(chunks(), { keepFile })) {
    if (!('item' in read)) continue
    const { original, ...item } = read.item
    const id = items.length.toString(16).padStart(32, '0') as ItemId
    items.push({
      ...item,
      ...(anew || !original ? {} : { original }),
      id,
      createdAt: 0,
      updatedAt: 0,
      rev: 1,
      change: id as string as ChangeId,
    })
  }
  let written = ''
  if (kind === 'calendar') for await (const piece of writeCalendar(items, readFile)) written += piece
  else for (const item of items) for await (const piece of writeVcard(item, readFile)) written += piece
  return written
}

const run = (kind: string, before: string, after: string): Compared => {
  const args = [join(here, 'compare.py'), kind, before, after]
  const { stdout, stderr, status } = spawnSync(findPython() ?? 'python3', args, { encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout)
}

const compare = async (name: string, anew: boolean): Promise<Compared> => {
  const kind = name.endsWith('.vcf') ? 'cards' : 'calendar'
  const before = join(fixtures, name)
  const after = join(scratch, `${anew}-${name}`)
  writeFileSync(after, await through(readFileSync(before, 'utf8'), kind, anew))
  return run(kind, before, after)
}

const files = readdirSync(fixtures).filter((name) => /\.(?:vcf|ics)$/.test(name))

/** Properties that Hearth makes fields of; what else a file says lives in the originals alone. */
const FIELDS = new Set(
  `FN N NICKNAME EMAIL TEL ADR ORG TITLE URL NOTE BDAY CATEGORIES SUMMARY DTSTART DTEND DURATION LOCATION GEO RRULE ORGANIZER
  ATTENDEE STATUS DESCRIPTION DUE COMPLETED PERCENT-COMPLETE`.split(/\s+/),
)

/** What the others see another way when a file is written anew from the fields alone. */
const OTHERWISE: Record<string, string> = {
  'android.vcf BDAY': 'of 4.0 it has no hyphens',
  'apple.vcf BDAY': 'Apple writes 1604 for no year',
  'google.vcf FN': 'it is empty',
  'google.vcf N': 'it is empty',
  'google.vcf NOTE': 'Google escapes a colon, and vobject leaves the backslash',
  'google.vcf URL': 'Google escapes a colon, and vobject leaves the backslash',
  'nextcloud.vcf GEO': 'a contact has no place beside addresses',
  'nextcloud.vcf N': 'two suffixes become one text',
  'nextcloud.vcf TEL': 'a number loses its scheme',
  'outlook.ics DESCRIPTION': 'it loses an empty line at its end',
  'outlook.vcf NOTE': 'vobject cuts a text of 2.1 at its first comma',
  'outlook.vcf ORG': 'vobject cuts a text of 2.1 at its first comma',
  'thunderbird.vcf TEL': 'a number loses its scheme',
}

describe.each(files)('%s through Hearth', (name) => {
  it('keeps every property, its value and its parameters', async () => {
    const compared = await compare(name, false)
    expect(compared.same).toBeGreaterThan(9)
    expect(compared.gone).toEqual([])
    // An export is one calendar: the names of those that it is of go to their entries.
    expect(compared.new.filter(([, property]) => property !== 'X-WR-CALNAME')).toEqual([])
    expect(compared.zones).toEqual([])
  })

  it('says the same of its fields when it is written anew', async () => {
    const compared = await compare(name, true)
    const said = ([index, property, value]: Said) => `${index} ${property} ${value}`
    const fresh = new Set(compared.new.map(said))
    const gone = compared.gone.filter((each) => FIELDS.has(each[1]) && !fresh.has(said(each)))
    const expected = Object.keys(OTHERWISE).filter((each) => each.startsWith(`${name} `))
    expect([...new Set(gone.map(([, property]) => `${name} ${property}`))].sort()).toEqual(expected)
    expect(compared.zones).toEqual([])
  })
})

it('zones that are written anew show the time that pytz knows, from 1971 to 2036', async () => {
  // Of those whose laws nobody has changed of late: what two programs know of a zone may be of different years.
  const zones = `America/New_York America/Sao_Paulo America/St_Johns Asia/Kathmandu Australia/Lord_Howe Europe/Dublin
  Europe/Istanbul Europe/Lisbon Europe/London Pacific/Apia Pacific/Auckland`
  const item = (zone: string, index: number): Item => ({
    ...{ id: `${index}` as ItemId, type: 'Event', fields: { startDate: `2026-01-02T03:04:05[${zone}]` }, tags: [] },
    ...{ createdAt: 0, updatedAt: 0, rev: 1, change: `${index}` as ChangeId },
  })
  let written = ''
  for await (const piece of writeCalendar(zones.split(/\s+/).map(item), async () => null)) written += piece
  expect(written.match(/^TZID:/gm)).toHaveLength(11)
  const path = join(scratch, 'zones.ics')
  writeFileSync(path, written)
  expect(run('calendar', path, path).zones).toEqual([])
})
