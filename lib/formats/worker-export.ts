import type { FileId } from '../contract/ids'
import type { FileRef, Imported } from '../contract/item'
import { countedSource, entryProblem, readArchive } from './archive'
import { decodeStream } from './encoding'
import { problem } from './imported'
import { fileRefs, filesIn, withFiles } from './item-files'
import { readJson } from './json'
import type { Read } from './reader'
import { EVERYTHING, EXPORT_FILES } from './recognise'
import type { Page } from './worker-api'
import type { FilesContext } from './worker-files'

/** More is no list of files of ours. */
const MAX_LIST = 64 << 20

/** Our own export, as it was: everything.jsonld with its files. The other formats in it say the same again. */
export async function* readExport(file: File, context: FilesContext, page: Page): AsyncGenerator<Read> {
  const ids = await idsOf(file)
  const kept = new Map<FileId, FileRef>()
  // The files first: what names them comes behind them, wherever the archive has it.
  for await (const next of readArchive(countedSource(file, (done) => page.progress(done, file.size)))) {
    if ('problem' in next) {
      yield next
      continue
    }
    const id = ids.get(next.entry.path)
    if (!id) continue
    try {
      kept.set(id, await context.keepStream(next.entry.bytes(), 'application/octet-stream'))
    } catch (error) {
      yield { problem: entryProblem(next.entry.path, error) }
    }
  }
  for await (const next of readArchive(file)) {
    if (!('entry' in next) || next.entry.path !== EVERYTHING) continue
    for await (const read of readJson(decodeStream(next.entry.bytes(), 'utf-8'), context)) {
      if ('problem' in read) yield { problem: { ...read.problem, where: EVERYTHING } }
      else yield* withKept(read.item, kept)
    }
  }
}

/** Which file of the archive has the bytes of which id. Without a list that can be read no file is known. */
const idsOf = async (file: File): Promise<Map<string, FileId>> => {
  for await (const next of readArchive(file)) {
    if (!('entry' in next) || next.entry.path !== EXPORT_FILES || next.entry.size > MAX_LIST) continue
    const list: unknown = await new Response(next.entry.bytes()).json().catch(() => ({}))
    return new Map(Object.entries(list ?? {}).map(([id, path]) => [String(path), id as FileId]))
  }
  return new Map()
}

function* withKept(item: Imported, kept: ReadonlyMap<FileId, FileRef>): Generator<Read> {
  const previews = new Set(fileRefs(item).map(({ preview }) => preview))
  for (const file of filesIn(item)) {
    if (!kept.has(file) && !previews.has(file)) yield problem('missing', file, null, EXPORT_FILES)
  }
  yield { item: withFiles(item, (file) => kept.get(file) ?? null) }
}
