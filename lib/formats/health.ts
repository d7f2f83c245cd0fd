import { Parser } from 'htmlparser2'
import type { Problem, ProblemReason } from '../contract/data-api'
import type { Fields, Imported } from '../contract/item'
import { instantOf, isMoment } from '../contract/moment'
import { encodeText } from '../contract/wire'
import { sha256, toHex } from '../crypto/hash'
import { HEALTH_NAMES, HEALTH_RINGS, HEALTH_UNITS } from './health-names'
import type { Read } from './reader'

type Attributes = Readonly<Record<string, string | undefined>>

/** More than this without a tag, or deeper, is no health export. */
const MAX_SILENCE = 16 << 20
const MAX_DEPTH = 256

/**
 * The export.xml of Apple Health: records and rings as measurements, workouts as trips where they went somewhere, else as activities.
 * A workout whose way is a file of its own is an activity: that file is the trip.
 */
export async function* readHealth(chunks: AsyncIterable<string>): AsyncGenerator<Read> {
  const read: Read[] = []
  const place = lineCounter()
  const seen = { depth: 0, fed: 0, at: 0, cut: false }
  const document = healthDocument(
    (next) => read.push(next),
    (reason, what) => read.push(problem(reason, what, place.line(parser.startIndex))),
  )
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        seen.depth++
        seen.at = parser.endIndex
        document.open(name, attributes)
      },
      onclosetag: (name, implied) => {
        seen.depth--
        seen.at = parser.endIndex
        document.close(name)
        if (implied && name === 'HealthData') seen.cut = true
      },
    },
    { xmlMode: true },
  )
  for await (const chunk of chunks) {
    place.feed(chunk)
    seen.fed += chunk.length
    parser.write(chunk)
    yield* read.splice(0)
    const reason: ProblemReason | null =
      seen.depth > MAX_DEPTH ? 'too-deep' : seen.fed - seen.at > MAX_SILENCE ? 'too-large' : null
    if (reason) {
      yield problem(reason, '', place.line(seen.at))
      return
    }
  }
  parser.end()
  document.end()
  yield* read
  if (seen.cut || seen.at === 0) yield problem('cut-off', '', place.line(seen.fed))
}

const problem = (reason: ProblemReason, what: string, line: number | null): { problem: Problem } => ({
  problem: { line, where: null, reason, what: what.slice(0, 200) },
})

/** Which line an index into the text is in, as long as it is in the last piece; else where that begins. */
const lineCounter = () => {
  let before = 1
  let start = 0
  let text = ''
  const breaks = (until: number): number => {
    let count = 0
    for (let at = text.indexOf('\n'); at >= 0 && at < until; at = text.indexOf('\n', at + 1)) count++
    return count
  }
  return {
    feed: (chunk: string) => {
      before += breaks(text.length)
      start += text.length
      text = chunk
    },
    line: (index: number): number => before + breaks(Math.max(0, index - start)),
  }
}

interface Workout {
  attributes: Attributes
  distance: number | null
  energy: string | null
  routed: boolean
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
    else if (name === 'Workout') workout = { attributes, ...workoutTotals(attributes), routed: false }
    else if (!QUIET.has(name)) unknown.set(name, (unknown.get(name) ?? 0) + 1)
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

const imported = (
  type: string,
  fields: Record<string, Fields[string] | null | undefined>,
  identity: unknown[],
): Imported => {
  const key = toHex(sha256(encodeText(JSON.stringify(['health', type, ...identity])))).slice(0, 32)
  const kept = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '')
  return { type, fields: Object.fromEntries(kept) as Fields, tags: [], key, version: key.slice(0, 16) }
}

/** `HKQuantityTypeIdentifierStepCount` is "Steps"; what has no name here is taken apart at its capitals. */
const nameOf = (identifier: string): string => {
  const bare = identifier.replace(
    /^HK(?:Quantity|Category|Data|Correlation)TypeIdentifier|^HKDataType|^HKWorkoutActivityType/,
    '',
  )
  return Object.hasOwn(HEALTH_NAMES, bare) ? (HEALTH_NAMES[bare] as string) : readable(bare)
}

const readable = (name: string): string => {
  const words = name.replaceAll(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3 $2').split(' ')
  return words.map((word, at) => (at === 0 || /^[A-Z]{2}/.test(word) ? word : word.toLowerCase())).join(' ')
}

const unitOf = (unit: string): string => (Object.hasOwn(HEALTH_UNITS, unit) ? (HEALTH_UNITS[unit] as string) : unit)

/** `2024-01-15 08:00:00 +0100`, or null. */
const momentOfText = (text: string | undefined): string | null => {
  const moment = (text ?? '')
    .trim()
    .replace(/^(\S+) (\S+)(?: ([+-]\d\d):?(\d\d))?$/, (_, day, time, hours, minutes) =>
      hours ? `${day}T${time}${hours}:${minutes}` : `${day}T${time}`,
    )
  return isMoment(moment) ? moment : null
}

const numberOf = (text: string | undefined): number | null => {
  const value = (text ?? '').trim()
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value) && Number.isFinite(Number(value))
    ? Number(value)
    : null
}

