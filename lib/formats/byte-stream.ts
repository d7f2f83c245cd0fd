import { encodeText } from '../contract/wire'

/** The pieces of a stream; leaving the loop cancels it. */
export async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel().catch(() => {})
  }
}

/** The first bytes of a stream, up to that many; the rest is not read. */
export const startOf = async (stream: ReadableStream<Uint8Array>, length: number): Promise<Uint8Array> => {
  const start = new Uint8Array(length)
  let filled = 0
  for await (const piece of piecesOf(stream)) {
    start.set(piece.subarray(0, length - filled), filled)
    filled = Math.min(length, filled + piece.length)
    if (filled === length) break
  }
  return start.subarray(0, filled)
}

/** The bytes as a stream that asks for the next ones when it needs them. */
export const streamOf = (pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> => {
  const rest = pieces[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      pull: async (out) => {
        const next = await rest.next()
        if (next.done) out.close()
        else out.enqueue(next.value)
      },
      cancel: async () => void (await rest.return?.()),
    },
    { highWaterMark: 0 },
  )
}

/** A text as a stream of its UTF-8 bytes. */
export const textStream = (chunks: AsyncIterable<string>): ReadableStream<Uint8Array> => streamOf(encoded(chunks))

async function* encoded(chunks: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield encodeText(chunk)
}
