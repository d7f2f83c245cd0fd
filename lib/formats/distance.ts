import type { Path } from '../contract/item'

const RADIUS = 6_371_008.8
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Metres over the ground between two points, the earth taken for a ball. */
export const metresBetween = (from: Path[number], to: Path[number]): number => {
  const [fromLatitude, fromLongitude] = from
  const [toLatitude, toLongitude] = to
  const latitude = Math.sin(radians(toLatitude - fromLatitude) / 2)
  const longitude = Math.sin(radians(toLongitude - fromLongitude) / 2)
  const part = latitude ** 2 + Math.cos(radians(fromLatitude)) * Math.cos(radians(toLatitude)) * longitude ** 2
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(part)))
}

/** Metres along a way. */
export const distanceOf = (points: Path): number => {
  let sum = 0
  for (const [at, point] of points.entries()) if (at > 0) sum += metresBetween(points[at - 1] ?? point, point)
  return sum
}
