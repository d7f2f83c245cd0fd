import Papa from 'papaparse'
import type { Item, Labelled } from '../contract/item'
import { isList } from '../contract/item-text'
import { type FieldType, itemType } from '../contract/item-types'
import { ADDRESS_PARTS, GEO_PARTS } from './columns'
import { guarded, isDialled } from './formula'
import { BETWEEN } from './rows'

/** One column: what it is called, and what an item has in it. */
interface Cells {
  name: string
  read(item: Item): string
}

/**
 * The items of one type as CSV, in the form that spreadsheets open by themselves: a byte order mark, commas, CRLF. Columns are
 * named by the fields ("address.postalCode", "email.label"), several values of one are parted by " ::: ", and what a spreadsheet
 * would take for a formula begins with a `'`. Files and ways are left out; items of other types are passed over.
 */
export async function* writeCsv(type: string, items: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<string> {
  const columns = columnsOf(type)
  yield `\ufeff${lineOf(columns.map(({ name }) => name))}`
  for await (const item of items) if (item.type === type) yield lineOf(columns.map(({ read }) => read(item)))
}

const lineOf = (cells: string[]): string => `${Papa.unparse([cells], { newline: '\r\n' })}\r\n`

const columnsOf = (type: string): Cells[] => [
  { name: 'type', read: (item) => item.type },
  ...(itemType(type)?.fields ?? []).flatMap(cellsOf),
  { name: 'tags', read: ({ tags }) => guarded(tags.join(BETWEEN)) },
]

const cellsOf = (field: FieldType): Cells[] => {
  const { name, kind, many } = field
  if (kind === 'file' || kind === 'path') return []
  const column = (suffix: string, write: (value: Labelled) => string): Cells => ({
    name: `${name}${suffix}`,
    read: (item) => {
      const texts = valuesOf(item, name).map(write)
      return texts.some(Boolean) ? guardedAs(field, texts.join(BETWEEN)) : ''
    },
  })
  const part = (part: string) =>
    column(`.${part}`, ({ value }) => textOf((value as unknown as Record<string, unknown>)[part]))
  const labels = many ? [column('.label', ({ label }) => label ?? '')] : []
  if (kind === 'address') return [...ADDRESS_PARTS.map(part), ...labels]
  if (kind === 'geo') return GEO_PARTS.map(part)
  return [column('', ({ value }) => textOf(value)), ...labels]
}

/** Numbers and what is dialled stay as they are, or nothing could count or call them. */
const guardedAs = ({ kind }: FieldType, text: string): string => {
  const harmless =
    kind === 'number' || kind === 'geo' ? Number.isFinite(Number(text)) : kind === 'phone' && isDialled(text)
  return harmless ? text : guarded(text)
}

const valuesOf = ({ fields }: Item, name: string): Labelled[] => {
  const value = fields[name]
  return value === undefined ? [] : isList(value) ? value : [{ value }]
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
