import type { Problem } from '../../lib/contract/data-api'
import type { Imported } from '../../lib/contract/item'
import type { Read } from '../../lib/formats/reader'

/** The text in pieces, so that no place of it can count on the next. */
export async function* inPieces(text: string, size = 61): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

/** All that a reader found. */
export const readAll = async (reader: AsyncIterable<Read>): Promise<{ items: Imported[]; problems: Problem[] }> => {
  const items: Imported[] = []
  const problems: Problem[] = []
  for await (const next of reader) {
    if ('item' in next) items.push(next.item)
    else problems.push(next.problem)
  }
  return { items, problems }
}

/** An item as these tests compare it. */
export const plain = ({ type, fields, tags }: Imported) => ({ type, ...fields, ...(tags.length > 0 ? { tags } : {}) })
