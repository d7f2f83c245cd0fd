import type { ProblemReason } from '../contract/data-api'
import type { Imported } from '../contract/item'
import { instantOf, isMoment } from '../contract/moment'
import { HEALTH_NAMES, HEALTH_RINGS, HEALTH_UNITS } from './health-names'
import { itemOf } from './item-of'

/** The attributes of an element, by name. */
export type Attributes = Readonly<Record<string, string | undefined>>

/** A workout while its element is open. */
export interface Workout {
  attributes: Attributes
  distance: number | null
  energy: string | null
  routed: boolean
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

/** As somebody would say it. */
const short = (value: number | null): string => String(Math.round((value ?? 0) * 100) / 100)
const rounded = (value: number): number => Number(value.toPrecision(12))

/** A record as a measurement, or why it is none. */
export const measured = (record: Attributes): Imported[] | ProblemReason => {
  const { type, value, unit = '', sourceName, startDate, endDate } = record
  if (!type) return 'missing'
  const startTime = momentOfText(startDate)
  const endTime = momentOfText(endDate)
  if (!startTime) return 'bad-date'
  const times = { startTime, endTime: endTime === startTime ? null : endTime, instrument: sourceName }
  if (!type.startsWith('HKQuantityType'))
    return [itemOf('Measurement', { ...category(record, startTime, endTime), ...times })]
  const number = numberOf(value)
  if (number === null) return 'bad-number'
  // A percentage is written as a share of one.
  const amount = unit === '%' ? rounded(number * 100) : number
  return [itemOf('Measurement', { measuredProperty: nameOf(type), value: amount, unitText: unitOf(unit), ...times })]
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

/** The rings of a day, a measurement each, or why there are none. */
export const rings = (summary: Attributes): Imported[] | ProblemReason => {
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
    return [itemOf('Measurement', fields)]
  })
}

const METRES: Readonly<Record<string, number>> = { m: 1, km: 1000, mi: 1609.344, yd: 0.9144, ft: 0.3048 }

const metres = (value: string | undefined, unit = ''): number | null => {
  const number = numberOf(value)
  return number !== null && Object.hasOwn(METRES, unit) ? rounded(number * (METRES[unit] as number)) : null
}

const energyOf = (value: string | undefined, unit = ''): string | null =>
  numberOf(value) ? `${short(numberOf(value))} ${unitOf(unit)}` : null

/** A workout as its own attributes tell it; its statistics may say more. */
export const beginWorkout = (workout: Attributes): Workout => ({
  attributes: workout,
  routed: false,
  distance: metres(workout.totalDistance, workout.totalDistanceUnit),
  energy: energyOf(workout.totalEnergyBurned, workout.totalEnergyBurnedUnit),
})

/** What older exports say in attributes stands here in newer ones. */
export const addStatistics = (workout: Workout, { type = '', sum, unit }: Attributes): void => {
  if (type.includes('Distance')) workout.distance ??= metres(sum, unit)
  if (type.endsWith('ActiveEnergyBurned')) workout.energy ??= energyOf(sum, unit)
}

/** A workout as an item, or why it is none. */
export const workedOut = ({ attributes, distance, energy, routed }: Workout): Imported[] | ProblemReason => {
  const { workoutActivityType = '', duration, durationUnit = 'min', sourceName, startDate, endDate } = attributes
  const startTime = momentOfText(startDate)
  if (!startTime) return 'bad-date'
  const name = nameOf(workoutActivityType)
  const lasted = numberOf(duration)
  const went = distance ? `${short(distance / 1000)} km` : null
  const said = [lasted ? `${short(lasted)} ${unitOf(durationUnit)}` : null, went, energy].filter(
    (part) => part !== null,
  )
  const description = said.join(', ')
  if (!distance || routed) return [itemOf('Activity', { name, startTime, instrument: sourceName, description })]
  const endTime = momentOfText(endDate)
  return [itemOf('Trip', { name, startTime, endTime, category: name, distance, description })]
}
