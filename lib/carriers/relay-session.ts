import { allowance } from './pace'
import { authEvent, KIND, type RelayEvent, TAG } from './relay-event'
import { type Asked, history, type Span } from './relay-history'
import { type Arrived, type FromRelay, MAX_MESSAGE, parseFromRelay, type Word } from './relay-wire'

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
  /** What it was worth: something new, something that another relay or an earlier question brought, or nothing. */
  onEvent(event: Arrived): 'new' | 'known' | 'useless'
  /** Everything that the relay kept for us was told, and what comes now is told at once. Again from time to time. */
  onCaughtUp(): void
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
/** Some relays refuse more values in a filter. */
export const TOPICS_PER_REQUEST = 200
const PING = 'ping'
const KEPT = 'kept'
const NO_EVENT = '0'.repeat(64)

/** How much rubbish a relay may send: this many useless messages at once, and so many more per second. */
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
  // Questions without an answer, with the number of looks when they were asked.
  const asked = new Map<string, number>([['open', 0]])
  let looks = 0
  let live: ReadonlyMap<string, readonly string[]> = new Map()
  // Subscriptions that were asked for again after the relay was told who asks.
  const retried = new Set<string>()
  let challenge: string | null = null
  let authenticated: Promise<boolean> | null = null
  let checking: ReturnType<typeof setTimeout> | undefined
  let ended = false

  const say = (...message: unknown[]): void => {
    if (!ended && !asked.has('open')) socket.send(JSON.stringify(message))
  }
  const ask = (subscription: string, filter: object): void => {
    asked.set(subscription, looks)
    say('REQ', subscription, filter)
  }
  const listening = (): boolean => !asked.has('open') && [...live.keys()].every((id) => !asked.has(id))
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
    ask: ({ topics, since, until, limit }: Asked) =>
      ask(KEPT, { kinds: [KIND], [`#${TAG}`]: topics, since, ...(until === null ? {} : { until }), limit }),
    ready: parts.ready,
    onDone: () => events.onCaughtUp(),
  })
  // What was kept is asked for in pages, once nothing new can slip through between the two.
  const subscribe = (subscription: string): void =>
    ask(subscription, { kinds: [KIND], [`#${TAG}`]: live.get(subscription), limit: 1 })

  const offer = (verb: 'EVENT' | 'AUTH', event: RelayEvent): Promise<Verdict> => {
    if (ended || asked.has('open')) return Promise.resolve('closed')
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
      const wasAsked = asked.delete(subscription)
      if (subscription === KEPT && wasAsked) pages.refused()
      else bear(COST.useless)
      return
    }
    // Once is enough: a relay that asks again after it was answered wants something else.
    const again = word === 'auth-required' && !retried.has(subscription)
    retried.add(subscription)
    if (again && (await authenticate())) subscribe(subscription)
    else end(word)
  }
  const complete = (subscription: string): void => {
    const wasAsked = asked.delete(subscription)
    if (!wasAsked) bear(COST.useless)
    else if (live.has(subscription)) begun()
    else {
      say('CLOSE', subscription)
      if (subscription === KEPT) pages.answered()
      else if (listening() && pages.complete()) events.onCaughtUp()
    }
  }
  const begun = (): void => {
    if (!listening()) return
    events.onListening()
    pages.start()
  }
  const arrived = (subscription: string, event: Arrived): void => {
    const worth = events.onEvent(event)
    const wanted = subscription === KEPT && pages.count(event.at)
    if (worth === 'useless' || (worth === 'known' && !wanted)) bear(COST.useless)
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

  const looking = setInterval(() => {
    // Whoever has not answered since the last look is gone, even where nothing says so.
    if ([...asked.values()].some((at) => at < looks)) end('silent')
    else {
      if (!asked.has('open')) ask(PING, { ids: [NO_EVENT], limit: 1 })
      looks++
    }
  }, LOOK_EVERY)

  socket.addEventListener('open', () => {
    asked.delete('open')
    if (!ended) events.onOpen()
  })
  socket.addEventListener('message', (message) => {
    if (ended) return
    clearTimeout(checking)
    checking = undefined
    const { data } = message as MessageEvent
    const said = parseFromRelay(data)
    if (said) understand(said)
    else bear(typeof data === 'string' && data.length <= MAX_MESSAGE ? COST.unreadable : COST.huge)
  })
  socket.addEventListener('error', () => end('lost'))
  socket.addEventListener('close', () => end('lost'))

  return {
    listen: (topics, kept) => {
      const before = live
      live = new Map(chunks(topics, TOPICS_PER_REQUEST).map((some, index) => [`live${index}`, some]))
      for (const subscription of before.keys()) if (!live.has(subscription)) say('CLOSE', subscription)
      for (const subscription of before.keys()) asked.delete(subscription)
      pages.add(kept.flatMap((span) => chunks(span.topics, TOPICS_PER_REQUEST).map((of) => ({ ...span, topics: of }))))
      for (const subscription of live.keys()) subscribe(subscription)
      if (live.size === 0) begun()
    },
    publish: async (event) => {
      const verdict = await offer('EVENT', event)
      return verdict === 'auth-required' && (await authenticate()) ? offer('EVENT', event) : verdict
    },
    check: () => {
      if (ended || checking !== undefined) return
      checking = setTimeout(() => end('silent'), CHECK_WITHIN)
      if (!asked.has('open') && !asked.has(PING)) ask(PING, { ids: [NO_EVENT], limit: 1 })
    },
    close: () => end('left'),
  }
}

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))
