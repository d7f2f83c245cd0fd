// The example sites, each on an https origin of its own that stays the same whenever they are served: `https://shop.test`,
// `https://fitness.test`, `https://forum.test`. Every other name under `test` is a blank page, for tests. Nothing listens but on
// this machine's loopback, and only browsers that are told so (`chromiumArgs`, `firefoxPrefs`) find these names there.
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:https'
import { extname, join, normalize } from 'node:path'
import { makeCertificate } from './certificate.mjs'
import { forum } from './forum/server.mjs'

const here = import.meta.dirname
const CLIENT = join(here, '..', '..', '.output', 'client', 'hearth.js')
const SITES = ['shop', 'fitness', 'forum']
const BLANK = 'blank'
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** The policy that every page here has: what it needs of itself, and nothing of anybody else. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"

const siteOf = ({ headers }) => {
  const [name, rest] = (headers.host ?? '').split(/\.test(?::\d+)?$/)
  if (rest === undefined) return null
  return SITES.includes(name) ? name : BLANK
}

const sendFile = (response, path) => {
  response.writeHead(200, {
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
  })
  createReadStream(path).pipe(response)
}

const serveFile = (response, site, url, client) => {
  const path = normalize(decodeURIComponent(new URL(url, 'https://any.test').pathname))
  if (path === '/hearth.js') return sendFile(response, client)
  const file = join(here, site, path.endsWith('/') ? 'index.html' : path)
  const isPublic = extname(file) in TYPES && existsSync(file)
  if (isPublic) return sendFile(response, file)
  response.writeHead(404).end()
}

/**
 * Serves the sites at a port that is free, with `client` as their `hearth.js`. Resolves with what a browser must be told to
 * find them there; `close` ends it.
 */
export const serveSites = async ({ client = CLIENT } = {}) => {
  const origins = Object.fromEntries(SITES.map((name) => [name, `https://${name}.test`]))
  const { cert, key, spki } = makeCertificate(SITES.map((name) => `${name}.test`))
  const answerForum = forum(origins.forum)
  const server = createServer({ cert, key }, async (request, response) => {
    try {
      const site = siteOf(request)
      if (site === null) response.writeHead(421).end()
      else if (site !== 'forum' || !(await answerForum(request, response)))
        serveFile(response, site, request.url ?? '/', client)
    } catch {
      response.writeHead(400).end()
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  return {
    origins,
    /** This key and no other is taken without an authority, at these names and no others. */
    chromiumArgs: [
      `--host-resolver-rules=MAP *.test:443 127.0.0.1:${port}`,
      `--ignore-certificate-errors-spki-list=${spki}`,
    ],
    /** For a Firefox that takes any certificate. Port 443 is this one everywhere. Further names are added to the first. */
    firefoxPrefs: {
      'network.dns.localDomains': SITES.map((name) => `${name}.test`).join(),
      'network.socket.forcePort': `443=${port}`,
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
