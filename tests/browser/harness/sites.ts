import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { chromiumId } from './extension'

/** What a page has, at every address: the client as `window.client`, unless the address says otherwise. */
const HEAD = '<!doctype html><title>a site</title>'
const PAGES: Record<string, string> = {
  '/': `${HEAD}<script type="module">import * as client from '/hearth.js'; window.client = client</script>`,
  // As early as any script of a page can be, and without the client.
  '/early': `${HEAD.replace('>', '><head>')}<script>
    const message = { hearth: 1, id: 'early', method: 'agent_getInfo' }
    window.announced = []
    addEventListener('hearth:announceProvider', ({ detail }) => announced.push(detail))
    dispatchEvent(new Event('hearth:requestProvider'))
    window.early = new Promise((resolve) => window.chrome?.runtime.sendMessage('${chromiumId()}', message, resolve))
  </script>`,
  '/plain': `${HEAD}<p>nothing</p>`,
  '/xml': '<?xml version="1.0"?><a/>',
}

/** A site of its own at a local address, with frames of any kind. */
export const serveSite = async (): Promise<{ port: number; url: string; close(): void }> => {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site')
    response.setHeader('content-type', 'text/html; charset=utf-8')
    if (pathname === '/hearth.js') {
      response.setHeader('content-type', 'text/javascript')
      // Frames without an origin are strangers to this one.
      response.setHeader('access-control-allow-origin', '*')
      response.end(readFileSync(join(import.meta.dirname, '../../../.output/client/hearth.js')))
      return
    }
    if (pathname === '/xml') response.setHeader('content-type', 'text/xml')
    if (pathname === '/strict') response.setHeader('content-security-policy', "default-src 'none'")
    if (pathname === '/sandboxed') response.setHeader('content-security-policy', 'sandbox allow-scripts')
    const [frame, sandbox] = ['frame', 'sandbox'].map((name) => searchParams.get(name))
    const page = PAGES[pathname] ?? PAGES['/'] ?? ''
    const attributes = sandbox ? `sandbox="${sandbox}"` : ''
    response.end(frame ? `${page}<iframe ${attributes} src="${frame}"></iframe>` : page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { port, url: `http://127.0.0.1:${port}`, close: () => server.close() }
}
