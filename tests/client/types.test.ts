import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { typesOf } from '../../tools/client.mjs'

const TSC = resolve('node_modules/typescript/bin/tsc')
const STRICT = ['--ignoreConfig', '--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext']
const scratch = mkdtempSync(join(tmpdir(), 'hearth-types-'))
let types: string
beforeAll(() => {
  types = typesOf()
  writeFileSync(join(scratch, 'hearth.d.ts'), types)
  writeFileSync(join(scratch, 'package.json'), '{ "type": "module" }')
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** What the compiler says of a page's script that imports the client, with nothing of ours beside it. */
const compile = (script: string): string => {
  writeFileSync(
    join(scratch, 'page.ts'),
    `import { connectAgent, type Grant } from './hearth.js'\n${script}\nexport {}\n`,
  )
  return spawnSync(process.execPath, [TSC, ...STRICT, join(scratch, 'page.ts')], { encoding: 'utf8' }).stdout
}

it('hearth.d.ts stands alone, and is the same each time', () => {
  expect(types).not.toMatch(/\bimport\b|\brequire\b|\bany\b|\ball\./)
  expect(types).toContain('export declare const connectAgent')
  expect(typesOf()).toBe(types)
})

it('lets a page say what it may, and know what it gets', () => {
  const script = `
    const agent = await connectAgent({ timeout: 500 })
    const { token } = await agent.request({ method: 'identity_signIn', params: { nonce: 'n' } })
    const grants: Grant[] = await agent.request({ method: 'permissions_query' })
    const purpose = { text: 'why' }
    const asked = [{ name: 'data' as const, type: 'Contact', access: ['read' as const], fields: ['email'], purpose }]
    await agent.request({ method: 'permissions_request', params: asked, signal: AbortSignal.timeout(9) })
    const { records } = await agent.request({ method: 'data_query', params: { type: 'Contact', fields: ['email'] } })
    agent.on('dataChanged', ({ ids }) => ids.map((id) => id.length))
    const known: string[] = [token, grants[0].invoker, records[0].id]
    const caveat = grants[0].caveats[0]
    if (caveat.type === 'purpose') known.push(caveat.value.text)`
  expect(compile(script)).toBe('')
})

it.each([
  ['params that are missing', `agent.request({ method: 'identity_signIn' })`],
  ['a method that there is not', `agent.request({ method: 'data_drop' })`],
  ['a field of the wrong kind', `agent.request({ method: 'data_get', params: { ids: 'x' } })`],
  ['an event that there is not', `agent.on('changed', () => {})`],
])('refuses %s', (_, line) => {
  expect(compile(`const agent = await connectAgent()\n${line}`)).toMatch(/^\S*page\.ts\(3,\d+\): error/)
})
