import type { Geo, Imported, Path } from '../contract/item'
import { instantOf, isMoment, momentOf } from '../contract/moment'
import { problem } from './imported'
import { itemOf } from './item-of'
import { Json, jsonValues } from './json-values'
import type { Read } from './reader'
import { metres } from './way'

/** `{latitudeE7}`, `{latE7}`, `"43.71°, 7.26°"` and `"geo:43.71,7.26"`, on the earth. */
export const geoOf = (place: Json): Geo | null => {
  const text = /^(?:geo:)?(-?[\d.]+)°?,\s*(-?[\d.]+)°?/.exec(place.text ?? place.get('latLng').text ?? '')
  const latitude = text ? Number(text[1]) : degrees(place.get('latitudeE7').number ?? place.get('latE7').number)
  const longitude = text ? Number(text[2]) : degrees(place.get('longitudeE7').number ?? place.get('lngE7').number)
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null
}

/** Whole numbers of ten millionths; some exports have them without their sign, 2^32 too high. */
const degrees = (e7: number | null): number =>
  e7 === null ? Number.NaN : Math.round(e7 > 1_800_000_000 ? e7 - 2 ** 32 : e7) / 1e7

/** The year 10,000, which no text of a moment reaches, in milliseconds since 1970. */
export const LATEST = 253_402_300_800_000

/** A text that says a time, or milliseconds since 1970. */
export const timeOf = (text: Json, milliseconds: Json): string | null => {
  const said = text.text
  if (said && isMoment(said)) return said
  const at = milliseconds.number
  return at !== null && at > 0 && at < LATEST ? momentOf(at) : null
}

const words = (name: string | null): string | null => {
  const text = (name ?? '')
    .replace(/^(?:TYPE|INFERRED)_/, '')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('_', ' ')
    .toLowerCase()
  return text === '' || text.startsWith('unknown') ? null : text.charAt(0).toUpperCase() + text.slice(1)
}

const span = (from: Json): { startTime: string | null; endTime: string | null } => ({
  startTime:
    timeOf(from.get('startTimestamp'), from.get('startTimestampMs')) ?? timeOf(from.get('startTime'), new Json(null)),
  endTime: timeOf(from.get('endTimestamp'), from.get('endTimestampMs')) ?? timeOf(from.get('endTime'), new Json(null)),
})

const trip = (category: string | null, times: ReturnType<typeof span>, points: Path, length: number | null): Imported =>
  itemOf('Trip', {
    ...times,
    category,
    distance: length === null ? (points.length > 1 ? lengthOf(points) : null) : Math.round(length),
    itinerary: points.length > 1 ? points : null,
  })

/** Metres along a way. */
const lengthOf = (points: Path): number => {
  let length = 0
  for (const [at, point] of points.entries()) length += metres(points[Math.max(0, at - 1)] ?? point, point)
  return Math.round(length)
}

const pathOf = (points: readonly { place: Json; at: number | null }[]): Path =>
  points.flatMap(({ place, at }) => {
    const geo = geoOf(place)
    return geo ? [[geo.latitude, geo.longitude, null, at] satisfies Path[number]] : []
  })

/** One of `timelineObjects`, as Takeout had them month by month until 2024. */
export const timelineObject = (object: Json): Read[] | null => {
  const visit = object.get('placeVisit')
  const segment = object.get('activitySegment')
  const times = span((visit.value ? visit : segment).get('duration'))
  if (visit.value) {
    const location = visit.get('location')
    const address = location.get('address').text
    const geo =
      geoOf(location) ??
      geoOf(new Json({ latitudeE7: visit.get('centerLatE7').value, longitudeE7: visit.get('centerLngE7').value }))
    const name = location.get('name').text ?? words(location.get('semanticType').text)
    if (!geo && !name && !address) return null
    const fields = { name, geo, address: address ? { streetAddress: address } : null, ...times, category: 'Visit' }
    return [{ item: itemOf('Place', fields) }]
  }
  if (!segment.value) return null
  const raw = segment
    .get('simplifiedRawPath', 'points')
    .list.map((place) => ({ place, at: instant(timeOf(place.get('timestamp'), place.get('timestampMs'))) }))
  const way = segment.get('waypointPath', 'waypoints').list.map((place) => ({ place, at: null }))
  const ends = [
    { place: segment.get('startLocation'), at: instant(times.startTime) },
    { place: segment.get('endLocation'), at: instant(times.endTime) },
  ]
  const between = raw.length > 0 ? raw : way
  const points = pathOf([ends[0], ...between, ends[1]].filter((point) => point !== undefined))
  return [{ item: trip(words(segment.get('activityType').text), times, points, segment.get('distance').number) }]
}

