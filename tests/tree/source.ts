import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'

/** Files by their path from the root of the project, with their text. */
export type Tree = ReadonlyMap<string, string>

const isText = /\.(?:[cm]?[jt]sx?|json|ya?ml|css|html|md|svg|sh|txt)$/

/** The text files under these folders. */
export const readTree = (...folders: string[]): Tree => {
  const tree = new Map<string, string>()
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.name === 'node_modules') continue
      if (entry.isDirectory()) walk(path)
      else if (isText.test(entry.name)) tree.set(path, readFileSync(path, 'utf8'))
    }
  }
  for (const folder of folders) walk(folder)
  return tree
}

/** What ships: the sources of the extension. */
export const readSources = (): Tree =>
  new Map([...readTree('entrypoints', 'lib')].filter(([path]) => /\.tsx?$/.test(path)))

export interface Import {
  /** A path in the tree, or the name of a package. */
  target: string
  package: boolean
  /** Erased by the compiler. */
  typeOnly: boolean
}

// Biome puts every statement at the start of a line, so comments and strings cannot be mistaken for one.
const STATEMENT = /^(?:import|export)\b([^'"`;]*?)\bfrom\s*['"]([^'"]+)['"]/gm
const BARE = /^import\s*['"]([^'"]+)['"]/gm
const CALL = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

const packageOf = (specifier: string) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')

/** Every import of a file, resolved against the tree. */
export const importsOf = (path: string, tree: Tree): Import[] => {
  const text = tree.get(path) ?? ''
  const found = [
    ...[...text.matchAll(STATEMENT)].map(([, what = '', specifier = '']) => ({
      specifier,
      typeOnly: /^\s*type\b/.test(what),
    })),
    ...[...text.matchAll(BARE)].map(([, specifier = '']) => ({ specifier, typeOnly: false })),
    ...[...text.matchAll(CALL)].map(([, specifier = '']) => ({ specifier, typeOnly: false })),
  ]
  return found.map(({ specifier, typeOnly }) => {
    if (!specifier.startsWith('.')) return { target: packageOf(specifier), package: true, typeOnly }
    const base = join(dirname(path), specifier.replace(/\?.*$/, ''))
    const candidates = [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`, `${base}/index.tsx`]
    const target = candidates.find((candidate) => tree.has(candidate)) ?? base
    return { target, package: false, typeOnly }
  })
}
