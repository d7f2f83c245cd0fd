import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, resolve } from 'node:path'
import { build, type Rolldown } from 'vite'
import { englishScript } from '../english'

const here = import.meta.dirname

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

/** Builds the gallery as the panels are built, and serves it: every screen over a scripted agent. It is no part of what ships. */
export const serveGallery = async (port = 0) => {
  const built = (await build({
    configFile: false,
    root: here,
    logLevel: 'error',
    publicDir: false,
    resolve: { alias: { '#i18n': resolve(here, 'words.ts') } },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { write: false, minify: false, target: 'esnext' },
  })) as Rolldown.RolldownOutput
  const files = new Map<string, string | Uint8Array>([
    ['english.js', englishScript],
    ['layers.css', await readFile(resolve(here, '../../../assets/public/layers.css'))],
  ])
  for (const file of built.output) files.set(file.fileName, file.type === 'chunk' ? file.code : file.source)
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://gallery').pathname.slice(1) || 'index.html'
    const body = files.get(name)
    if (body === undefined) return response.writeHead(404).end()
    response.setHeader('content-type', TYPES[extname(name)] ?? 'application/octet-stream').end(body)
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
