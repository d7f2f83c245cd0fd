import { orderOf, readDate } from './dates'
import { problem } from './imported'
import { itemOf } from './item-of'
import { isUnsafe } from './links'
import { Markup } from './markup'
import { pieces } from './pieces'
import type { Read } from './reader'

/** More than this without an end of an entry is no activity page. */
const MAX_ENTRY = 1 << 20

/** Whether an HTML text that begins so is a "My Activity" page: its classes are the same in every language. */
export const isActivityPage = (start: string): boolean =>
  /^\s*<(?:!doctype html|html)/i.test(start) && /\bmdl-typography|\bouter-cell/.test(start)

interface Entry {
  header: string
  /** The lines of the first cell: what was done, with what, and last of all when. */
  lines: string[]
  url: string | null
}

/**
 * A "My Activity" page of Google Takeout as it comes: title, link and day of each entry. The times of day stand there without a
 * zone that anybody could be sure of; whoever wants them asks Google for JSON.
 */
export async function* readActivityPage(chunks: AsyncIterable<string>): AsyncGenerator<Read> {
  const read: Read[] = []
  const seen = { fed: 0, at: 0 }
  const page = activityPage((entry) => {
    seen.at = seen.fed
    read.push(...entryRead(entry))
  })
  const markup = new Markup(page, {})
  for await (const piece of pieces(chunks)) {
    markup.take(piece)
    seen.fed += piece.length
    yield* read.splice(0)
    const stopped = markup.stopped ?? (seen.fed - seen.at > MAX_ENTRY ? 'too-large' : null)
    if (!stopped) continue
    page.end()
    yield* read
    yield problem(stopped, '', markup.line)
    return
  }
  markup.end()
  page.end()
  yield* read
}

/** An entry is an `outer-cell`; in it a title, and cells of which the first tells. */
const activityPage = (emit: (entry: Entry) => void) => {
  let entry: Entry | null = null
  let within: 'header' | 'lines' | null = null
  let depth = 0
  const end = () => {
    if (entry?.lines.some((line) => line.trim())) emit(entry)
    entry = null
  }
  const open = (name: string, { class: classes = '', href = '' }: Record<string, string>) => {
    if (within) depth++
    if (/\bouter-cell\b/.test(classes)) {
      end()
      entry = { header: '', lines: [], url: null }
    } else if (!entry || within) {
      if (within === 'lines' && name === 'br') entry?.lines.push('')
      if (entry && within === 'lines' && name === 'a') entry.url ??= href
    } else if (/\btypography--title\b/.test(classes)) [within, depth] = ['header', 0]
    else if (/\bcontent-cell\b/.test(classes) && entry.lines.length === 0) {
      entry.lines.push('')
      ;[within, depth] = ['lines', 0]
    }
  }
  return {
    open,
    close: () => {
      if (within && depth-- === 0) within = null
    },
    text: (text: string) => {
      if (within === 'header' && entry) entry.header += text
      else if (within === 'lines' && entry) entry.lines.push(`${entry.lines.pop() ?? ''}${text}`)
    },
    end,
  }
}

const entryRead = ({ header, lines, url }: Entry): Read[] => {
  const said = lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line !== '')
  const when = said.length > 1 ? (said.at(-1) ?? '') : ''
  const startTime = dayOf(when)
  const [name, ...more] = said.slice(0, startTime ? -1 : undefined)
  if (!name) return []
  const safe = url === null || !isUnsafe(url)
  const fields = { name, url: safe ? url : null, startTime, instrument: header.trim(), description: more.join('\n') }
  const read: Read[] = [{ item: itemOf('Activity', fields) }]
  if (!safe) read.push(problem('unsafe-link', url ?? '', null))
  if (!startTime) read.push(problem('bad-date', when || name, null))
  return read
}

/** The day of `15.01.2024, 08:00:00 MEZ` or `Jan 15, 2024, 8:00:00 AM UTC`; the zone is in the words of the account's language. */
const dayOf = (text: string): string | null => {
  const bare = text.replace(/[\s\u202f]+(?:[A-Z]{2,5}|GMT\S*|UTC\S*)$/, '')
  const day = bare.replace(/[,\s\u202f]+\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[\s\u202f]*[\p{L}.]{1,6})?$/u, '')
  return readDate(day, { order: orderOf([day]) })
}
