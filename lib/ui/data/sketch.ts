import type { Path } from '../../contract/item'

type Point = readonly [x: number, y: number]

/** A way drawn flat: north up, as wide as `width`, `points` for an SVG line. */
export interface Sketch {
  width: number
  height: number
  points: string
  first: Point | undefined
  last: Point | undefined
}

const WIDTH = 320
const HIGHEST = 240
const MOST_POINTS = 600

/** The sketch of a way, of so many points at most. One that crosses the date line is drawn in one piece. */
export const sketchOf = (path: Path): Sketch => {
  const step = Math.max(1, Math.ceil(path.length / MOST_POINTS))
  const some = path.filter((_, index) => index % step === 0 || index === path.length - 1)
  const middle = (some[0]?.[0] ?? 0) * (Math.PI / 180)
  const shrink = Math.max(0.01, Math.cos(middle))
  let turn = 0
  let before = some[0]?.[1] ?? 0
  const flat = some.map(([latitude, longitude]): Point => {
    if (longitude - before > 180) turn -= 360
    if (longitude - before < -180) turn += 360
    before = longitude
    return [(longitude + turn) * shrink, -latitude]
  })
  const [left, right] = bounds(flat.map(([x]) => x))
  const [top, bottom] = bounds(flat.map(([, y]) => y))
  const scale = Math.min(WIDTH / Math.max(right - left, 1e-9), HIGHEST / Math.max(bottom - top, 1e-9))
  const place = ([x, y]: Point): Point => [round((x - left) * scale), round((y - top) * scale)]
  const placed = flat.map(place)
  return {
    width: Math.max(1, round((right - left) * scale)),
    height: Math.max(1, round((bottom - top) * scale)),
    points: placed.map((point) => point.join(',')).join(' '),
    first: placed[0],
    last: placed.at(-1),
  }
}

const bounds = (values: readonly number[]): [number, number] =>
  values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  )

const round = (value: number): number => Math.round(value * 10) / 10
