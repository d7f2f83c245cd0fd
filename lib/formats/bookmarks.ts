import type { Fields, Item } from '../contract/item'
import { instantOf } from '../contract/moment'
import { readMoment } from './dates'
import { digest, imported, LONGEST_TIME, problem, tidyTags } from './imported'
import { isUnsafe } from './links'
import { escaped, Gathered, Markup } from './markup'
import { pieces } from './pieces'
import type { Read, Reader } from './reader'

/** Between the folders of a path, the outermost first. */
const SLASH = '/'
const LONGEST_NAME = 10_000
const LONGEST_DESCRIPTION = 1 << 20

/** Reads the bookmarks that every browser exports (Netscape's HTML), and lists of links such as Pocket's. */
export const readBookmarks: Reader = async function* (chunks) {
  const reading = new Reading()
  const markup = new Markup(reading, { empty: ['dt', 'dd', 'p', 'li'] })
  for await (const piece of pieces(chunks)) {
    markup.take(piece)
    yield* reading.reads.splice(0)
    if (markup.stopped) return yield problem(markup.stopped, '', markup.line)
  }
  markup.end()
  reading.flush()
  yield* reading.reads.splice(0)
}

interface Link {
  attributes: Record<string, string>
  line: number
  name: Gathered
  description: Gathered
}

class Reading {
  readonly reads: Read[] = []
  private readonly folders: string[] = []
  private heading = new Gathered(LONGEST_NAME)
  private link: Link | null = null
  private gathering: Gathered | null = null

  open(name: string, attributes: Record<string, string>, line: number): void {
    if (name === 'dd') this.gathering = this.link?.description ?? null
    if (!STRUCTURE.has(name)) return
    this.flush()
    if (name === 'a') {
      this.link = { attributes, line, name: new Gathered(LONGEST_NAME), description: new Gathered(LONGEST_DESCRIPTION) }
      this.gathering = this.link.name
    } else if (name === 'h3') {
      this.heading = new Gathered(LONGEST_NAME)
      this.gathering = this.heading
    } else if (name === 'dl') {
      this.folders.push(oneLine(this.heading.text))
      this.heading = new Gathered(LONGEST_NAME)
    }
  }

  close(name: string): void {
    if (name === 'a' || name === 'h3') this.gathering = null
    if (name !== 'dl') return
    this.flush()
    this.folders.pop()
  }

  text(text: string): void {
    this.gathering?.add(text)
  }

  /** The link is whole: its description would have come by now. */
  flush(): void {
    const { link } = this
    this.link = null
    this.gathering = null
    if (!link) return
    const { attributes, line, name, description } = link
    const url = attributes.href?.trim() ?? ''
    const what = url || name.text
    if (!url) return void this.reads.push(problem('missing', what, line))
    if (isUnsafe(url)) return void this.reads.push(problem('unsafe-link', what, line))
    // What Firefox keeps of its own searches and menus.
    if (/^place:/i.test(url)) return void this.reads.push(problem('unknown-kind', what, line))
    if (name.cut || description.cut) this.reads.push(problem('too-large', what, line))
    const folder = this.folders.filter(Boolean).join(SLASH)
    const fields: Fields = {
      ...(oneLine(name.text) && { name: oneLine(name.text) }),
      url,
      ...this.createdOf(attributes, line),
    }
    if (folder) fields.folder = folder
    if (description.text.trim()) fields.description = description.text.trim()
    const { tags, over } = tidyTags((attributes.tags ?? '').split(','))
    if (over.length) this.reads.push(problem('too-large', over.join(', '), line))
    this.reads.push({ item: imported('Bookmark', fields, tags, digest(['Bookmark', folder, url])) })
  }

  private createdOf(attributes: Record<string, string>, line: number): Fields {
    const text = attributes.add_date ?? attributes.time_added ?? ''
    if (/^0*$/.test(text)) return {}
    const moment = readMoment(text, { order: null })
    if (!moment) this.reads.push(problem('bad-date', text, line))
    return { dateCreated: moment ?? text.slice(0, LONGEST_TIME) }
  }
}

const STRUCTURE = new Set(['a', 'h1', 'h2', 'h3', 'dl', 'dt', 'hr', 'ul', 'li'])

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

interface Folder {
  folders: Map<string, Folder>
  links: string[]
}

/** Bookmarks as every browser imports them. Links that would run something are left out, and items of other types. */
export async function* writeBookmarks(items: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<string> {
  const root: Folder = { folders: new Map(), links: [] }
  for await (const { type, fields, tags } of items) {
    const { url, folder } = fields
    if (type !== 'Bookmark' || typeof url !== 'string' || isUnsafe(url)) continue
    folderOf(root, typeof folder === 'string' ? folder : '').links.push(linkOf(url, fields, tags))
  }
  yield HEAD
  yield* folderText(root, '')
}

const HEAD = `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
`

const folderOf = (root: Folder, path: string): Folder => {
  let folder = root
  for (const name of path.split(SLASH).filter(Boolean)) {
    const next = folder.folders.get(name) ?? { folders: new Map(), links: [] }
    folder.folders.set(name, next)
    folder = next
  }
  return folder
}

function* folderText({ folders, links }: Folder, indent: string): Generator<string> {
  yield `${indent}<DL><p>\n`
  for (const [name, folder] of folders) {
    yield `${indent}    <DT><H3>${escaped(name)}</H3>\n`
    yield* folderText(folder, `${indent}    `)
  }
  for (const link of links) yield `${indent}    ${link}\n`
  yield `${indent}</DL><p>\n`
}

const linkOf = (url: string, { name, dateCreated, description }: Fields, tags: string[]): string => {
  const at = typeof dateCreated === 'string' ? instantOf(dateCreated) : null
  const date = at === null ? '' : ` ADD_DATE="${Math.floor(at / 1000)}"`
  const tagged = tags.length ? ` TAGS="${escaped(tags.join(','))}"` : ''
  const below = typeof description === 'string' && description ? `\n<DD>${escaped(description)}` : ''
  return `<DT><A HREF="${escaped(url)}"${date}${tagged}>${escaped(typeof name === 'string' ? name : '')}</A>${below}`
}
