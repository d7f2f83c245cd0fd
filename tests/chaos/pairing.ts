import type { ContactId, MessageId } from '../../lib/contract/ids'
import type { ConversationView, MessageView } from '../../lib/contract/panel-api'
import { npmRelay } from '../carriers/relays/npm-relay'
import { type Dice, diceOf } from './dice'
import { chromiumHome, firefoxHome, type Home, type Kind } from './home'
import type { Line } from './page'
import { arrive, meet, type Person } from './person'
import { type Post, postOf } from './post'
import { drawStrokes, type Evil, type Stroke, weatherOf } from './weather'

export interface Run {
  kinds: [Kind, Kind]
  /** What brings the two together again: a relay that both chose, or a sealed text each way. */
  by: 'relay' | 'letters'
  seed: number
  /** So many lines each way. */
  lines: number
  /** So often each evil. */
  times: number
  /** Only ends a hang: how long everything may take to arrive once the weather is clear, in milliseconds. */
  patience: number
}

export interface Outcome {
  run: Run
  strokes: readonly Stroke[]
  /** From the first line to the last acknowledgement, and from clear weather on, in milliseconds. */
  took: number
  settled: number
  /** What each wrote and each was shown, in the order of their conversation. */
  shown: { name: string; own: string[]; states: string[]; theirs: string[]; wrote: string[] }[]
}

const LAST_IN_A_BURST = 12
/** The most that a watch shows of a conversation. */
const ALL = 2_000

const newId = (): MessageId => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex') as MessageId
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const lines = (whose: string, count: number): Line[] =>
  Array.from({ length: count }, (_, n) => ({ id: newId(), text: `${whose}, line ${n + 1}` }))

const said = (view: ConversationView | null, mine: boolean): MessageView[] =>
  (view?.messages ?? []).filter((message) => message.mine === mine && !message.notice)

const inWords = (view: ConversationView | null, count: number): string => {
  const states = said(view, true).map(({ state }) => state)
  const waiting = states.flatMap((state, n) => (state === 'delivered' ? [] : [`${n + 1} ${state}`]))
  return `${said(view, false).length} of ${count} arrived, ${states.length - waiting.length} of ${count} delivered, \
connection ${view?.connection.state}, not delivered: ${waiting.slice(0, 20).join(', ')}`
}

/** Lets two people write to each other while things happen, and tells what came of it. */
export const live = async (run: Run, script: string, homes: Home[]): Promise<Outcome> => {
  const dice = diceOf(run.seed).of(run.kinds.join('-'))
  const relay = run.by === 'relay' ? await npmRelay() : null
  try {
    for (const kind of run.kinds) homes.push(await (kind === 'Chromium' ? chromiumHome : firefoxHome)(script))
    const relays = relay ? [relay.url] : []
    const [hers, his] = homes as [Home, Home]
    const alice = await arrive('Alice', hers, relays)
    const bob = await arrive('Bob', his, relays)
    const contacts = await meet(alice, bob)
    return await storm({ run, dice, relay, people: [alice, bob], contacts })
  } finally {
    await relay?.stop()
  }
}

interface Scene {
  run: Run
  dice: Dice
  relay: Awaited<ReturnType<typeof npmRelay>> | null
  people: [Person, Person]
  contacts: [ContactId, ContactId]
}

const storm = async ({ run, dice, relay, people, contacts }: Scene): Promise<Outcome> => {
  const { kinds, lines: count, times } = run
  const strokes = drawStrokes(dice.of('weather'), { kinds, relay: relay !== null, lines: 2 * count, times })
  const post: Post | null = run.by === 'letters' ? postOf(people, contacts) : null
  const rounds: Promise<void>[] = []
  const weather = weatherOf(strokes, people, relay, () => {
    if (!post) return
    const round = post.carry()
    round.catch(() => undefined)
    rounds.push(round)
  })
  const texts = people.map(({ name }) => lines(name, count)) as [Line[], Line[]]
  let written = 0
  const begun = performance.now()
  const write = async (i: 0 | 1): Promise<void> => {
    const own = dice.of(people[i].name)
    for (let next = 0; next < count; ) {
      const burst = texts[i].slice(next, next + own.whole(1, LAST_IN_A_BURST))
      await people[i].write(contacts[i], burst)
      next += burst.length
      written += burst.length
      await weather.written(written)
      await pause(own.whole(0, 100))
    }
  }
  await Promise.all([write(0), write(1)])
  await weather.clear()
  await Promise.all(rounds)
  const clear = performance.now()
  const views = await settle(run, people, contacts, post)
  const over = performance.now()
  const shown = views.map((view, i) => ({
    name: people[i as 0 | 1].name,
    wrote: texts[i as 0 | 1].map(({ text }) => text),
    own: said(view, true).map(({ text }) => text),
    states: [...new Set(said(view, true).map(({ state }) => String(state)))],
    theirs: said(view, false).map(({ text }) => text),
  }))
  return { run, strokes, took: over - begun, settled: over - clear, shown }
}

/** What each agent says itself of its carriers. */
const whyNot = async (people: readonly Person[]): Promise<string> => {
  const said = await Promise.all(people.map((person) => person.look('diagnostics', {})))
  return people
    .map(({ name }, i) => `${name}: ${JSON.stringify({ ...said[i], happenings: said[i]?.happenings.slice(0, 20) })}`)
    .join('\n')
}

/** Waits until both conversations hold everything, as far as either says itself. */
const settle = async (
  { lines: count, patience: ms }: Run,
  people: readonly [Person, Person],
  contacts: readonly [ContactId, ContactId],
  post: Post | null,
): Promise<(ConversationView | null)[]> => {
  await post?.carry()
  const complete = (view: ConversationView | null) =>
    said(view, false).length >= count && said(view, true).every(({ state }) => state === 'delivered')
  const say = (view: ConversationView | null) => inWords(view, count)
  const settled = people.map((person, i) =>
    person.until('conversation', { contact: contacts[i as 0 | 1], limit: ALL }, complete, { ms, say }),
  )
  const failure = (await Promise.allSettled(settled)).find((each) => each.status === 'rejected')
  if (failure) throw new Error(`${failure.reason}\n${await whyNot(people)}`)
  return Promise.all(settled)
}

export const countOf = (strokes: readonly Stroke[], evil: Evil): number =>
  strokes.filter((stroke) => stroke.evil === evil).length
