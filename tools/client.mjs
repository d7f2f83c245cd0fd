// The module that web pages import: `.output/client/hearth.js`, and its types in one file that stands alone.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const client = join(root, 'lib', 'client')

/** Builds both for the Chromium extension that this key (base64) gives its id. */
export const buildClient = async (key) => {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    define: { HEARTH_ID: JSON.stringify(idOf(key)) },
    build: {
      outDir: join(root, '.output', 'client'),
      emptyOutDir: true,
      target: 'es2022',
      lib: { entry: join(client, 'index.ts'), formats: ['es'], fileName: () => 'hearth.js' },
    },
  })
  writeFileSync(join(root, '.output', 'client', 'hearth.d.ts'), typesOf())
}

/** The id Chromium gives to a key: the first 16 bytes of its SHA-256 in hex, with the letters a to p for digits. */
const idOf = (key) =>
  createHash('sha256')
    .update(Buffer.from(key, 'base64'))
    .digest('hex')
    .slice(0, 32)
    .replaceAll(/./g, (digit) => String.fromCharCode('a'.charCodeAt(0) + Number.parseInt(digit, 16)))

// The names that are left in the types, and how the compiler is told to write out what they stand for: a type that has a
// name in the sources is written by that name, one that was looked up in another is not.
const NAMES = {
  Capability: "{ [K in all.Results['permissions_query'][number]['parentCapability']]: 0 }",
  Purpose: "all.Params['data_pick']['purpose']",
  Descriptor: "all.Params['permissions_request'][number]",
  Query: "all.Params['data_query']",
  Grant: "all.Results['permissions_query'][number]",
  AgentRecord: "all.Results['data_pick']['records'][number]",
  Params: 'all.Params',
  Results: 'all.Results',
  Events: 'all.Events',
}

/** `hearth.d.ts`: what the contract's schemas and interfaces come to, then how to connect and ask. */
export const typesOf = () => {
  const [spelled, ...ours] = declarations()
  let text = oneLine(spelled)
  const said = []
  for (const name of Object.keys(NAMES)) {
    const [, written] = new RegExp(`export declare const ${name}: (.*?);(?= export|$)`).exec(text) ?? []
    if (!written) throw new Error(`${name} was not written out`)
    const type = name === 'Capability' ? written.match(/"[^"]+"/g).join(' | ') : written
    said.push(`export type ${name} = ${indented(type)};\n`)
    text = text.replaceAll(`: ${written}`, `: ${name}`).replaceAll(`: (${written})[]`, `: ${name}[]`)
    text = text.replaceAll(`: ${written}[]`, `: ${name}[]`)
  }
  const rest = ours.map((each) => each.replaceAll(/^(?:import|export type \{|export \{)[^;]*;\n/gm, ''))
  return `${['// What a web page may ask of Hearth.\n', ...said, ...rest].join('\n').trimEnd()}\n`
}

/** Whitespace and quotes made the same everywhere; what may be left out is not also `undefined`, from the inside outwards. */
const oneLine = (text) => {
  const even = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll("'", '"')
    .replaceAll(/import\("[^"]*"\)\.|\ball\./g, '')
    .trim()
  const less = (from) => {
    const to = from.replaceAll(/(\?: (?:[^{};]|\{[^{}]*\})*) \| undefined;/g, '$1;')
    return to === from ? to : less(to)
  }
  return less(even)
}

const indented = (type) => {
  let depth = 0
  return type
    .replaceAll(/ ?\{ ?| ?\}|; ?/g, (sign) => {
      if (sign.includes('{')) return `${sign.startsWith(' ') ? ' ' : ''}{\n${'  '.repeat(++depth)}`
      if (sign.includes('}')) return `\n${'  '.repeat(--depth)}}`
      return `;\n${'  '.repeat(depth)}`
    })
    .replaceAll(/\n\s*(?=\n)/g, '')
}

/** The declarations that the compiler writes of the names above, and of our own files. */
const declarations = () => {
  const scratch = mkdtempSync(join(tmpdir(), 'hearth-types-'))
  const files = [join(client, 'agent.ts'), join(client, 'index.ts')]
  try {
    const spelled = join(scratch, 'spelled.ts')
    const lines = Object.entries(NAMES).map(
      ([name, type]) => `declare const a${name}: ${type}\nexport const ${name} = a${name}`,
    )
    writeFileSync(
      spelled,
      `import type * as all from ${JSON.stringify(join(client, 'spelled-out'))}\n${lines.join('\n')}\n`,
    )
    const config = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        ...{ noEmit: false, declaration: true, emitDeclarationOnly: true, types: [] },
        ...{ rootDir: '/', outDir: join(scratch, 'out') },
      },
      include: [],
      files: [spelled, ...files],
    }
    writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify(config))
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', scratch], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stdout)
    return [spelled, ...files].map((file) => readFileSync(join(scratch, 'out', file.replace(/\.ts$/, '.d.ts')), 'utf8'))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
