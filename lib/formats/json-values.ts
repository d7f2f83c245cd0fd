import { JSONParser } from '@streamparser/json'
import type { Problem, ProblemReason } from '../contract/data-api'
import { problem } from './imported'
import { JsonGuard } from './json-guard'
import { pieces } from './pieces'
import type { Read } from './reader'

/** A value of a JSON text, or why the rest of it could not be read. */
export type JsonRead = { value: unknown; line: number } | { problem: Problem }

/**
 * The values at a path of a JSON text (`$.*`: those of the array that it is), as they come, with the line on which each begins. The
 * text is held a value at a time; what is no JSON ends it, and what came before that was read.
 */
export async function* jsonValues(chunks: AsyncIterable<string>, path: string): AsyncGenerator<JsonRead> {
  const found: JsonRead[] = []
  const parser = new JSONParser({ paths: [path], keepStack: false })
  const guard = new JsonGuard(path.split('.').length - 1)
  let failed = false
  const fail = (reason: ProblemReason) => () => {
    if (!failed) found.push(problem(reason, '', guard.line))
    failed = true
  }
  const nextLine = (value: unknown) => (typeof value === 'object' && value !== null ? guard.lines.shift() : guard.line)
  parser.onValue = ({ value }) => found.push({ value, line: nextLine(value) ?? guard.line })
  parser.onError = fail('not-understood')
  let begun = false
  for await (const piece of pieces(chunks)) {
    const text = guard.take(begun ? piece : piece.replace(/^\ufeff/, ''))
    begun = true
    if (!parser.isEnded || text.trim() !== '') parser.write(text)
    yield* found.splice(0)
    for (const { reason, line } of guard.found.splice(0)) yield problem(reason, '', line)
    if (failed || guard.ended) return
  }
  parser.onError = fail('cut-off')
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
    else yield* read(new Json(next.value)) ?? [problem('not-understood', JSON.stringify(next.value) ?? '', next.line)]
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
