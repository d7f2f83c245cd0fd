import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build, type Rollup } from 'vite'

/** A script of ours with all it imports, to be run in a page. */
export const bundle = async (entry: string): Promise<string> => {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry, formats: ['iife'], name: 'bundle' },
    },
  })) as Rollup.RollupOutput[]
  return built[0]?.output[0].code ?? ''
}

/** Bundles a script of ours and serves a page that runs it at a local address, as a site without any extension. */
export const serveScript = async (entry: string): Promise<{ url: string; close(): void }> => {
  const script = await bundle(entry)
  const server = createServer((request, response) => {
    const wanted = request.url === '/page.js'
    response.setHeader('content-type', wanted ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(wanted ? script : '<!doctype html><title>loading</title><script src="page.js"></script>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() }
}
