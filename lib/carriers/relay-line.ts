import { pause } from './pace'
import type { RelayEvent } from './relay-event'
import type { Span } from './relay-history'
import type { Worth } from './relay-live'
import { type End, type Session, session, type Verdict, type WebSocketLike } from './relay-session'
import type { Arrived } from './relay-wire'

/** How it stands with one relay, for diagnostics. */
export interface RelayStatus {
  url: string
  /** `waiting`: the next attempt is at `retryAt`. */
  state: 'connecting' | 'connected' | 'waiting'
  /** Why the last connection ended, or why the relay takes nothing from us until `retryAt`; null while all is well. */
  why: End | Verdict | null
  /** Milliseconds since 1970. */
  retryAt: number | null
  /** Events that it took from us, events that brought something new, and messages that brought nothing. */
  taken: number
  brought: number
  useless: number
}

export interface LineEvents {
  onEvent(event: Arrived): Worth
  /** Its status, or whether it takes events, may be another. */
  onChange(): void
}

export interface LineParts {
  now: () => number
  /** Between 0 and 1. */
  chance: () => number
  socket: (url: string) => WebSocketLike
  /** Resolves when there is room for more of what was kept. */
  ready: () => Promise<unknown>
}

/** One relay, whatever becomes of the connections to it. */
export interface Line {
  /** Listens to these topics and no others; `kept` are those of which older events are wanted too. */
  listen(live: readonly string[], kept: readonly string[]): void
  /** Whether it can take an event at this moment. */
  usable(): boolean
  publish(event: RelayEvent): Promise<Verdict>
  /** Tries again now what waits for its turn, but no more often than every 30 s. */
  wake(): void
  /** Finds out within seconds whether the connection is still one, and makes another where it is not. */
  check(): void
  status(): RelayStatus
  close(): void
}

const DAY = 86_400
/** Relays may keep things for longer than they were asked to; nobody listens for longer. */
const WANTED_DAYS = 8
/** Clocks differ, and an event's time is up to ten minutes before it was sent. */
const MARGIN = 3 * 3_600
const FIRST_WAIT = 2_000
const LONGEST_WAIT = 300_000
const STEADY_AFTER = 60_000
const WAKE_AFTER = 30_000
/** A topic that was too busy is told of from time to time, and not at once. */
const BUSY_FOR = 3_600_000
/** Rubbish counts as so many failures. */
const FLOOD = 8

const FIRST_REST = 60_000
const LONGEST_REST = 900_000
/** Said of this one event, not of us. */
const OF_THE_EVENT: ReadonlySet<Verdict> = new Set(['invalid', 'error'])
/** Nothing that time alone would mend. */
const LASTING: ReadonlySet<Verdict> = new Set(['pow', 'blocked', 'restricted', 'mute', 'auth-required'])

