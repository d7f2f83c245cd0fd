// The module that web pages import: `.output/client/hearth.js`, and its types beside it.
import { createHash } from 'node:crypto'
import { copyFileSync } from 'node:fs'
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
  copyFileSync(join(client, 'hearth.d.ts'), join(root, '.output', 'client', 'hearth.d.ts'))
}

/** The id Chromium gives to a key: the first 16 bytes of its SHA-256 in hex, with the letters a to p for digits. */
const idOf = (key) =>
  createHash('sha256')
    .update(Buffer.from(key, 'base64'))
    .digest('hex')
    .slice(0, 32)
    .replaceAll(/./g, (digit) => String.fromCharCode('a'.charCodeAt(0) + Number.parseInt(digit, 16)))
