import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Secret } from './forms'
import { leveldbBlocks } from './leveldb'

interface Needle {
  what: string
  bytes: Uint8Array
}

/** Every file under a folder. What a browser that runs deletes meanwhile is not there. */
const filesUnder = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

const readIfThere = (path: string): Buffer | null => {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Where any of the secrets stands in any file of a profile: `path: what`, each once. Also inside LevelDB's compressed blocks. */
export const searchProfile = (dir: string, secrets: readonly Secret[]): string[] => {
  const find = finder(secrets)
  const found = new Set<string>()
  for (const path of filesUnder(dir)) {
    const file = readIfThere(path)
    if (!file) continue
    for (const bytes of [file, ...leveldbBlocks(file)])
      for (const what of find(bytes)) found.add(`${relative(dir, path)}: ${what}`)
  }
  return [...found].sort()
}

/** All needles in one pass: by their first two bytes. */
const finder = (secrets: readonly Secret[]): ((bytes: Uint8Array) => Set<string>) => {
  const byStart = new Array<Needle[] | undefined>(1 << 16)
  for (const { what, forms } of secrets) {
    for (const bytes of forms) {
      if (bytes.length < 6) throw new Error(`too short to mean anything: ${what}`)
      const start = bytes[0] as number | 0
      const key = start | ((bytes[1] as number) << 8)
      const needles = byStart[key] ?? []
      byStart[key] = needles
      needles.push({ what, bytes })
    }
  }
  return (bytes) => {
    const found = new Set<string>()
    for (let at = 0; at + 1 < bytes.length; at++) {
      const needles = byStart[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)]
      if (needles === undefined) continue
      for (const needle of needles) if (standsAt(bytes, at, needle.bytes)) found.add(needle.what)
    }
    return found
  }
}

const standsAt = (bytes: Uint8Array, at: number, needle: Uint8Array): boolean => {
  for (let i = 2; i < needle.length; i++) if (bytes[at + i] !== needle[i]) return false
  return true
}
