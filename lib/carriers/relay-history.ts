import type { Arrived } from './relay-wire'

/** Topics, and since when (seconds since 1970) everything that was kept under them is wanted. */
export interface Span {
  topics: readonly string[]
  since: number
}

/** One page of it, newest first. */
export interface Asked extends Span {
  /** Seconds since 1970; null for the first page. */
  until: number | null
  limit: number
}

export interface History {
  add(spans: readonly Span[]): void
  /** Goes on with what was added; nothing where it is under way already. */
  start(): void
  /** Whether an event is one that the page under way asked for. */
  count(event: Arrived): boolean
  /** There was no room for something of the page under way: it is asked for once more, when there is. */
  again(): void
  /** The page is complete. */
  answered(): void
  /** The relay will not tell: what it keeps for this span stays there. */
  refused(): void
}

interface Rest extends Span {
  until: number | null
}

interface Page extends Rest {
  wanted: ReadonlySet<string>
  /** Of this span, from 1. */
  number: number
  events: number
  oldest: number
  again: boolean
  /** Events of this span so far, by topic. */
  counts: Map<string, number>
}

const PAGE = 200
/** Rather some that were kept too long than a relay that invents pages without end. */
const MAX_PAGES = 100
/** When several topics bring more than that, those that bring little no longer wait for those that bring much. */
const PAGES_TOGETHER = 10
/** A page of so many, all of one second, may have been cut off within it. */
const CROWDED = 20

/**
 * Asks for what a relay has kept, page after page backwards in time. Relays cut answers off where they like and say nothing, so
 * a span is over only when a page was empty; and the second in which a page ended is asked for again, as it may hold more.
 * However much is kept under one topic, everything of the others is told, and before it.
 */
export const history = (parts: {
  ask(page: Asked): void
  /** Resolves when there is room for more. */
  ready(): Promise<unknown>
  /** Everything kept under these was told; not where it was refused or went on without end. */
  onTold(topics: readonly string[]): void
}): History => {
  let rests: Rest[] = []
  let page: Page | null = null

  const turn = (next: Pick<Page, 'topics' | 'since' | 'until' | 'number' | 'counts'>): void => {
    const { topics, since, until } = next
    page = { ...next, wanted: new Set(topics), events: 0, oldest: Number.POSITIVE_INFINITY, again: false }
    parts.ask({ topics, since, until, limit: PAGE })
  }
  const start = (): void => {
    if (page) return
    const [rest, ...others] = rests
    rests = others
    if (rest) turn({ ...rest, number: 1, counts: new Map() })
  }
  const over = (): void => {
    page = null
    start()
  }
  const divide = ({ topics, since, counts }: Page, until: number | null): void => {
    const [few, many] = byShare(topics, counts)
    rests = [{ topics: few, since, until }, ...rests, { topics: many, since, until }]
    over()
  }

  return {
    add: (spans) => {
      rests.push(...spans.filter(({ topics }) => topics.length > 0).map((span) => ({ ...span, until: null })))
    },
    start,
    count: ({ topics, at }) => {
      const topic = topics.find((each) => page?.wanted.has(each))
      if (!page || topic === undefined || at < page.since || at > (page.until ?? at) || page.events >= PAGE)
        return false
      page.events++
      page.oldest = Math.min(page.oldest, at)
      page.counts.set(topic, (page.counts.get(topic) ?? 0) + 1)
      return true
    },
    again: () => {
      if (page) page.again = true
    },
    answered: () => {
      const done = page
      if (!done) return
      const together = done.topics.length > 1
      const within = done.oldest === done.until
      const until = done.again ? done.until : within ? done.oldest - 1 : done.oldest
      const last = done.number >= (together ? PAGES_TOGETHER : MAX_PAGES)
      if (done.events === 0 || (until !== null && until < done.since)) {
        parts.onTold(done.topics)
        over()
      } else if (together && (last || (within && done.events >= CROWDED))) divide(done, within ? done.until : until)
      else if (last) over()
      else void parts.ready().then(() => turn({ ...done, until, number: done.number + 1 }))
    },
    refused: over,
  }
}

/** Topics that brought less than their share, and those that brought more; neither is nothing. */
const byShare = (topics: readonly string[], counts: ReadonlyMap<string, number>): [string[], string[]] => {
  const of = (topic: string): number => counts.get(topic) ?? 0
  const share = topics.reduce((sum, topic) => sum + of(topic), 0) / topics.length
  const few = topics.filter((topic) => of(topic) < share)
  if (few.length > 0) return [few, topics.filter((topic) => of(topic) >= share)]
  const half = Math.ceil(topics.length / 2)
  return [topics.slice(0, half), topics.slice(half)]
}
