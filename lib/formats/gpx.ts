import type { Fields, Geo, Path } from '../contract/item'
import { instantOf, momentOf } from '../contract/moment'
import { readMoment } from './dates'
import { imported, problem } from './imported'
import { isUnsafe } from './links'
import { Gathered, Markup } from './markup'
import { pieces } from './pieces'
import type { Read, Reader } from './reader'
import { Way } from './way'

const LONGEST = 256 << 10

/** Reads GPX: points as places, tracks and routes as trips with their way. */
export const readGpx: Reader = async function* (chunks) {
  const reading = new Reading()
  const markup = new Markup(reading, { xmlMode: true })
  for await (const piece of pieces(chunks)) {
    markup.take(piece)
    yield* reading.reads.splice(0)
    if (markup.stopped) return yield problem(markup.stopped, '', markup.line)
  }
  markup.end()
  if (!markup.whole) reading.reads.push(problem('cut-off', '', markup.line))
  yield* reading.reads
}

/** An element that is read: a point, a track, a route. */
interface Open {
  kind: 'wpt' | 'trk' | 'point'
  line: number
  attributes: Record<string, string>
  said: Map<string, string>
}

const KINDS: Record<string, Open['kind']> = { wpt: 'wpt', trk: 'trk', rte: 'trk', trkpt: 'point', rtept: 'point' }
const TEXTS = new Set(['name', 'desc', 'cmt', 'type', 'sym', 'ele', 'time', 'url'])

class Reading {
  readonly reads: Read[] = []
  private readonly open_: Open[] = []
  private way = new Way()
  private gathering: { name: string; depth: number; text: Gathered } | null = null
  private depth = 0
  /** How deep the element stands in which everything is of another format. */
  private foreign = 0

  open(name: string, attributes: Record<string, string>, line: number): void {
    this.depth++
    if (this.foreign) return
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined
    if (name === 'extensions' || name === 'metadata') this.foreign = this.depth
    else if (kind) {
      this.open_.push({ kind, line, attributes, said: new Map() })
      if (kind === 'trk') this.way = new Way()
    } else if (name === 'trkseg') this.way.interrupt()
    else if (name === 'link' && attributes.href) this.say('url', attributes.href)
    else if (TEXTS.has(name) && !this.gathering)
      this.gathering = { name, depth: this.depth, text: new Gathered(LONGEST) }
  }

  text(text: string): void {
    this.gathering?.text.add(text)
  }

  close(name: string, line: number): void {
    if (this.gathering?.depth === this.depth) {
      const { text } = this.gathering
      this.say(this.gathering.name, text.text.trim())
      if (text.cut) this.reads.push(problem('too-large', text.text, line))
      this.gathering = null
    }
    if (this.foreign === this.depth) this.foreign = 0
    else if (!this.foreign && Object.hasOwn(KINDS, name)) this.finish()
    this.depth--
  }

  private say(name: string, text: string): void {
    const said = this.open_.at(-1)?.said
    if (text && said && !said.has(name)) said.set(name, text)
  }

  private finish(): void {
    const open = this.open_.pop()
    if (open?.kind === 'wpt') this.place(open)
    else if (open?.kind === 'trk') this.trip(open)
    else if (open) this.point(open)
  }

  private place(open: Open): void {
    const geo = this.geoOf(open)
    if (!geo) return
    const moment = this.momentOf(open)
    this.reads.push({ item: imported('Place', { ...this.fieldsOf(open), geo, ...(moment && { startTime: moment }) }) })
  }

  private point(open: Open): void {
    const geo = this.geoOf(open)
    const moment = this.momentOf(open)
    if (geo) this.way.add([geo.latitude, geo.longitude, geo.elevation ?? null, moment ? instantOf(moment) : null])
  }

  private trip(open: Open): void {
    const { way } = this
    const fields = this.fieldsOf(open)
    const what = open.said.get('name') ?? ''
    if (way.count === 0) return void this.reads.push(problem('missing', what, open.line))
    if (way.every > 1) this.reads.push(problem('too-large', `${what} ${way.count}`, open.line))
    if (way.began !== null) fields.startTime = momentOf(way.began)
    if (way.ended !== null) fields.endTime = momentOf(way.ended)
    const itinerary: Path = way.path()
    this.reads.push({ item: imported('Trip', { ...fields, distance: Math.round(way.distance), itinerary }) })
  }

  private fieldsOf({ said, line }: Open): Fields {
    const fields: Fields = {}
    const put = (name: string, value: string | undefined) => {
      if (value) fields[name] = value
    }
    put('name', said.get('name'))
    put('description', said.get('desc') ?? said.get('cmt'))
    put('category', said.get('type') ?? said.get('sym'))
    const url = said.get('url') ?? ''
    if (isUnsafe(url)) this.reads.push(problem('unsafe-link', url, line))
    else put('url', url)
    return fields
  }

  private geoOf({ attributes, said, line }: Open): Geo | null {
    const latitude = degrees(attributes.lat, 90)
    const longitude = degrees(attributes.lon, 180)
    if (latitude === null || longitude === null) {
      this.reads.push(
        problem('missing', `${attributes.lat ?? ''} ${attributes.lon ?? ''} ${said.get('name') ?? ''}`, line),
      )
      return null
    }
    const elevation = degrees(said.get('ele'), 100_000)
    return { latitude, longitude, ...(elevation !== null && { elevation }) }
  }

  /** Times of GPX are in UTC, said or not. */
  private momentOf({ said, line }: Open): string | null {
    const text = said.get('time')
    if (!text) return null
    const moment = readMoment(text, { order: null })
    if (!moment) this.reads.push(problem('bad-date', text, line))
    return moment && /T[\d:.]+$/.test(moment) ? `${moment}Z` : moment
  }
}

const degrees = (text: string | undefined, most: number): number | null => {
  if (!/^\s*[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?\s*$/i.test(text ?? '')) return null
  const number = Number(text)
  return Math.abs(number) <= most ? number : null
}
