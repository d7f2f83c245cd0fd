import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
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
