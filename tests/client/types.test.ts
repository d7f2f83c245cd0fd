import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type * as v from 'valibot'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type * as said from '../../lib/client/hearth'
import type * as made from '../../lib/client/index'
import {
  MAX_RECORDS,
  PAGE_ERRORS,
  type PAGE_PARAMS,
  type PageEvents,
  type PageResults,
} from '../../lib/contract/page-api'

const TSC = resolve('node_modules/typescript/bin/tsc')
const STRICT = ['--ignoreConfig', '--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext']
const types = readFileSync('lib/client/hearth.d.ts', 'utf8')
const scratch = mkdtempSync(join(tmpdir(), 'hearth-types-'))
beforeAll(() => {
  writeFileSync(join(scratch, 'hearth.d.ts'), types)
  writeFileSync(join(scratch, 'package.json'), '{ "type": "module" }')
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** A type as it is on the wire: without brands, and what may be left out is not also `undefined`. */
type Plain<T> = T extends string
  ? `${T}`
  : T extends (...args: never[]) => unknown
    ? T
    : T extends (infer I)[]
      ? Plain<I>[]
      : T extends object
        ? { -readonly [K in keyof T]: Plain<Exclude<T[K], undefined>> }
        : T
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
/** The names of which two tables do not say the same. */
type Differing<A, B> = {
  [K in keyof A | keyof B]: K extends keyof A & keyof B ? (Same<Plain<A[K]>, Plain<B[K]>> extends true ? never : K) : K
}[keyof A | keyof B]

/** The compiler refuses what differs, and names it. */
const agree = <_Differing extends never>(): void => {}
agree<Differing<said.Params, { [M in keyof typeof PAGE_PARAMS]: v.InferInput<(typeof PAGE_PARAMS)[M]> }>>()
agree<Differing<said.Results, PageResults>>()
agree<Differing<said.Events, PageEvents>>()
agree<Differing<typeof said, typeof made>>()

/** What the compiler says of a page's script that imports the client, with nothing of ours beside it. */
const compile = (script: string): string => {
  writeFileSync(
    join(scratch, 'page.ts'),
    `import { connectAgent, type Grant } from './hearth.js'\n${script}\nexport {}\n`,
  )
  return spawnSync(process.execPath, [TSC, ...STRICT, join(scratch, 'page.ts')], { encoding: 'utf8' }).stdout
}

it('names every error, and how many records there may be', () => {
  const named = [...types.matchAll(/^ \* \| +(-?\d+) \| (\w+)/gm)].map(([, code, name]) => [Number(code), name])
  const thrown = Object.values(PAGE_ERRORS).map(({ code, name }) => [code, name])
  expect(named.toSorted()).toEqual([...thrown, [8, 'NotFoundError']].toSorted())
  expect(types).toContain(`${MAX_RECORDS.toLocaleString('en')} at most; fewer may come`)
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
    if (grants[0].duration === 'untilRevoked') known.push('for good')
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
