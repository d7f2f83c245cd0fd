import { FILE_PIECE } from '../../contract/data-api'
import { HearthError } from '../../contract/errors'
import type { FileId } from '../../contract/ids'
import type { FileRef } from '../../contract/item'
import type { Panel } from '../../contract/panel-api'
import { fromBase64, toBase64 } from '../../contract/wire'
import { freshId } from './ids'
import { patiently } from './patient'
import { thumbnailOf } from './thumbnail'

interface Way {
  signal: AbortSignal
  /** How much is done, from 0 to 1. */
  onProgress?: (part: number) => void
}

/**
 * Keeps a file, piece by piece, and a small picture of it where it is one. Nothing but a piece of it is ever in memory. What was
 * kept when `signal` ends it, no item names, and the agent forgets it. Throws `storage-full`, `locked`.
 */
export const keepFile = async (panel: Panel, blob: Blob, way: Way): Promise<FileRef> => {
  const file = await keepBytes(panel, blob, way)
  const picture = await thumbnailOf(blob)
  const preview = picture && (await keepBytes(panel, picture, { signal: way.signal }))
  return {
    file,
    size: blob.size,
    mediaType: blob.type || 'application/octet-stream',
    ...(preview && { preview }),
  }
}

const keepBytes = async (panel: Panel, blob: Blob, { signal, onProgress }: Way): Promise<FileId> => {
  const file = freshId<FileId>()
  for (let piece = 0; piece * FILE_PIECE < blob.size; piece++) {
    const slice = blob.slice(piece * FILE_PIECE, (piece + 1) * FILE_PIECE)
    const bytes = toBase64(new Uint8Array(await slice.arrayBuffer()))
    signal.throwIfAborted()
    await patiently(() => panel.ask('addToFile', { file, piece, bytes }))
    onProgress?.(Math.min(1, ((piece + 1) * FILE_PIECE) / blob.size))
  }
  signal.throwIfAborted()
  return file
}

/** The bytes of a kept file, read piece by piece. Throws `vault-damaged` also where there are less than `size`, `locked`. */
export const readBytes = async (
  panel: Panel,
  file: FileId,
  type: string,
  way: Way & { size: number },
): Promise<Blob> => {
  // Blobs, not arrays: the browser may put them aside.
  const pieces: Blob[] = []
  for (let piece = 0; ; piece++) {
    const read = await patiently(() => panel.ask('readFile', { file, piece }))
    way.signal.throwIfAborted()
    if (read === null) {
      const blob = new Blob(pieces, { type })
      if (blob.size < way.size) throw new HearthError('vault-damaged', 'some of its bytes are gone')
      return blob
    }
    pieces.push(new Blob([fromBase64(read.bytes) as Uint8Array<ArrayBuffer>]))
    way.onProgress?.(Math.min(1, ((piece + 1) * FILE_PIECE) / Math.max(1, way.size)))
  }
}

// A page of our own address must never come of what somebody kept: only these are ever shown, all else is bytes.
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']

/** Whether a file may be shown as a picture. */
export const isPicture = (mediaType: string): boolean => PICTURES.includes(mediaType)
