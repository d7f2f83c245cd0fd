import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '..', '..', 'sites', 'forms')
const TYPES: Record<string, string> = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8' }

const listening = (server: Server): Promise<string> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  )

/** The forms at one origin, and the same files at another, for its frames. */
export interface FormSite {
  /** The address of a form. */
  at(name: string): string
  /** The same form at the other origin. */
  elsewhere(name: string): string
  close(): void
}

/** Serves tests/sites/forms. */
export const serveForms = async (): Promise<FormSite> => {
  const servers = [0, 1].map(() =>
    createServer((request, response) => {
      const [, name = '', kind = ''] = /^\/([a-z-]+)\.(html|js)(?:\?|$)/.exec(request.url ?? '') ?? []
      response.setHeader('content-type', TYPES[kind] ?? 'text/plain')
      if (name === '') response.writeHead(204)
      response.end(name === '' ? '' : readFileSync(join(FOLDER, `${name}.${kind}`)))
    }),
  )
  const [own = '', other = ''] = await Promise.all(servers.map(listening))
  return {
    at: (name) => `${own}/${name}.html?other=${encodeURIComponent(other)}`,
    elsewhere: (name) => `${other}/${name}.html`,
    close: () => {
      for (const server of servers) server.close()
    },
  }
}
