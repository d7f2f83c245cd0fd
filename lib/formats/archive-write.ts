import { ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js'

/** One file of an archive that is written. */
export interface ArchivePart {
  path: string
  bytes: ReadableStream<Uint8Array>
  /** Kept as it is: pictures, or bytes of somebody else's, which may pack so well that they look like a bomb. */
  stored?: { size: number }
}

const LARGE = 0xf000_0000

/** A zip archive of these parts, as its bytes are asked for. It fails where one of them does: no part is ever left out. */
export const writeArchive = (parts: AsyncIterable<ArchivePart>, at: number): ReadableStream<Uint8Array> => {
  const through = new TransformStream<Uint8Array, Uint8Array>(undefined, undefined, { highWaterMark: 0 })
  const writer = through.writable.getWriter()
  const into = new WritableStream<Uint8Array>({
    write: (chunk) => writer.write(chunk),
    close: () => writer.close(),
    abort: (error) => writer.abort(error),
  })
  const write = async () => {
    const zip = new ZipWriter(into, { bufferedWrite: false, keepOrder: true, dataDescriptor: true })
    for await (const { path, bytes, stored } of parts) {
      const large = stored !== undefined && stored.size > LARGE
      await zip.add(path, bytes, {
        lastModDate: new Date(at),
        level: stored ? 0 : 6,
        ...(large ? { zip64: true } : {}),
      })
    }
    await zip.close()
  }
  write().catch((error) => writer.abort(error).catch(() => {}))
  return through.readable
}
