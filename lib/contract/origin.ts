import type { Grantee } from './permission'

const ORIGIN = /^([a-z][a-z\d+.-]*:\/\/)(\[[\da-f:.]+\]|[^:/\s]+?)(\.?(?::\d+)?)$/
// Below these, names under two letters of a country belong to different people.
const SECOND_LEVEL = /^(?:ac|co|com|edu|go|gob|gouv|gov|info|ltd|me|mil|ne|net|nom|or|org|plc)$/
// Names below these are given away by their owner.
const SHARED_HOSTS = new Set([
  'blogspot.com',
  'codeberg.page',
  'github.io',
  'gitlab.io',
  'herokuapp.com',
  'netlify.app',
  'onrender.com',
  'pages.dev',
  'vercel.app',
  'web.app',
  'workers.dev',
])
/** Where pages may be without https. The manifest names the same. */
const WITHOUT_TLS = ['localhost', '127.0.0.1']

/** An origin in parts; `scheme`, `below`, `name` and `port`, one after the other, are the origin. */
export interface OriginParts {
  /** `https://` */
  scheme: string
  /** What the owner of the name may call as they like: `www.` */
  below: string
  /** What somebody registered, or was given below a host that is shared: `example.co.uk`, `alice.github.io`; the whole of any other host. */
  name: string
  /** What of the name is not theirs alone: `co.uk`, `github.io`; empty where nobody registered it. */
  suffix: string
  /** `:8443`, with the dot that a host may end in. */
  port: string
}

/** Whose name an origin bears. A grantee that is no site is all name. */
export const originParts = (grantee: Grantee): OriginParts => {
  const [, scheme = '', host = grantee, port = ''] = ORIGIN.exec(grantee) ?? []
  const labels = host.split('.')
  // Addresses in numbers, and single words as in a home network, are nobody's names.
  if (scheme === '' || labels.length < 2 || /^[\d.]+$|^\[/.test(host))
    return { scheme, below: '', name: host, suffix: '', port }
  const [second = '', top = ''] = labels.slice(-2)
  const isShared = SHARED_HOSTS.has(`${second}.${top}`) || (top.length === 2 && SECOND_LEVEL.test(second))
  const taken = isShared && labels.length > 2 ? 2 : 1
  const name = labels.slice(-taken - 1).join('.')
  return { scheme, below: host.slice(0, host.length - name.length), name, suffix: labels.slice(-taken).join('.'), port }
}

/** The host of a site; empty where the grantee is none. */
export const hostOf = (grantee: Grantee): string => ORIGIN.exec(grantee)?.[2] ?? ''

/** Whether a grantee is a page of this computer: whoever runs something there can answer on its port. */
export const isLocal = (grantee: Grantee): boolean => {
  const host = hostOf(grantee)
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
}

/** Whether pages of this origin may ask: https, or http on this very computer (`localhost` and `127.0.0.1`). */
export const mayAsk = (origin: string): boolean => {
  if (!URL.canParse(origin)) return false
  const url = new URL(origin)
  if (url.origin !== origin) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && WITHOUT_TLS.includes(url.hostname))
}
