// `npm test`: every check after the other, one line each; what a failing one said; at the end `N passed, N failed`.
// `npm test -- types unit` runs only the steps whose names begin so.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ensureAge, ensureChromium, ensureFirefox } from './browser.mjs'
import { whyNoNetworks } from './net.mjs'
import { whyNoPython } from './python.mjs'

const scratch = mkdtempSync(join(tmpdir(), 'hearth-test-'))
const bins = {
  wxt: 'wxt/bin/wxt.mjs',
  tsc: 'typescript/bin/tsc',
  biome: '@biomejs/biome/bin/biome',
  knip: 'knip/bin/knip.js',
  webExt: 'web-ext/bin/web-ext.js',
  sizeLimit: 'size-limit/bin.js',
  vitest: 'vitest/vitest.mjs',
  // The oracle is a package apart, with packages of its own.
  oracle: '../tests/oracle/node_modules/vitest/vitest.mjs',
}

/** Runs one of the tools, and resolves with how it ended and all it said. */
const run = (bin, ...args) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join('node_modules', bins[bin]), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', CI: '1' },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    }
    child.on('error', (error) => resolve({ ok: false, output: `${output}${error.message}` }))
    child.on('close', (code) => resolve({ ok: code === 0, output }))
  })

/** A check that counts as one: all its commands must end well. */
const check =
  (...commands) =>
  async () => {
    let output = ''
    for (const [bin, ...args] of commands) {
      const result = await run(bin, ...args)
      output += result.output
      if (!result.ok) return { passed: 0, failed: 1, output }
    }
    return { passed: 1, failed: 0, output }
  }

/** What was expected, and where in the tests; where in a library says nothing. */
const reasons = (message) => {
  const isPlace = (line) => /^ +at /.test(line)
  const lines = message.split('\n')
  const places = lines.filter((line) => isPlace(line) && !line.includes('node_modules'))
  return [...lines.filter((line) => !isPlace(line)).slice(0, 6), ...places.slice(0, 3)]
}

/** What failed in one file, a test each: its name and the first lines of why; first, where a log is cut short. */
const failures = ({ name, assertionResults }) =>
  assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => {
      const why = failureMessages.flatMap(reasons).join('\n      ')
      return `  ${relative('.', name)}: ${fullName}\n      ${why}`
    })

/** Vitest, each of its tests counted. A file that does not load, or an error outside of tests, is one failure. */
const tests =
  (bin, ...args) =>
  async () => {
    const report = join(scratch, `${args.join('-').replaceAll(/\W+/g, '-')}.json`)
    const { ok, output } = await run(
      bin,
      'run',
      ...args,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    )
    if (!existsSync(report)) return { passed: 0, failed: 1, output }
    const { numPassedTests: passed, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
    const failed = numFailedTests + unloaded
    const said = [...testResults.flatMap(failures), output.replaceAll(/^ +(?:✓|↓).*\n/gm, '')]
    return { passed, failed: ok ? failed : Math.max(failed, 1), output: ok ? output : said.join('\n') }
  }

const browsers = async () => {
  const missing = [
    ...(ensureChromium() ? [] : ['No Chromium was found. Install one, or name its program file in CHROME_PATH.']),
    ...(ensureFirefox() ? [] : ['No Firefox was found. Install one, or name its program file in FIREFOX_PATH.']),
  ]
  return { passed: missing.length === 0 ? 1 : 0, failed: missing.length === 0 ? 0 : 1, output: missing.join('\n') }
}

/** The command that opens a backup without us; where it cannot be had, what is left out is said, and nothing counted. */
const age = async () => {
  if (ensureAge()) return { passed: 1, failed: 0, output: '' }
  const shown =
    'LEFT OUT: no backup was opened by the age command, because there is none, and nothing to fetch it with.'
  return { passed: 0, failed: 0, output: '', shown }
}

/** A build, so that nothing later judges what an earlier build left behind. */
const build = (browser) => async () => {
  rmSync(join('.output', browser === 'chrome' ? 'chrome-mv3' : 'firefox-mv2'), { recursive: true, force: true })
  return check(['wxt', 'zip', '-b', browser])()
}

/** The networks of tests/net and their table, where they can be built; else what is left out is said, and nothing counted. */
const networks = async () => {
  const why = whyNoNetworks()
  if (why) return { passed: 0, failed: 0, output: '', shown: `LEFT OUT: no network was tested, because ${why}.` }
  const result = await tests('vitest', '--project', 'net')()
  return { ...result, shown: result.output.match(/^network +.*(?:\n.+)*/gm)?.join('\n\n') }
}

/** The oracles, where a Python can be had all of them; else what is left out is said. */
const oracles = async () => {
  const why = whyNoPython()
  const result = await tests(
    'oracle',
    '--root',
    join('tests', 'oracle'),
    ...(why ? ['--exclude', 'cards.test.ts'] : []),
  )()
  const shown = why && `LEFT OUT: no other program read our cards and calendars, because ${why}.`
  return shown ? { ...result, shown } : result
}

/** Chaos in pairs of browsers, with its table, which names the seed. */
const chaos = (project) => async () => {
  const result = await tests('vitest', '--project', project)()
  return { ...result, shown: /^chaos, HEARTH_SEED.*(?:\n.+)*/m.exec(result.output)?.[0] }
}

const STEPS = [
  ['types', check(['wxt', 'prepare'], ['tsc'])],
  ['style', check(['biome', 'check', '--error-on-warnings', '--max-diagnostics=50'])],
  ['dead code', check(['knip', '--no-progress'])],
  ['build chrome', build('chrome')],
  ['build firefox', build('firefox')],
  ['lint firefox', check(['webExt', 'lint', '-s', join('.output', 'firefox-mv2')])],
  ['sizes', check(['sizeLimit'])],
  ['age', age],
  ['unit', tests('vitest', '--project', 'unit')],
  ...(existsSync(join('tests', 'oracle', 'package.json')) ? [['oracle', oracles]] : []),
  ['browsers', browsers],
  ['in browsers', tests('vitest', '--project', 'browser')],
  ['chaos', chaos('chaos')],
  ['networks', networks],
]
/** Only where it is asked for by name: it takes much time. */
const ASKED = [['soak', chaos('soak')]]

const wanted = process.argv.slice(2)
const steps =
  wanted.length === 0 ? STEPS : [...STEPS, ...ASKED].filter(([name]) => wanted.some((word) => name.startsWith(word)))
if (steps.length === 0) {
  console.error(`No such check. There are: ${[...STEPS, ...ASKED].map(([name]) => name).join(', ')}`)
  process.exit(2)
}

let passed = 0
let failed = 0
for (const [name, step] of steps) {
  const begun = performance.now()
  const result = await step().catch((error) => ({ passed: 0, failed: 1, output: String(error?.stack ?? error) }))
  passed += result.passed
  failed += result.failed
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  const counts = result.passed + result.failed > 1 ? `, ${result.passed} passed, ${result.failed} failed` : ''
  const word = result.failed > 0 ? 'FAILED' : result.passed > 0 ? 'ok    ' : 'NOT   '
  console.log(`${word} ${name.padEnd(14)} ${seconds.padStart(6)} s${counts}`)
  if (result.shown) console.log(`\n${result.shown}\n`)
  if (result.failed > 0) console.log(`\n${result.output.trimEnd()}\n`)
}
rmSync(scratch, { recursive: true, force: true })
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
