import type { Path } from '../contract/item'

type Point = Path[number]

/** Points that are kept of a way: of more, every second, every fourth and so on. */
const MOST_POINTS = 50_000
/** Mean radius of the earth in metres. */
const RADIUS = 6_371_009

/** A way as it is read, point after point, with its length in metres; gaps between its parts do not count. */
export class Way {
  distance = 0
  count = 0
  /** Milliseconds since 1970 of the first and the last point that have a time. */
  began: number | null = null
  ended: number | null = null
  /** Every how many points one was kept. */
  every = 1
  private points: Path = []
  private last: Point | null = null
  private apart = true

  add(point: Point): void {
    if (this.last && !this.apart) this.distance += metres(this.last, point)
    this.apart = false
    this.last = point
    this.began ??= point[3]
    this.ended = point[3] ?? this.ended
    if (this.count++ % this.every === 0) this.points.push(point)
    if (this.points.length < MOST_POINTS) return
    this.points = this.points.filter((_, n) => n % 2 === 0)
    this.every *= 2
  }

  /** What follows does not begin where the last point was. */
  interrupt(): void {
    this.apart = true
  }

  path(): Path {
    return this.last && this.points.at(-1) !== this.last ? [...this.points, this.last] : this.points
  }
}

/** The distance of two points along a great circle, in metres. */
export const metres = ([fromLatitude, fromLongitude]: Point, [toLatitude, toLongitude]: Point): number => {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const height = Math.sin(radians(toLatitude - fromLatitude) / 2) ** 2
  const width = Math.sin(radians(toLongitude - fromLongitude) / 2) ** 2
  const share = height + Math.cos(radians(fromLatitude)) * Math.cos(radians(toLatitude)) * width
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(share)))
}
