import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

interface Lock {
  packages: Record<string, { version?: string; resolved?: string; integrity?: string; optionalDependencies?: object }>
}

/** Packages that others name for some platform and that the lock leaves out: `npm ci` fails on them elsewhere. */
const missing = ({ packages }: Lock): string[] => {
  const present = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)))
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !present.has(name))
      .map((name) => `${path} needs ${name}`),
  )
}

const addresses = ({ packages }: Lock): string[] =>
  Object.entries(packages).flatMap(([path, { resolved }]) => (resolved ? [`${path} from ${resolved}`] : []))

const unsealed = ({ packages }: Lock): string[] =>
  Object.entries(packages).flatMap(([path, { integrity }]) => (path !== '' && !integrity ? [path] : []))

const folders = ['.', 'tools/node', 'tests/oracle', 'tests/sites'].filter((folder) =>
  existsSync(join(folder, 'package.json')),
)

describe.each(folders)('the lock in %s', (folder) => {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as Lock

  it('has the packages of every platform', () => {
    expect(missing(lock)).toEqual([])
  })

  it('names no place to download from, and every content', () => {
    expect(addresses(lock)).toEqual([])
    expect(unsealed(lock)).toEqual([])
  })
})

describe('a bad lock', () => {
  it('would be noticed', () => {
    const lock: Lock = {
      packages: {
        '': { version: '1.0.0' },
        'node_modules/a': {
          optionalDependencies: { 'a-darwin': '1', 'a-linux': '1' },
          resolved: 'https://a.invalid/a',
        },
        'node_modules/a/node_modules/a-linux': { integrity: 'sha512-x' },
      },
    }
    expect(missing(lock)).toEqual(['node_modules/a needs a-darwin'])
    expect(addresses(lock)).toHaveLength(1)
    expect(unsealed(lock)).toEqual(['node_modules/a'])
  })
})