const instant = (moment: string | null): number | null => (moment === null ? null : instantOf(moment))

/** One segment of a Timeline.json as phones write it since 2024, Android and iOS. */
export const timelineSegment = (segment: Json): Read[] | null => {
  const times = span(segment)
  const visit = segment.get('visit', 'topCandidate')
  if (visit.value) {
    const geo = geoOf(visit.get('placeLocation'))
    const name = words(visit.get('semanticType').text)
    return geo || name ? [{ item: itemOf('Place', { name, geo, ...times, category: 'Visit' }) }] : null
  }
  const activity = segment.get('activity')
  if (activity.value) {
    const ends = [
      { place: activity.get('start'), at: instant(times.startTime) },
      { place: activity.get('end'), at: instant(times.endTime) },
    ]
    const category = words(activity.get('topCandidate', 'type').text)
    return [{ item: trip(category, times, pathOf(ends), activity.get('distanceMeters').number) }]
  }
  const path = segment.get('timelinePath').list
  const begun = instant(times.startTime)
  const after = (minutes: number | null) => (minutes === null || begun === null ? null : begun + minutes * 60_000)
  const points = pathOf(
    path.map((point) => ({
      place: point.get('point'),
      at:
        instant(timeOf(point.get('time'), new Json(null))) ??
        after(point.get('durationMinutesOffsetFromStartTime').number),
    })),
  )
  if (points.length > 0) return [{ item: trip('Location history', times, points, null) }]
  // What the phone remembers of its owner's habits has no time of its own.
  return segment.get('timelineMemory').value ? [] : null
}

/** Metres and milliseconds between points that are kept, and how many a day may have before the metres are doubled. */
const APART = 30
const A_WHILE = 10 * 60_000
const MANY = 2_000

/** The points of Records.json, a trip each day: those that stand close together are one; a day in one place is a place. */
export async function* readRecords(chunks: AsyncIterable<string>): AsyncGenerator<Read> {
  let day = ''
  let points: Path = []
  let apart = APART
  let unusable = 0
  const days = new Map<string, number>()
  for await (const next of jsonValues(chunks, '$.locations.*')) {
    if ('problem' in next) {
      yield next
      continue
    }
    const point = recordOf(new Json(next.value))
    if (!point) {
      unusable++
      continue
    }
    const its = dayOf(point)
    if (its !== day) {
      yield* wholeDay(day, points, days)
      day = its
      points = []
      apart = APART
    }
    add(points, point, apart)
    if (points.length > MANY) {
      apart *= 2
      points = thinned(points, apart)
    }
  }
  yield* wholeDay(day, points, days)
  if (unusable > 0) yield problem('missing', `${unusable} points without a place or time`, null)
}

const recordOf = (record: Json): Path[number] | null => {
  const geo = geoOf(record)
  const at = instant(timeOf(record.get('timestamp'), record.get('timestampMs')))
  return geo && at !== null ? [geo.latitude, geo.longitude, record.get('altitude').number, at] : null
}

/** The day by the sun there: the export does not say which clock the person had. */
const dayOf = ([, longitude, , at]: Path[number]): string =>
  momentOf((at ?? 0) + Math.round(longitude / 15) * 3_600_000).slice(0, 10)

const add = (points: Path, point: Path[number], apart: number): void => {
  const last = points.at(-1)
  const near = last && metres(last, point) < apart
  const soon = last && Math.abs((point[3] ?? 0) - (last[3] ?? 0)) < A_WHILE
  if (!near || !soon) points.push(point)
}

const thinned = (points: Path, apart: number): Path => {
  const kept: Path = []
  for (const point of points) {
    const last = kept.at(-1)
    if (!last || metres(last, point) >= apart) kept.push(point)
  }
  // A day of standing still is thinned by count.
  return kept.length > MANY / 2 ? kept.filter((_, at) => at % 2 === 0) : kept
}

function* wholeDay(day: string, points: Path, days: Map<string, number>): Generator<Read> {
  const [first] = points
  const last = points.at(-1)
  if (!first || !last) return
  const nth = (days.get(day) ?? 0) + 1
  days.set(day, nth)
  const fields = { startTime: momentOf(first[3] ?? 0), endTime: momentOf(last[3] ?? 0), category: 'Location history' }
  const distance = lengthOf(points)
  const still = points.every((point) => metres(first, point) < 100)
  const place = { ...fields, geo: { latitude: first[0], longitude: first[1] } }
  const key = `location-history ${day} ${nth}`
  yield {
    item: still ? itemOf('Place', place, [], key) : itemOf('Trip', { ...fields, distance, itinerary: points }, [], key),
  }
}