const rounded = (value: number): number => Number(value.toPrecision(12))

const measured = (record: Attributes): Imported[] | ProblemReason => {
  const { type, value, unit = '', sourceName, startDate, endDate } = record
  if (!type) return 'missing'
  const startTime = momentOfText(startDate)
  const endTime = momentOfText(endDate)
  if (!startTime) return 'bad-date'
  const times = { startTime, endTime: endTime === startTime ? null : endTime, instrument: sourceName }
  const identity = [type, sourceName, startDate, endDate, value, unit]
  if (!type.startsWith('HKQuantityType'))
    return [imported('Measurement', { ...category(record, startTime, endTime), ...times }, identity)]
  const number = numberOf(value)
  if (number === null) return 'bad-number'
  // A percentage is written as a share of one.
  const amount = unit === '%' ? rounded(number * 100) : number
  return [
    imported(
      'Measurement',
      { measuredProperty: nameOf(type), value: amount, unitText: unitOf(unit), ...times },
      identity,
    ),
  ]
}

/** A state, or something that happened, by how long it lasted: "Sleep: asleep core", 42 min. */
const category = ({ type = '', value = '' }: Attributes, start: string, end: string | null) => {
  const bare = value.replace('HKCategoryValue', '').replace(type.replace('HKCategoryTypeIdentifier', ''), '')
  const state = /^(?:|\d+|NotApplicable)$/.test(bare)
    ? ''
    : readable(bare.replace(/^[a-z]/, (first) => first.toUpperCase()))
  const minutes = end ? ((instantOf(end) ?? 0) - (instantOf(start) ?? 0)) / 60_000 : 0
  const name = nameOf(type)
  return {
    measuredProperty: state ? `${name}: ${state.toLowerCase()}` : name,
    value: minutes > 0 ? rounded(minutes) : 1,
    unitText: minutes > 0 ? 'min' : 'count',
  }
}

const rings = (summary: Attributes): Imported[] | ProblemReason => {
  const { dateComponents = '' } = summary
  if (!isMoment(dateComponents)) return 'bad-date'
  return HEALTH_RINGS.flatMap(([attribute, measuredProperty, usual]) => {
    const value = numberOf(summary[attribute])
    if (value === null) return []
    const unitText = unitOf(summary[`${attribute}Unit`] ?? usual)
    const goal = numberOf(summary[`${attribute}Goal`])
    const fields = {
      measuredProperty,
      value,
      unitText,
      startTime: dateComponents,
      description: goal ? `Goal: ${goal} ${unitText}` : null,
    }
    return [imported('Measurement', fields, [dateComponents, attribute, value, goal])]
  })
}

const METRES: Readonly<Record<string, number>> = { m: 1, km: 1000, mi: 1609.344, yd: 0.9144, ft: 0.3048 }

const metres = (value: string | undefined, unit = ''): number | null => {
  const number = numberOf(value)
  return number !== null && Object.hasOwn(METRES, unit) ? rounded(number * (METRES[unit] as number)) : null
}

const energyOf = (value: string | undefined, unit = ''): string | null =>
  numberOf(value) ? `${numberOf(value)} ${unitOf(unit)}` : null

const workoutTotals = (workout: Attributes) => ({
  distance: metres(workout.totalDistance, workout.totalDistanceUnit),
  energy: energyOf(workout.totalEnergyBurned, workout.totalEnergyBurnedUnit),
})

const addStatistics = (workout: Workout, { type = '', sum, unit }: Attributes): void => {
  if (type.includes('Distance')) workout.distance ??= metres(sum, unit)
  if (type.endsWith('ActiveEnergyBurned')) workout.energy ??= energyOf(sum, unit)
}

const workedOut = ({ attributes, distance, energy, routed }: Workout): Imported[] | ProblemReason => {
  const { workoutActivityType = '', duration, durationUnit = 'min', sourceName, startDate, endDate } = attributes
  const startTime = momentOfText(startDate)
  if (!startTime) return 'bad-date'
  const name = nameOf(workoutActivityType)
  const lasted = numberOf(duration)
  const went = distance ? `${rounded(distance / 1000)} km` : null
  const said = [lasted ? `${rounded(lasted)} ${unitOf(durationUnit)}` : null, went, energy].filter(
    (part) => part !== null,
  )
  const identity = [workoutActivityType, sourceName, startDate, endDate]
  const description = said.join(', ')
  if (!distance || routed)
    return [imported('Activity', { name, startTime, instrument: sourceName, description }, identity)]
  const endTime = momentOfText(endDate)
  return [imported('Trip', { name, startTime, endTime, category: name, distance, description }, identity)]
}
