import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..', '..')

/** The folder of a build; throws where it was not built. */
export const extensionDir = (target: 'chrome-mv3' | 'firefox-mv2'): string => {
  const dir = join(root, '.output', target)
  if (!existsSync(join(dir, 'manifest.json'))) throw new Error(`${target} is not built: npm run build`)
  return dir
}

const manifest = (target: 'chrome-mv3' | 'firefox-mv2') =>
  JSON.parse(readFileSync(join(extensionDir(target), 'manifest.json'), 'utf8'))

/** The id Chromium gives: the first 16 bytes of the key's SHA-256 in hex, with the letters a to p for digits. */
export const chromiumId = (): string =>
  createHash('sha256')
    .update(Buffer.from(manifest('chrome-mv3').key, 'base64'))
    .digest('hex')
    .slice(0, 32)
    .replaceAll(/./g, (digit) => String.fromCharCode('a'.charCodeAt(0) + Number.parseInt(digit, 16)))

/** The id that the Firefox build declares. */
export const firefoxId = (): string => manifest('firefox-mv2').browser_specific_settings.gecko.id

/** A copy of the Chromium build without `unlimitedStorage`, so that a quota counts for it. */
export const limitedExtension = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'hearth-limited-'))
  cpSync(extensionDir('chrome-mv3'), dir, { recursive: true })
  const { permissions, ...rest } = manifest('chrome-mv3')
  const limited = permissions.filter((permission: string) => permission !== 'unlimitedStorage')
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify({ ...rest, permissions: limited }))
  return dir
}

/**
 * A copy of the Chromium build that has from the start what it may ask for, and these sites enabled (`http://127.0.0.1/*`): nobody
 * can press the browser's question in a test.
 */
export const grantedExtension = (...sites: string[]): string => {
  const dir = mkdtempSync(join(tmpdir(), 'hearth-granted-'))
  cpSync(extensionDir('chrome-mv3'), dir, { recursive: true })
  const { permissions, optional_permissions: optional, ...rest } = manifest('chrome-mv3')
  const granted = { ...rest, permissions: [...permissions, ...optional], host_permissions: sites }
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify(granted))
  return dir
}
