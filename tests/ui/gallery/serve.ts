import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { createViteServer } from 'vitest/node'
import { englishScript } from '../english'

const here = import.meta.dirname
const root = resolve(here, '../../..')

/** Serves the gallery: every screen over a scripted agent. It is no part of what ships. */
export const serveGallery = async (port = 0) => {
  const server = await createViteServer({
    configFile: false,
    root: here,
    cacheDir: resolve(root, 'node_modules/.cache/hearth-gallery'),
    logLevel: 'error',
    publicDir: false,
    resolve: { alias: { '#i18n': resolve(here, 'words.ts') } },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    optimizeDeps: {
      include: [
        'preact',
        'preact/hooks',
        'preact/compat',
        'preact/jsx-runtime',
        '@preact/signals',
        'qr',
        '@wxt-dev/i18n',
        '@zxcvbn-ts/core',
        // What is found late is bundled anew, under pages that are open.
        '@zxcvbn-ts/language-common/dist/adjacencyGraphs.json.mjs',
        '@zxcvbn-ts/language-common/dist/diceware.json.mjs',
        'lucide-preact',
        '@scure/base',
        'd3-array',
        'd3-shape',
        '@msgpack/msgpack',
        '@noble/hashes/sha2.js',
        '@noble/hashes/hkdf.js',
        '@noble/hashes/hmac.js',
        '@noble/hashes/utils.js',
      ],
    },
    server: { port, host: '127.0.0.1', hmr: false, watch: null, fs: { allow: [root] } },
    plugins: [
      {
        name: 'english',
        configureServer: ({ middlewares }) => {
          middlewares.use('/english.js', (_, response) => {
            response.setHeader('content-type', 'text/javascript')
            response.end(englishScript)
          })
        },
      },
    ],
  })
  await server.listen()
  const address = server.httpServer?.address() as AddressInfo | null
  return { url: `http://127.0.0.1:${address?.port}/`, close: () => server.close() }
}
