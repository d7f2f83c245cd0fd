// Finds a Chromium and a Firefox, and fetches what is missing where that can be done without asking.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { homedir, platform } from 'node:os'
import { delimiter, join } from 'node:path'

const windows = platform() === 'win32'
const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
const onPath = (...names) =>
  (process.env.PATH ?? '').split(delimiter).flatMap((dir) => names.map((name) => join(dir, name)))

/** Where playwright's own downloads lie, newest first. */
const downloads = () => {
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    {
      darwin: join(homedir(), 'Library', 'Caches', 'ms-playwright'),
      win32: join(process.env.LOCALAPPDATA ?? '', 'ms-playwright'),
    }[platform()] ??
    join(homedir(), '.cache', 'ms-playwright')
  const mac = 'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing'
  const programs = [
    ...['chrome-linux64/chrome', 'chrome-linux/chrome', 'chrome-win64/chrome.exe', 'chrome-win/chrome.exe'],
    ...[`chrome-mac-arm64/${mac}`, `chrome-mac-x64/${mac}`, 'chrome-mac/Chromium.app/Contents/MacOS/Chromium'],
  ]
  const versions = existsSync(cache) ? readdirSync(cache).filter((name) => /^chromium-\d+$/.test(name)) : []
  return versions
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .flatMap((version) => programs.map((program) => join(cache, version, program)))
}

/** The program file of a Chromium, or undefined. Branded Google Chrome is not searched: since 137 it ignores --load-extension. */
export const findChromium = () =>
  [
    process.env.CHROME_PATH,
    ...(windows ? [] : onPath('chromium', 'chromium-browser')),
    ...downloads(),
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ].find((path) => path && isProgram(path))

/** The program file of a Firefox, or undefined. */
export const findFirefox = () =>
  [
    process.env.FIREFOX_PATH,
    ...(windows ? onPath('firefox.exe') : onPath('firefox', 'firefox-esr')),
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
      .filter(Boolean)
      .map((dir) => join(dir, 'Mozilla Firefox', 'firefox.exe')),
  ].find((path) => path && isProgram(path))

const run = (command, args, env = {}) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0

// Ubuntu's packages of both browsers only fetch a snap, which cannot read our folders: playwright's download serves there.
const hasApt = process.getuid?.() === 0 && existsSync('/etc/debian_version') && !existsSync('/etc/lsb-release')
const apt = (...packages) =>
  run('apt-get', ['update', '-qq']) &&
  run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '-qq', '--no-install-recommends', ...packages], {
    DEBIAN_FRONTEND: 'noninteractive',
  })
const download = () => {
  const withLibraries = process.getuid?.() === 0 && existsSync('/etc/debian_version') ? ['--with-deps'] : []
  return run(process.execPath, [
    join('node_modules', 'playwright-core', 'cli.js'),
    'install',
    ...withLibraries,
    'chromium',
  ])
}

/** A Chromium, installed first where there is none (apt as root on Debian, else playwright's download); undefined where that fails. */
export const ensureChromium = () => {
  const found = findChromium()
  if (found) return found
  console.log('No Chromium here yet; fetching one ...')
  if (hasApt) apt('chromium', 'fonts-liberation')
  else download()
  return findChromium()
}

/** A Firefox, installed first where apt can; undefined elsewhere: playwright's own Firefox takes no extensions. */
export const ensureFirefox = () => {
  const found = findFirefox()
  if (found || !hasApt) return found
  console.log('No Firefox here yet; fetching one ...')
  apt('firefox-esr')
  return findFirefox()
}

/** The program file of `age`, installed first where apt can; undefined elsewhere. */
export const ensureAge = () => {
  const find = () => onPath('age').find(isProgram)
  const found = find()
  if (found || !hasApt) return found
  apt('age')
  return find()
}

/** Whether windows can be shown. */
export const hasDisplay = () => platform() !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
