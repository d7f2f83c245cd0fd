import browser, { type Bookmarks, type History } from 'webextension-polyfill'

/** What a browser keeps of its person, and gives only to who was allowed to. */
export type BrowserSource = 'bookmarks' | 'history'

/** The browser's own bookmarks and history, as far as the person allows it. */
export interface BrowserData {
  /** Which of them may be read now. */
  allowed(): Promise<BrowserSource[]>
  /** Asks the person; false where they refuse. Only works in the click itself, before anything is awaited. */
  ask(source: BrowserSource): Promise<boolean>
  /** Gives the permission back. */
  forget(source: BrowserSource): Promise<void>
  /** Reads it in slices, as a file that other programs would write: bookmarks as their HTML, history as a list of activities in JSON. */
  read(source: BrowserSource): AsyncGenerator<string>
}

/** The data of the browser that this page runs in. */
export const browserData = (): BrowserData => ({
  allowed: async () => (await browser.permissions.getAll()).permissions?.filter(isSource) ?? [],
  ask: (source) => browser.permissions.request({ permissions: [source] }),
  forget: async (source) => {
    await browser.permissions.remove({ permissions: [source] })
  },
  read: (source) => (source === 'bookmarks' ? bookmarksFile() : historyFile()),
})

const isSource = (permission: string): permission is BrowserSource =>
  permission === 'bookmarks' || permission === 'history'

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign)
const seconds = (at: number | undefined): number => Math.floor((at ?? 0) / 1000)

async function* bookmarksFile(): AsyncGenerator<string> {
  yield '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META CHARSET="UTF-8">\n<DL><p>\n'
  for (const root of await browser.bookmarks.getTree()) yield* folderLines(root.children ?? [])
  yield '</DL><p>\n'
}

function* folderLines(nodes: readonly Bookmarks.BookmarkTreeNode[]): Generator<string> {
  for (const { url, title, dateAdded, children } of nodes) {
    const added = ` ADD_DATE="${seconds(dateAdded)}"`
    if (url !== undefined) yield `<DT><A HREF="${escaped(url)}"${added}>${escaped(title || url)}</A>\n`
    if (children === undefined) continue
    yield `<DT><H3${added}>${escaped(title)}</H3>\n<DL><p>\n`
    yield* folderLines(children)
    yield '</DL><p>\n'
  }
}

const WEEK = 7 * 86_400_000
const MOST = 1_000_000
const AT_ONCE = 50

async function* historyFile(): AsyncGenerator<string> {
  const seen = new Set<string>()
  let first = true
  yield '['
  for await (const page of visitedPages()) {
    const fresh = page.filter(({ url }) => url !== undefined && !seen.has(url))
    for (const { url = '' } of fresh) seen.add(url)
    for (let from = 0; from < fresh.length; from += AT_ONCE) {
      const visits = (await Promise.all(fresh.slice(from, from + AT_ONCE).map(visitsOf))).flat()
      if (visits.length === 0) continue
      yield `${first ? '' : ','}\n${visits.map((visit) => JSON.stringify(visit)).join(',\n')}`
      first = false
    }
  }
  yield '\n]\n'
}

/** The pages week by week backwards; where there is nothing the weeks grow, so that no end of it is far. */
async function* visitedPages(): AsyncGenerator<History.HistoryItem[]> {
  let span = WEEK
  for (let endTime = Date.now() + 1; endTime > 0; endTime -= span) {
    const older = await browser.history.search({ text: '', startTime: 0, endTime, maxResults: 1 })
    if (older.length === 0) return
    const startTime = Math.max(0, endTime - span)
    const pages = await browser.history.search({ text: '', startTime, endTime, maxResults: MOST })
    yield pages
    span = pages.length === 0 ? span * 2 : WEEK
  }
}

// What the browser did by itself is no visit of a person.
const ITSELF = ['auto_subframe', 'manual_subframe', 'reload']

const visitsOf = async ({ url = '', title }: History.HistoryItem): Promise<object[]> => {
  if (!/^https?:/i.test(url)) return []
  const visits = await browser.history.getVisits({ url })
  return visits
    .filter(({ visitTime, transition }) => visitTime !== undefined && !ITSELF.includes(transition))
    .map(({ visitTime = 0 }) => ({
      header: ownName(),
      title: title || url,
      titleUrl: url,
      time: new Date(visitTime).toISOString(),
    }))
}

/** What this browser is called. */
const ownName = (): string => {
  const { userAgentData } = navigator as { userAgentData?: { brands: { brand: string }[] } }
  if (userAgentData === undefined) return 'Firefox'
  const named = userAgentData.brands.find(({ brand }) => !/Not.A|^Chromium$/.test(brand))
  return named?.brand ?? 'Chromium'
}
