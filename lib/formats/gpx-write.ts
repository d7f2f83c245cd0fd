import type { Fields, Geo, Item, Path } from '../contract/item'
import { instantOf, momentOf } from '../contract/moment'
import { escaped } from './markup'

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Hearth" xmlns="http://www.topografix.com/GPX/1/1">
`

/** Places and trips as GPX 1.1, in the order that it asks for. What has no position is passed over. */
export async function* writeGpx(
  places: AsyncIterable<Item> | Iterable<Item>,
  trips: AsyncIterable<Item> | Iterable<Item>,
): AsyncGenerator<string> {
  yield HEAD
  for await (const { type, fields } of places) {
    const { geo } = fields
    if (type === 'Place' && isGeo(geo)) yield `${point('wpt', geo, placeText(fields))}\n`
  }
  for await (const { type, fields } of trips) {
    const { itinerary } = fields
    if (type !== 'Trip' || !isPath(itinerary)) continue
    yield `<trk>${describedBy(fields)}<trkseg>\n`
    for (const at of itinerary) yield `${trackPoint(at)}\n`
    yield '</trkseg></trk>\n'
  }
  yield '</gpx>\n'
}

const isGeo = (value: unknown): value is Geo => typeof value === 'object' && value !== null && 'latitude' in value
const isPath = (value: unknown): value is Path => Array.isArray(value) && Array.isArray(value[0])

const element = (name: string, text: unknown): string =>
  typeof text === 'string' && text !== '' ? `<${name}>${escaped(text)}</${name}>` : ''

const describedBy = ({ name, description, category, url }: Fields): string =>
  element('name', name) +
  element('desc', description) +
  (typeof url === 'string' && url ? `<link href="${escaped(url)}"/>` : '') +
  element('type', category)

const placeText = (fields: Fields): string => {
  const at = typeof fields.startTime === 'string' ? instantOf(fields.startTime) : null
  return (at === null ? '' : element('time', momentOf(at))) + describedBy(fields)
}

const point = (name: string, { latitude, longitude, elevation }: Geo, rest: string): string => {
  const inner = (elevation === undefined ? '' : `<ele>${elevation}</ele>`) + rest
  const start = `<${name} lat="${latitude}" lon="${longitude}"`
  return inner ? `${start}>${inner}</${name}>` : `${start}/>`
}

const trackPoint = ([latitude, longitude, elevation, at]: Path[number]): string =>
  point(
    'trkpt',
    { latitude, longitude, ...(elevation !== null && { elevation }) },
    at === null ? '' : element('time', momentOf(at)),
  )
