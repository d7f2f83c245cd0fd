import type { ProblemReason } from '../contract/data-api'
import type { Imported } from '../contract/item'
import {
  type Attributes,
  addStatistics,
  beginWorkout,
  measured,
  rings,
  type Workout,
  workedOut,
} from './health-records'
import { problem } from './imported'
import { Markup } from './markup'
import { pieces } from './pieces'
import type { Read } from './reader'

/** Names that nobody knows, of each of which it is said how many there were. */
const MAX_UNKNOWN = 100

/**
 * The export.xml of Apple Health: records and rings as measurements, workouts as trips where they went somewhere, else as activities.
 * A workout whose way is a file of its own is an activity: that file is the trip.
 */
export async function* readHealth(chunks: AsyncIterable<string>): AsyncGenerator<Read> {
  const read: Read[] = []
  const document = healthDocument(
    (next) => read.push(next),
    (reason, what) => read.push(problem(reason, what, markup.line)),
  )
  const markup = new Markup({ open: document.open, close: document.close, text: () => {} }, { xmlMode: true })
  for await (const piece of pieces(chunks)) {
    markup.take(piece)
    yield* read.splice(0)
    if (markup.stopped) {
      yield problem(markup.stopped, '', markup.line)
      return
    }
  }
  markup.end()
  document.end()
  yield* read
  if (!markup.whole) yield problem('cut-off', '', markup.line)
}

/** What stands in records of a correlation, and below a record, stands elsewhere too, or adds nothing that is kept. */
const QUIET = new Set(['ExportDate', 'Correlation'])

/** The document as its tags come: what they say becomes items, what nobody knows is counted by name. */
const healthDocument = (emit: (read: Read) => void, unread: (reason: ProblemReason, what: string) => void) => {
  const open: string[] = []
  const unknown = new Map<string, number>()
  let workout: Workout | null = null
  const items = (made: Imported[] | ProblemReason, attributes: Attributes) => {
    if (typeof made === 'string') unread(made, Object.values(attributes).join(' '))
    else for (const item of made) emit({ item })
  }
  const begin = (name: string, attributes: Attributes) => {
    // An attribute that was never closed swallows the next tag, and its quote is left as a name.
    if (Object.keys(attributes).some((key) => key.includes('"'))) unread('damaged', Object.values(attributes).join(' '))
    else if (name === 'Record') items(measured(attributes), attributes)
    else if (name === 'ActivitySummary') items(rings(attributes), attributes)
    else if (name === 'Workout') workout = beginWorkout(attributes)
    else if (!QUIET.has(name) && (unknown.has(name) || unknown.size < MAX_UNKNOWN))
      unknown.set(name, (unknown.get(name) ?? 0) + 1)
  }
  return {
    open: (name: string, attributes: Attributes) => {
      open.push(name)
      if (open.length === 2) begin(name, attributes)
      else if (workout && name === 'WorkoutRoute') workout.routed = true
      else if (workout && name === 'WorkoutStatistics') addStatistics(workout, attributes)
    },
    close: (name: string) => {
      open.pop()
      if (name !== 'Workout' || !workout) return
      items(workedOut(workout), workout.attributes)
      workout = null
    },
    end: () => {
      for (const [name, count] of unknown) unread('unknown-kind', `${name} (${count})`)
    },
  }
}