export const line = (url: string, parts: LineParts, events: LineEvents): Line => {
  const { now, chance } = parts
  const status: RelayStatus = { url, state: 'waiting', why: null, retryAt: null, taken: 0, brought: 0, useless: 0 }
  // Topics of which everything before that time (milliseconds since 1970) has been told.
  const told = new Map<string, number>()
  // Topics of which more is still to be told than what is told at once.
  const behind = new Set<string>()
  // Topics that are not listened to for now, and since when.
  const left = new Map<string, number>()
  let live: readonly string[] = []
  let kept: readonly string[] = []
  let current: Session | null = null
  let open = false
  let triedAt: number | null = null
  let failures = 0
  let rests = 0
  let resting: Verdict | null = null
  let closed = false
  const timers = { retry: later(), rest: later(), back: later() }

  const change = (next: Partial<RelayStatus>): void => {
    Object.assign(status, next)
    if (!closed) events.onChange()
  }

  const spans = (topics: readonly string[]): Span[] => {
    const seconds = Math.floor(now() / 1_000)
    const since = (topic: string): number =>
      Math.max(seconds - WANTED_DAYS * DAY, Math.floor((told.get(topic) ?? 0) / 1_000) - MARGIN)
    // Apart, where one is behind the others: they need not be told again.
    return [...new Set(topics.map(since))].map((from) => ({
      topics: topics.filter((topic) => since(topic) === from),
      since: from,
    }))
  }
  const listen = (topics: readonly string[]): void => {
    for (const topic of topics) behind.add(topic)
    const heeded = live.filter((topic) => !left.has(topic))
    current?.listen(heeded, spans(topics))
  }
  const takeBack = (topics: readonly string[]): void => {
    const back = topics.filter((topic) => left.delete(topic) && kept.includes(topic))
    if (open && back.length > 0) listen(back)
  }
  const leave = (topic: string, why: 'busy' | 'full'): void => {
    if (why === 'full') void parts.ready().then(() => takeBack([topic]))
    else if (!timers.back.runs()) timers.back.start(() => takeBack([...left.keys()]), BUSY_FOR)
    left.set(topic, now())
  }

  const connect = (): void => {
    timers.retry.stop()
    triedAt = now()
    change({ state: 'connecting', retryAt: null })
    try {
      const begun = session(parts.socket(url), { url, now, ready: parts.ready }, { ...heard, onEnd: ended })
      current = begun
    } catch {
      ended('lost')
    }
  }
  const ended = (why: End): void => {
    const steady = status.state === 'connected' && now() - (triedAt ?? now()) >= STEADY_AFTER
    current = null
    open = false
    for (const some of [left, behind]) some.clear()
    timers.back.stop()
    if (closed) return
    failures = (steady ? 0 : failures) + (why === 'flood' ? FLOOD : 1)
    const wait = pause(failures, FIRST_WAIT, LONGEST_WAIT, chance())
    timers.retry.start(connect, wait)
    change({ state: 'waiting', why, retryAt: now() + wait })
  }
  const heard = {
    onOpen: () => {
      open = true
      // It was the connection that said nothing, and this is another.
      if (resting === 'silent') rested()
      listen(kept)
      change({})
    },
    onListening: () => change({ state: 'connected', ...(resting ? {} : { why: null }) }),
    onTold: (topics: readonly string[]) => {
      for (const topic of topics) {
        told.set(topic, left.get(topic) ?? now())
        behind.delete(topic)
      }
    },
    onAlive: () => {
      for (const topic of told.keys()) if (!left.has(topic) && !behind.has(topic)) told.set(topic, now())
    },
    onLeft: leave,
    onUseless: () => {
      status.useless++
    },
    onEvent: (event: Arrived) => {
      const worth = events.onEvent(event)
      if (worth === 'new') status.brought++
      return worth
    },
  }

  const rested = (): void => {
    timers.rest.stop()
    resting = null
    change(status.state === 'waiting' ? {} : { why: null, retryAt: null })
  }
  /** A relay that does not take what we send is left alone for a while. */
  const weigh = (verdict: Verdict): void => {
    if (verdict === 'taken') {
      status.taken++
      rests = 0
      if (status.why !== null && !resting) change({ why: null })
    } else if (OF_THE_EVENT.has(verdict)) {
      change({ why: verdict })
    } else if (verdict !== 'closed' && !resting) {
      rests++
      resting = verdict
      const rest = LASTING.has(verdict) ? LONGEST_REST : pause(rests, FIRST_REST * 2, LONGEST_REST, chance())
      timers.rest.start(rested, rest)
      change({ why: verdict, retryAt: now() + rest })
    }
  }

  return {
    listen: (nextLive, nextKept) => {
      const before = { live: new Set(live), kept: new Set(kept) }
      const fresh = nextKept.filter((topic) => !before.kept.has(topic))
      const same = nextLive.length === live.length && nextLive.every((topic) => before.live.has(topic))
      live = nextLive
      kept = nextKept
      for (const topic of told.keys()) if (!kept.includes(topic)) told.delete(topic)
      if (triedAt === null && !closed) connect()
      else if (open && !(same && fresh.length === 0)) listen(fresh)
    },
    usable: () => open && !resting && !closed,
    publish: async (event) => {
      const verdict = (await current?.publish(event)) ?? 'closed'
      weigh(verdict)
      return verdict
    },
    wake: () => {
      const long = triedAt !== null && Math.abs(now() - triedAt) >= WAKE_AFTER
      if (status.state === 'waiting' && long && !closed) connect()
    },
    check: () => current?.check(),
    status: () => ({ ...status }),
    close: () => {
      closed = true
      for (const timer of Object.values(timers)) timer.stop()
      current?.close()
    },
  }
}

/** A timer that is set at most once at a time. */
const later = (): { start(work: () => void, ms: number): void; stop(): void; runs(): boolean } => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = (): void => {
    clearTimeout(timer)
    timer = undefined
  }
  return {
    start: (work, ms) => {
      stop()
      timer = setTimeout(() => {
        timer = undefined
        work()
      }, ms)
    },
    stop,
    runs: () => timer !== undefined,
  }
}
