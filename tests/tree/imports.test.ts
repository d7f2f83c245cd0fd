import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ARROWS, circles, uphill } from './arrows'
import { importsOf, readSources, type Tree } from './source'

const planted = (files: Record<string, string>): Tree => new Map(Object.entries(files))

describe('imports', () => {
  const tree = readSources()

  it('are all seen', () => {
    const text = [
      `import { a } from './a'`,
      `import type { B } from '../crypto/b'`,
      `import {\n  type C,\n  d,\n} from '../vault/c'`,
      `import './theme.css'`,
      `export * from './e'`,
      `const lazy = () => import('peerjs')`,
      `// import { no } from './no'`,
      ` * import { no } from './no'`,
      `import { sha256 } from '@noble/hashes/sha2.js'`,
    ].join('\n')
    const seen = importsOf('lib/ui/x.ts', planted({ 'lib/ui/x.ts': text, 'lib/ui/a.tsx': '', 'lib/vault/c.ts': '' }))
    expect(seen.map(({ target, typeOnly }) => `${target}${typeOnly ? ' (type)' : ''}`)).toEqual([
      'lib/ui/a.tsx',
      'lib/crypto/b (type)',
      'lib/vault/c.ts',
      'lib/ui/e',
      '@noble/hashes',
      'lib/ui/theme.css',
      'peerjs',
    ])
  })

  it('run downhill', () => {
    expect(uphill(tree)).toEqual([])
  })

  it.each([
    ['lib/contract/x.ts', `import { open } from '../crypto/aead'`],
    ['lib/ui/x.tsx', `import { vault } from '../vault/vault'`],
    ['lib/conversation/x.ts', `import { direct } from '../carriers/direct'`],
    ['lib/identity/x.ts', `import * as ed from '@noble/ed25519'`],
    ['lib/vault/x.ts', `import browser from 'webextension-polyfill'`],
    ['entrypoints/home/x.ts', `import { x } from '../popup/main'`],
    ['lib/vault/x.ts', `import { x } from '../../entrypoints/background/index'`],
    ['lib/nowhere/x.ts', `import { x } from '../contract/ids'`],
  ])('would not pass if %s said %s', (path, text) => {
    expect(uphill(planted({ [path]: text }))).toHaveLength(1)
  })

  it('make no circle', () => {
    expect(circles(tree)).toEqual([])
    const ring = {
      'lib/a/x.ts': `import './y'`,
      'lib/a/y.ts': `import { z } from './z'`,
      'lib/a/z.ts': `export * from './x'`,
    }
    expect(circles(planted(ring))).toEqual(['lib/a/x.ts -> lib/a/y.ts -> lib/a/z.ts'])
  })

  it('are drawn in ARCHITECTURE.md as they are tested here', () => {
    const rows = [...readFileSync('ARCHITECTURE.md', 'utf8').matchAll(/^\| (\w+) \| (.+) \|$/gm)]
    const order = rows.map(([, folder = '']) => folder)
    const drawn = (folder: string) => {
      const said = rows[order.indexOf(folder)]?.[2] ?? 'no row'
      const [all, but] = /^all of the above but (\w+)$/.exec(said) ?? []
      if (all) return order.slice(1, order.indexOf(folder)).filter((each) => each !== but)
      return said === 'nothing of ours' ? [] : said.replaceAll(/ \(.*?\)/g, '').split(', ')
    }
    const here = new Set(
      [...tree.keys()].filter((path) => path.startsWith('lib/')).map((path) => path.split('/')[1] ?? ''),
    )
    for (const folder of here) {
      const tested = new Set((ARROWS[folder] ?? ['no arrows']).map((to) => to.split('/')[0] ?? ''))
      expect([...drawn(folder)].sort(), `lib/${folder}`).toEqual([...tested].filter((to) => here.has(to)).sort())
    }
  })
})
