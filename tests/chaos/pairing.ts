import type { ContactId } from '../../lib/contract/ids'
import type { Diagnostics } from '../../lib/contract/panel-api'
import { npmRelay } from '../carriers/relays/npm-relay'
import { type Dice, diceOf } from './dice'
import { chromiumHome, firefoxHome, type Home, type Kind } from './home'
import { arrive, meet, type Person } from './person'
import { postOf } from './post'
import { linesOf, readingOf, type Transcript } from './transcript'
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
  /** What happened of what was drawn. */
  strokes: readonly Stroke[]
  /** From the first line to the last acknowledgement, and from clear weather on, in milliseconds. */
  took: number
  settled: number
  /** What each of the two was shown at the end, and what they wrote. */
  shown: (Transcript & { wrote: string[] })[]
}

const LAST_IN_A_BURST = 12

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

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
  const post = run.by === 'letters' ? postOf(people, contacts) : null
  const weather = weatherOf(strokes, people, relay, async () => post?.carry())
  const both = ([0, 1] as const).map((i) => ({
    person: people[i],
    contact: contacts[i],
    reading: readingOf(people[i], contacts[i]),
    lines: linesOf(people[i].name, count),
  }))
  let written = 0
  const write = async ({ person, contact, reading, lines }: (typeof both)[number]): Promise<void> => {
    const own = dice.of(person.name)
    let read = false
    for (let next = 0; next < count; ) {
      const burst = lines.slice(next, next + own.whole(1, LAST_IN_A_BURST))
      await person.write(contact, burst)
      next += burst.length
      written += burst.length
      await weather.written(written)
      if (!read && next > count / 2) await reading.middle()
      read ||= next > count / 2
      await pause(own.whole(0, 100))
    }
  }
  const begun = performance.now()
  await Promise.all(both.map(write))
  const happened = await weather.clear()
  await post?.carry()
  const clear = performance.now()
  await settled(people, run.patience)
  const over = performance.now()
  const shown = await Promise.all(
    both.map(async ({ reading, lines }) => ({ ...(await reading.end()), wrote: lines.map(({ text }) => text) })),
  )
  return { run, strokes: happened, took: over - begun, settled: over - clear, shown }
}

/** Resolves when nothing waits for an acknowledgement any more, by either's own word. */
const settled = async (people: readonly Person[], ms: number): Promise<void> => {
  const nothingWaits = (value: Diagnostics | null) => value?.contacts.every(({ waiting }) => waiting === 0) === true
  const waits = people.map((person) => person.until('diagnostics', {}, nothingWaits, ms))
  const failed = (await Promise.allSettled(waits)).flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  if (failed.length > 0) throw new Error(failed.map(String).join('\n'))
}

export const countOf = (strokes: readonly Stroke[], evil: Evil): number =>
  strokes.filter((stroke) => stroke.evil === evil).length
