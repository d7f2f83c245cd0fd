import type { Problem } from '../../lib/contract/data-api'
import type { FileId, ImportId, ItemId } from '../../lib/contract/ids'
import type { FileRef, Imported, Item } from '../../lib/contract/item'
import type { Reader } from '../../lib/formats/reader'

/** The text in pieces of so many characters. */
export async function* inPieces(text: string, size = text.length): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += Math.max(1, size)) yield text.slice(at, at + Math.max(1, size))
}

/** Keeps files in memory. */
export const cabinet = () => {
  const files = new Map<FileId, Uint8Array>()
  return {
    files,
    context: {
      keepFile: async (bytes: Uint8Array, mediaType: string): Promise<FileRef> => {
        const file = files.size.toString(16).padStart(32, '0') as FileId
        files.set(file, bytes)
        return { file, size: bytes.length, mediaType }
      },
    },
    readFile: async (file: FileId) => files.get(file) ?? null,
  }
}

/** All that a reader finds in these pieces. */
export const readAll = async (
  reader: Reader,
  text: string | AsyncIterable<string>,
  desk = cabinet(),
): Promise<{ items: Imported[]; problems: Problem[] }> => {
  const items: Imported[] = []
  const problems: Problem[] = []
  for await (const read of reader(typeof text === 'string' ? inPieces(text) : text, desk.context)) {
    if ('item' in read) items.push(read.item)
    else problems.push(read.problem)
  }
  return { items, problems }
}

/** What the vault makes of an import. */
export const kept = (imported: Pick<Imported, 'type' | 'fields' | 'tags' | 'original'>): Item => {
  const { type, fields, tags, original } = structuredClone(imported)
  const item: Item = {
    id: 'ab'.repeat(16) as ItemId,
    type,
    fields,
    tags,
    createdAt: 0,
    updatedAt: 1_800_000_000_000,
    rev: 1,
    change: 'cd'.repeat(16) as ImportId,
  }
  return original ? { ...item, original } : item
}

/** The whole of what is written. */
export const joined = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

/** One card of these lines. */
export const cardOf = (lines: string, version = '3.0'): string =>
  `BEGIN:VCARD\r\nVERSION:${version}\r\n${lines.replace(/\r?\n/g, '\r\n')}\r\nEND:VCARD\r\n`

/** A calendar with one event of these lines. */
export const eventOf = (lines: string, before = ''): string =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${before}BEGIN:VEVENT\r\nUID:1\r\n${lines.replace(/\r?\n/g, '\r\n')}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`
