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
  /** Whether an event of this time (seconds since 1970) is one that the page under way asked for. */
  count(at: number): boolean
  /** The page is complete. */
  answered(): void
  /** The relay will not tell: what it keeps for this span stays there. */
  refused(): void
  /** Nothing is under way, and nothing was refused. */
  complete(): boolean
}

const PAGE = 200
/** Rather some that were kept too long than a relay that invents pages without end. */
const MAX_PAGES = 100

/**
 * Asks for what a relay has kept, page after page backwards in time. Relays cut answers off where they like and say nothing, so
 * a span is over only when a page was empty; and the second in which a page ended is asked for again, as it may hold more.
 */
export const history = (parts: {
  ask(page: Asked): void
  /** Resolves when there is room for more. */
  ready(): Promise<unknown>
  /** Everything asked for was told; not after a refusal. */
  onDone(): void
}): History => {
  let spans: Span[] = []
  let refused = false
  let page: (Asked & { events: number; oldest: number; number: number }) | null = null

  const turn = (next: Omit<Asked, 'limit'>, number: number): void => {
    page = { ...next, limit: PAGE, events: 0, oldest: Number.POSITIVE_INFINITY, number }
    parts.ask(page)
  }
  const start = (): void => {
    if (page) return
    const [span, ...rest] = spans
    spans = rest
    if (span) turn({ ...span, until: null }, 1)
    else if (!refused) parts.onDone()
  }
  const over = (): void => {
    page = null
    start()
  }

  return {
    add: (more) => {
      spans.push(...more.filter(({ topics }) => topics.length > 0))
    },
    start,
    count: (at) => {
      if (!page || at < page.since || at > (page.until ?? at) || page.events >= PAGE) return false
      page.events++
      page.oldest = Math.min(page.oldest, at)
      return true
    },
    answered: () => {
      const done = page
      if (!done) return
      const until = done.oldest === done.until ? done.oldest - 1 : done.oldest
      if (done.events === 0 || done.number >= MAX_PAGES || until < done.since) over()
      else void parts.ready().then(() => turn({ topics: done.topics, since: done.since, until }, done.number + 1))
    },
    refused: () => {
      refused = true
      over()
    },
    complete: () => page === null && spans.length === 0 && !refused,
  }
}
