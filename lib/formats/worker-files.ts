import { FILE_PIECE } from '../contract/data-api'
import type { FileId } from '../contract/ids'
import type { FileRef } from '../contract/item'
import { fromBase64, toBase64 } from '../contract/wire'
import { toHex } from '../crypto/hash'
import { random } from '../crypto/random'
import { piecesOf } from './byte-stream'
import type { ReaderContext } from './reader'
import type { Page } from './worker-api'

/** What readers of files and archives need besides: bytes that come as a stream are kept piece by piece. */
export interface FilesContext extends ReaderContext {
  keepStream(stream: ReadableStream<Uint8Array>, mediaType: string, file?: FileId): Promise<FileRef>
}

/** Hands bytes to the page, a piece at a time, under an id that is drawn here unless the file has one. */
export const filesOf = (page: Page): FilesContext => {
  const keepStream: FilesContext['keepStream'] = async (stream, mediaType, file = toHex(random(16)) as FileId) => {
    let size = 0
    let piece = 0
    for await (const bytes of inPieces(stream)) {
      await page.need('keepPiece', { file, piece: piece++, bytes: toBase64(bytes) })
      size += bytes.length
    }
    return { file, size, mediaType }
  }
  return {
    keepStream,
    keepFile: (bytes, mediaType) => keepStream(new Blob([bytes as BlobPart]).stream(), mediaType),
  }
}

/** Keeps nothing: for a look at how a file begins. */
export const NO_FILES: FilesContext = {
  keepStream: async (stream, mediaType) => {
    await stream.cancel()
    return { file: '0'.repeat(32) as FileId, size: 0, mediaType }
  },
  keepFile: async (bytes, mediaType) => ({ file: '0'.repeat(32) as FileId, size: bytes.length, mediaType }),
}

/** The same bytes in whole pieces, the last one shorter; an empty file has one empty piece. */
async function* inPieces(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held = new Uint8Array(FILE_PIECE)
  let filled = 0
  let any = false
  for await (const bytes of piecesOf(stream)) {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + FILE_PIECE - filled)
      held.set(part, filled)
      filled += part.length
      at += part.length
      if (filled < FILE_PIECE) continue
      yield held
      any = true
      held = new Uint8Array(FILE_PIECE)
      filled = 0
    }
  }
  if (filled > 0 || !any) yield held.subarray(0, filled)
}

/** The bytes of a file that the page has, as far as it has them. */
export const fileStream = (page: Page, file: FileId): ReadableStream<Uint8Array> => {
  let piece = 0
  return new ReadableStream(
    {
      pull: async (out) => {
        const next = await page.need('piece', { file, piece: piece++ })
        if (next) out.enqueue(fromBase64(next.bytes))
        else out.close()
      },
    },
    { highWaterMark: 0 },
  )
}
