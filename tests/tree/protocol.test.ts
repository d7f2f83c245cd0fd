import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readSources, type Tree } from './source'

const LITERAL = /(['`])(hearth\/v1\/[^'`]+)\1/g
const DERIVED = /\b(derive|perDirection)\('([a-z-]+)'\)/g

/** Every label that the sources derive or sign with, `${name}` written as `<name>`. */
const labelsOf = (tree: Tree): string[] => {
  const found = new Set<string>()
  for (const text of tree.values()) {
    for (const [, , label = ''] of text.matchAll(LITERAL)) found.add(label.replace(/\$\{(\w+)\}/g, '<$1>'))
    // The keys of a session are made by one function from the end of their label.
    if (!found.delete('hearth/v1/<label>')) continue
    for (const [, how, kind] of text.matchAll(DERIVED))
      for (const end of how === 'derive' ? [kind] : [`${kind}-to-responder`, `${kind}-to-initiator`])
        found.add(`hearth/v1/${end}`)
  }
  return [...found].sort()
}

const namedIn = (document: string): string[] => [
  ...new Set([...document.matchAll(/[`']((?:hearth\/v1\/)[\w/<>-]+)[`']/g)].map(([, label = '']) => label)),
]

describe('PROTOCOL.md', () => {
  const labels = labelsOf(readSources())
  const named = namedIn(readFileSync('PROTOCOL.md', 'utf8')).sort()

  it('names every label of the sources, and no other', () => {
    expect(labels).toContain('hearth/v1/signal-tag-to-initiator')
    expect(named).toEqual(labels)
  })

  it('would miss a new one', () => {
    const planted = `hkdf(a, b, 'hearth/v1/new', 32); \`hearth/v1/\${label}\`; derive('x'); perDirection('y')`
    expect(labelsOf(new Map([['lib/x.ts', planted]]))).toEqual([
      'hearth/v1/new',
      'hearth/v1/x',
      'hearth/v1/y-to-initiator',
      'hearth/v1/y-to-responder',
    ])
    expect(namedIn("| `hearth/v1/new` | and 'hearth/v1/<x>'")).toEqual(['hearth/v1/new', 'hearth/v1/<x>'])
  })

  it('gives no label the beginning of another that is signed', () => {
    const signed = ['hearth/v1/certificate', 'hearth/v1/device-list', 'hearth/v1/prekey']
    for (const label of signed) expect(labels.filter((other) => other.startsWith(label))).toEqual([label])
  })
})
