import type { RunningRelay } from '../carriers/relays/npm-relay'
import type { Dice } from './dice'
import type { Kind } from './home'
import type { Person } from './person'

const ANYWHERE = ['browser killed', 'locked', 'page reloaded'] as const
const IN_CHROMIUM = ['worker stopped', 'offscreen closed'] as const
const TO_RELAY = ['relay stopped', 'relay emptied'] as const

export type Evil = (typeof ANYWHERE)[number] | (typeof IN_CHROMIUM)[number] | (typeof TO_RELAY)[number]
export const EVILS: readonly Evil[] = [...ANYWHERE, ...IN_CHROMIUM, ...TO_RELAY]

/** One thing that happens: when so many lines are written in all, to whom (null: the relay), and for how long. */
export interface Stroke {
  at: number
  evil: Evil
  whose: 0 | 1 | null
  ms: number
}

const sufferersOf = (evil: Evil, kinds: readonly [Kind, Kind]): (0 | 1)[] =>
  ([0, 1] as const).filter((i) => kinds[i] === 'Chromium' || !(IN_CHROMIUM as readonly Evil[]).includes(evil))

/** Draws each evil that there can be so many times, in any order, while `lines` are written. */
export const drawStrokes = (
  dice: Dice,
  { kinds, relay, lines, times }: { kinds: [Kind, Kind]; relay: boolean; lines: number; times: number },
): Stroke[] => {
  const evils = EVILS.flatMap((evil): Pick<Stroke, 'evil' | 'whose'>[] => {
    const ofRelay = (TO_RELAY as readonly Evil[]).includes(evil)
    if (ofRelay) return relay ? Array.from({ length: times }, () => ({ evil, whose: null })) : []
    const whom = sufferersOf(evil, kinds)
    return whom.length === 0 ? [] : Array.from({ length: times }, () => ({ evil, whose: dice.pick(whom) }))
  })
  const moments = evils.map(() => dice.whole(1, Math.floor(lines * 0.95))).sort((a, b) => a - b)
  return dice.shuffle(evils).map((stroke, i) => ({ ...stroke, at: moments[i] ?? 0, ms: dice.whole(50, 2_000) }))
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Says whether there was anything to strike. */
const strike = async ({ evil, ms }: Stroke, person: Person): Promise<boolean> => {
  const { home } = person
  if (evil === 'offscreen closed') return (await home.closeOffscreen?.()) === true
  if (evil === 'page reloaded') await home.reload()
  if (evil === 'worker stopped') await home.stopWorker?.()
  if (evil === 'locked') {
    await person.lock()
    await pause(ms)
    await person.unlock()
  }
  if (evil === 'browser killed') {
    await home.kill()
    await pause(ms)
    await home.restart()
    await person.unlock()
  }
  return true
}

const strikeRelay = async ({ evil, ms }: Stroke, relay: RunningRelay): Promise<void> => {
  await relay.stop()
  await pause(ms)
  if (evil === 'relay emptied') relay.events.length = 0
  await relay.start()
}

export interface Weather {
  /** Lets begin what is due when so many lines are written. Waits only for what still happens to the same one. */
  written(lines: number): Promise<void>
  /** Resolves, when all is over, with what happened; rejects where it could not be done. */
  clear(): Promise<Stroke[]>
}

/** Lets happen what was drawn; `after` is called after each. */
export const weatherOf = (
  strokes: readonly Stroke[],
  people: readonly [Person, Person],
  relay: RunningRelay | null,
  after: () => Promise<void> | void,
): Weather => {
  const left = [...strokes]
  const running: Promise<void>[] = []
  const happened: Stroke[] = []
  let ofRelay: Promise<void> = Promise.resolve()

  const happen = (stroke: Stroke): Promise<void> => {
    if (stroke.whose !== null) {
      const person = people[stroke.whose]
      return person.suffer(async () => {
        if (await strike(stroke, person)) happened.push(stroke)
      })
    }
    ofRelay = ofRelay.then(async () => {
      if (!relay) return
      await strikeRelay(stroke, relay)
      happened.push(stroke)
    })
    return ofRelay
  }
  const begin = (stroke: Stroke): void => {
    const over = happen(stroke).then(after)
    // Looked at in `clear`; until then nobody is told.
    over.catch(() => undefined)
    running.push(over)
  }
  return {
    written: async (lines) => {
      while ((left[0]?.at ?? Number.POSITIVE_INFINITY) <= lines) {
        const stroke = left.shift() as Stroke
        await (stroke.whose === null ? ofRelay : people[stroke.whose].calm())
        begin(stroke)
      }
    },
    clear: async () => {
      await Promise.all(running)
      return happened
    },
  }
}
