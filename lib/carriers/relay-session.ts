import { allowance } from './pace'
import { authEvent, KIND, type RelayEvent, TAG } from './relay-event'
import { history, type Span } from './relay-history'
import { chunks, liveTopics, TOPICS_PER_REQUEST, type Worth } from './relay-live'
import { questions } from './relay-questions'
import { type Arrived, type FromRelay, MAX_OURS, parseFromRelay, type Word } from './relay-wire'

/** What the carrier uses of a WebSocket. */
export interface WebSocketLike {
  send(text: string): void
  close(): void
  addEventListener(type: 'open' | 'message' | 'error' | 'close', listener: (event: Event) => void): void
}

/** What became of an event: `silent` where the relay said nothing in time, `closed` where it went away first. */
export type Verdict = 'taken' | Word | 'silent' | 'closed'
/** Why a session ended: we left, the connection broke, it did not answer, it sent nothing but rubbish, or it will not let us listen. */
export type End = 'left' | 'lost' | 'silent' | 'flood' | Word

export interface SessionEvents {
  onOpen(): void
  /** The relay has begun to tell what arrives. */
  onListening(): void
  onEvent(event: Arrived): Worth
  /** Everything that the relay kept under these topics was told. */
  onTold(topics: readonly string[]): void
  /** Everything that came under the topics that we listen to was told. From time to time. */
  onAlive(): void
  /** We no longer listen to this topic: too much came under it, or more than there was room for. */
  onLeft(topic: string, why: 'busy' | 'full'): void
  /** A message brought nothing. */
  onUseless(): void
  /** Told once, last. */
  onEnd(why: End): void
}

export interface Session {
  /** Listens to these topics and no others, and asks for what was kept; to be called once open. */
  listen(live: readonly string[], kept: readonly Span[]): void
  publish(event: RelayEvent): Promise<Verdict>
  /** Asks whether the relay still hears us; ends as `silent` where it says nothing at once. */
  check(): void
  close(): void
}

/** Also what keeps a service worker awake: Chromium stops one after 30 s without traffic. */
export const LOOK_EVERY = 20_000
export const OK_WITHIN = 10_000
/** When there is reason to doubt the network: a broken one says nothing by itself, for minutes. */
const CHECK_WITHIN = 3_000
const OPEN = 'open'
const PING = 'ping'
const KEPT = 'kept'
/** Asks whether there is an answer. */
const NOTHING = { ids: ['0'.repeat(64)], limit: 1 }

/**
 * How much rubbish a relay may send: this many useless messages at once, and so many more per second. What it was asked for is
 * none of its rubbish, as anybody may have left that there.
 */
const RUBBISH = 2_000
const RUBBISH_PER_SECOND = 10
const COST = { useless: 1, unreadable: 20, huge: 400 }

/**
 * One connection to one relay, from opening to its end. The relay is believed nothing: signatures are not even looked at, as
 * whatever it invents does not open, and how much of that we bear is bounded.
 */
