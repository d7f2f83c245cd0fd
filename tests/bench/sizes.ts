import { statSync } from 'node:fs'
import limits from '../../.size-limit.mjs'
import type { Measured } from './statistics.ts'

/** What ships, in bytes as they lie in the package. */
export const sizes = (): Measured[] =>
  limits.map(({ name, path, limit }) => {
    const bytes = [path].flat().reduce((sum, file) => sum + statSync(file).size, 0)
    return { what: name, samples: [bytes / 1_000], unit: 'kB', budget: { median: Number.parseInt(limit, 10) } }
  })
