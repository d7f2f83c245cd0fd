import { JSONParser } from '@streamparser/json'
import type { Problem, ProblemReason } from '../contract/data-api'
import { problem } from './imported'
import type { Read } from './reader'

/** Deeper than this, or one value longer than that many characters, is no export. */
const MAX_DEPTH = 64
const MAX_VALUE = 16 << 20

/** A value of a JSON text, or why the rest of it could not be read. */
export type JsonRead = { value: unknown } | { problem: Problem }

/**
 * The values at a path of a JSON text (`$.*`: those of the array that it is), as they come. The text is held a value at a time; the
 * first error ends it, and what came before it was read.
 */
export async function* jsonValues(chunks: AsyncIterable<string>, path: string): AsyncGenerator<JsonRead> {
  const found: JsonRead[] = []
  const parser = new JSONParser({ paths: [path], keepStack: false })
  const guard = sizeGuard(path.split('.').length - 1)
  let failed = false
  let seen = 0
  const fail = (reason: ProblemReason, what: string) => {
    if (!failed) found.push(problem(reason, what, null))
    failed = true
  }
  parser.onValue = ({ value }) => found.push({ value })
  parser.onError = () => fail('not-understood', `after ${seen} characters`)
  for await (const chunk of chunks) {
    const { reason, at } = guard(chunk)
    parser.write(chunk.slice(seen === 0 && chunk.startsWith('\ufeff') ? 1 : 0, at))
    if (reason) fail(reason, `after ${seen + at} characters`)
    seen += chunk.length
    yield* found.splice(0)
    if (failed) return
  }
  parser.onError = () => fail('cut-off', `after ${seen} characters`)
  if (!parser.isEnded) parser.end()
  yield* found
}

/** What stands at the path of a JSON text, each made to items by `read`; a value that it makes nothing of is a problem. */
export async function* readValues(
  chunks: AsyncIterable<string>,
  path: string,
  read: (value: Json) => Iterable<Read> | null,
): AsyncGenerator<Read> {
  for await (const next of jsonValues(chunks, path)) {
    if ('problem' in next) yield next
    else yield* read(new Json(next.value)) ?? [problem('not-understood', JSON.stringify(next.value) ?? '', null)]
  }
}

/** The library holds whatever it is told to: this looks at the text first. Inside of strings nothing counts but their length. */
const sizeGuard = (level: number) => {
  let depth = 0
  let inside = false
  let escaped = false
  let length = 0
  return (chunk: string): { reason: ProblemReason | null; at: number } => {
    for (let at = 0; at < chunk.length; at++) {
      const code = chunk.charCodeAt(at)
      if (escaped) escaped = false
      else if (inside) {
        if (code === 0x5c) escaped = true
        else if (code === 0x22) inside = false
      } else if (code === 0x22) inside = true
      else if (code === 0x7b || code === 0x5b) depth++
      else if (code === 0x7d || code === 0x5d) depth--
      else if (code === 0x2c && depth <= level) length = -1
      if (++length > MAX_VALUE) return { reason: 'too-large', at }
      if (depth > MAX_DEPTH) return { reason: 'too-deep', at }
    }
    return { reason: null, at: chunk.length }
  }
}

/** A JSON value of which nobody knows the shape: every question is answered, by nothing where it is something else. */
export class Json {
  readonly value: unknown
  constructor(value: unknown) {
    this.value = value
  }
  /** What its own key of that name holds. */
  get(...keys: string[]): Json {
    let { value } = this
    for (const key of keys) {
      value =
        typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as never)[key] : undefined
    }
    return new Json(value)
  }
  get text(): string | null {
    return typeof this.value === 'string' && this.value.trim() !== '' ? this.value.trim() : null
  }
  /** A number, or a text that is one. */
  get number(): number | null {
    const number = typeof this.value === 'string' && this.value.trim() !== '' ? Number(this.value) : this.value
    return typeof number === 'number' && Number.isFinite(number) ? number : null
  }
  get list(): Json[] {
    return Array.isArray(this.value) ? this.value.map((value) => new Json(value)) : []
  }
}