export const session = (
  socket: WebSocketLike,
  parts: { url: string; now: () => number; ready: () => Promise<unknown> },
  events: SessionEvents,
): Session => {
  const { url, now } = parts
  const bears = allowance(RUBBISH, RUBBISH_PER_SECOND, now)
  const waiting = new Map<string, (verdict: Verdict) => void>()
  let pageNumber = 0
  // Subscriptions that were asked for again after the relay was told who asks.
  const retried = new Set<string>()
  let challenge: string | null = null
  let authenticated: Promise<boolean> | null = null
  let checking: ReturnType<typeof setTimeout> | undefined
  let ended = false

  const say = (...message: unknown[]): void => {
    if (!ended && !asked.waits(OPEN)) socket.send(JSON.stringify(message))
  }
  const asked = questions(OPEN, say)
  const listening = (): boolean => !asked.waits(OPEN) && !live.ids().some(asked.waits)
  const end = (why: End): void => {
    if (ended) return
    ended = true
    clearInterval(looking)
    clearTimeout(checking)
    socket.close()
    for (const settle of waiting.values()) settle('closed')
    events.onEnd(why)
  }
  const bear = (cost: number): void => {
    events.onUseless()
    if (!bears(cost)) end('flood')
  }

  const pages = history({
    // Each page under a name of its own: what comes late for the one before would make a gap in the next.
    ask: ({ topics, since, until, limit }) =>
      asked.ask(`${KEPT}${++pageNumber}`, {
        kinds: [KIND],
        [`#${TAG}`]: topics,
        since,
        ...(until === null ? {} : { until }),
        limit,
      }),
    ready: parts.ready,
    onTold: (topics) => events.onTold(topics),
  })
  // What was kept is asked for in pages, once nothing new can slip through between the two.
  const live = liveTopics({
    now,
    ask: (subscription, topics) =>
      asked.ask(subscription, topics.length > 0 ? { kinds: [KIND], [`#${TAG}`]: topics, limit: 1 } : NOTHING),
    waits: asked.waits,
    close: asked.close,
    onLeft: (topic, why) => events.onLeft(topic, why),
  })

  const offer = (verb: 'EVENT' | 'AUTH', event: RelayEvent): Promise<Verdict> => {
    if (ended || asked.waits(OPEN)) return Promise.resolve('closed')
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle('silent'), OK_WITHIN)
      const settle = (verdict: Verdict): void => {
        clearTimeout(timer)
        waiting.delete(event.id)
        resolve(verdict)
      }
      waiting.set(event.id, settle)
      say(verb, event)
    })
  }
  const authenticate = async (): Promise<boolean> => {
    if (challenge === null) return false
    authenticated ??= offer('AUTH', authEvent(url, challenge, now())).then((verdict) => verdict === 'taken')
    return authenticated
  }

  const closed = async (subscription: string, word: Word): Promise<void> => {
    if (!live.has(subscription)) {
      const wasAsked = asked.answered(subscription)
      if (isPage(subscription) && wasAsked) pages.refused()
      else bear(COST.useless)
      return
    }
    // Once is enough: a relay that asks again after it was answered wants something else.
    const again = word === 'auth-required' && !retried.has(subscription)
    retried.add(subscription)
    if (!again || !(await authenticate())) return end(word)
    asked.answered(subscription)
    live.ask(subscription)
  }
  const complete = (subscription: string): void => {
    if (!asked.answered(subscription)) {
      if (!asked.leaves(subscription)) bear(COST.useless)
    } else if (live.has(subscription)) {
      if (live.answered(subscription)) begun()
    } else {
      asked.close(subscription)
      if (isPage(subscription)) pages.answered()
      else if (listening()) events.onAlive()
    }
  }
  const isPage = (subscription: string): boolean => subscription === `${KEPT}${pageNumber}`
  const begun = (): void => {
    if (!listening()) return
    events.onListening()
    pages.start()
  }
  const arrived = (subscription: string, event: Arrived): void => {
    const worth = events.onEvent(event)
    if (isPage(subscription) && asked.waits(subscription) && pages.count(event)) {
      asked.heard()
      if (worth === 'full') pages.again()
    } else if (!live.count(subscription, event, worth) && !asked.leaves(subscription)) {
      if (worth === 'known' || worth === 'useless') bear(COST.useless)
      return
    }
    if (worth === 'useless') events.onUseless()
  }
  const answered = (id: string, taken: boolean, word: Word): void => {
    const settle = waiting.get(id)
    if (!settle) bear(COST.useless)
    else settle(taken || word === 'duplicate' ? 'taken' : word)
  }
  const understand = (said: FromRelay): void => {
    if (said.kind === 'event') arrived(said.subscription, said.event)
    else if (said.kind === 'ok') answered(said.id, said.taken, said.word)
    else if (said.kind === 'eose') complete(said.subscription)
    else if (said.kind === 'closed') void closed(said.subscription, said.word)
    else {
      if (said.kind === 'auth') challenge = said.challenge
      bear(COST.useless)
    }
  }

  const ping = (): void => {
    if (!asked.waits(OPEN) && !asked.waits(PING)) asked.ask(PING, NOTHING)
  }
  const looking = setInterval(() => {
    // Whoever has not answered since the last look is gone, even where nothing says so.
    if (asked.silent()) return end('silent')
    ping()
    asked.look()
  }, LOOK_EVERY)

  socket.addEventListener('open', () => {
    asked.answered(OPEN)
    if (!ended) events.onOpen()
  })
  socket.addEventListener('message', (message) => {
    if (ended) return
    clearTimeout(checking)
    checking = undefined
    const { data } = message as MessageEvent
    const said = parseFromRelay(data)
    if (said) understand(said)
    else bear(typeof data === 'string' && data.length <= MAX_OURS ? COST.unreadable : COST.huge)
  })
  socket.addEventListener('error', () => end('lost'))
  socket.addEventListener('close', () => end('lost'))

  return {
    listen: (topics, kept) => {
      live.listen(topics)
      pages.add(kept.flatMap((span) => chunks(span.topics, TOPICS_PER_REQUEST).map((of) => ({ ...span, topics: of }))))
      begun()
    },
    publish: async (event) => {
      const verdict = await offer('EVENT', event)
      return verdict === 'auth-required' && (await authenticate()) ? offer('EVENT', event) : verdict
    },
    check: () => {
      if (ended || checking !== undefined) return
      checking = setTimeout(() => end('silent'), CHECK_WITHIN)
      ping()
    },
    close: () => end('left'),
  }
}
