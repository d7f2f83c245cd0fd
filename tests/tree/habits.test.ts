import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readSources, readTree, type Tree } from './source'

/** `path:line` of every line that fits. */
const linesWith = (pattern: RegExp, tree: Tree): string[] =>
  [...tree].flatMap(([path, text]) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  )

const planted = (text: string): Tree => new Map([['lib/x.ts', text]])

const sources = readSources()
const rootFiles = readdirSync('.').filter(
  (name) => /\.(json|ts|mjs|md|ya?ml)$/.test(name) && name !== 'package-lock.json',
)
const everything: Tree = new Map([
  ...readTree('entrypoints', 'lib', 'tests', 'tools', 'assets'),
  ...rootFiles.map((name): [string, string] => [name, readFileSync(name, 'utf8')]),
])

describe('the sources', () => {
  it('write nothing to the console', () => {
    const console = /\bconsole\s*[.[]\s*['\w]/
    expect(linesWith(console, sources)).toEqual([])
    expect(linesWith(console, planted(`console.log('x')`))).toHaveLength(1)
  })

  it('name no path of one machine', () => {
    const folders = ['home', 'root', 'Users', 'work', 'farm'].join('|')
    const path = new RegExp(`(?:^|[^\\w.~/-])/(?:${folders})/\\w|[A-Z]:\\\\\\\\?(?:Users|work)\\b`)
    expect(linesWith(path, everything)).toEqual([])
    expect(linesWith(path, planted(`const dir = '/${'home'}/alice'`))).toHaveLength(1)
  })

  it('stay short, or say why not', () => {
    const tooLong = (tree: Tree) =>
      [...tree]
        .filter(
          ([path, text]) => path.startsWith('lib/') && text.split('\n').length > 400 && !/^\/\/ Long: /m.test(text),
        )
        .map(([path]) => path)
    expect(tooLong(sources)).toEqual([])
    expect(tooLong(planted('\n'.repeat(400)))).toHaveLength(1)
    expect(tooLong(planted(`// Long: a table.\n${'\n'.repeat(400)}`))).toHaveLength(0)
  })

  // `storage.session` holds the unlocked key, and every page of ours could read it.
  it('touch the unlocked key in the agent only', () => {
    const session = /\bstorage\s*\.\s*session\b/
    const outside = (tree: Tree) =>
      new Map([...tree].filter(([path]) => !/^(lib\/agent|entrypoints\/background)\//.test(path)))
    expect(linesWith(session, outside(sources))).toEqual([])
    expect(linesWith(session, outside(planted('browser.storage.session.get()')))).toHaveLength(1)
  })
})

describe('every carrier', () => {
  const [, union = ''] = /type CarrierName =([^\n]+)/.exec(readFileSync('lib/carriers/carrier.ts', 'utf8')) ?? []
  const names = [...union.matchAll(/'([^']+)'/g)].map(([, name = '']) => name)

  it('is known', () => {
    expect(names).toContain('letter')
  })

  it.each(names)('%s has a file of its own and passes the shared suite', (name) => {
    expect(existsSync(`lib/carriers/${name}.ts`)).toBe(true)
    expect(readFileSync(`tests/carriers/${name}.test.ts`, 'utf8')).toMatch(/from '\.\/(?:suite|carrier-suite|carrier)'/)
  })
})
