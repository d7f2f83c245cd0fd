// The forum's side of signing in: it draws a nonce, verifies the token that comes back, and knows people by their did alone.
import { randomBytes } from 'node:crypto'
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose'

const MINUTES = 60_000
const MOST = 10_000
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** The Ed25519 key that a did:key is (https://w3c-ccg.github.io/did-key-spec); throws for every other did. */
const keyOf = (did) => {
  const [, digits] = /^did:key:z([1-9A-HJ-NP-Za-km-z]{40,60})$/.exec(did) ?? []
  if (!digits) throw new Error('not a did:key')
  const number = [...digits].reduce((sum, digit) => sum * 58n + BigInt(ALPHABET.indexOf(digit)), 0n)
  const bytes = Buffer.from(number.toString(16).padStart(68, '0'), 'hex')
  if (bytes.length !== 34 || bytes[0] !== 0xed || bytes[1] !== 0x01) throw new Error('not an Ed25519 key')
  return importJWK({ kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(2).toString('base64url') }, 'EdDSA')
}

/** Whose token it is. Throws where it is not for this origin, not signed by whom it names, over, or without a nonce of ours. */
export const verifySignIn = async (token, origin, takeNonce) => {
  const { kid = '' } = decodeProtectedHeader(token)
  const [did] = kid.split('#')
  const { payload } = await jwtVerify(token, await keyOf(did), {
    algorithms: ['EdDSA'],
    issuer: did,
    subject: did,
    audience: origin,
    maxTokenAge: '5 minutes',
    requiredClaims: ['nonce', 'exp'],
  })
  if (!takeNonce(payload.nonce)) throw new Error('not our nonce')
  return did
}

/** A map that forgets: each entry after so long, the oldest when there are too many. */
const forgetting = (lifetime) => {
  const entries = new Map()
  return {
    set: (key, value) => {
      if (entries.size >= MOST) entries.delete(entries.keys().next().value)
      entries.set(key, { value, until: Date.now() + lifetime })
    },
    get: (key) => {
      const entry = entries.get(key)
      return entry && entry.until > Date.now() ? entry.value : undefined
    },
    delete: (key) => entries.delete(key),
  }
}

const bodyOf = async (request) => {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) {
    text += piece
    if (text.length > 10_000) throw new Error('too long')
  }
  return JSON.parse(text)
}

const sessionOf = ({ headers }) => /(?:^|;\s*)session=([0-9a-f]{32})/.exec(headers.cookie ?? '')?.[1]
const cookie = (session, seconds) => `session=${session}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=${seconds}`
const draw = () => randomBytes(16).toString('hex')
const textOf = (value, most) => (typeof value === 'string' ? value.trim().slice(0, most) : '')

const WELCOME = [
  { who: 'Odile', text: 'The lift works again. For how long, nobody knows.', at: '2026-11-21T17:04:00Z' },
  { who: 'Ruben', text: 'I have too many quinces. Third floor, ring twice.', at: '2026-11-22T09:31:00Z' },
]

/** What the forum answers besides its files: whether it did. Everything is kept in memory, for as long as it runs. */
export const forum = (origin) => {
  const nonces = forgetting(5 * MINUTES)
  const sessions = forgetting(24 * 60 * MINUTES)
  const people = new Map()
  const posts = [...WELCOME]

  const meOf = (request) => people.get(sessions.get(sessionOf(request)))
  const routes = {
    'POST /api/nonce': async () => {
      const nonce = draw()
      nonces.set(nonce, true)
      return { nonce }
    },
    'POST /api/session': async (request, response) => {
      const { token } = await bodyOf(request)
      const did = await verifySignIn(token, origin, (nonce) => nonces.get(nonce) === true && nonces.delete(nonce))
      const known = people.get(did)
      const person = known ?? { did, nickname: '', visits: 0 }
      person.visits++
      people.set(did, person)
      const session = draw()
      sessions.set(session, did)
      response.setHeader('set-cookie', cookie(session, 86_400))
      return person
    },
    'DELETE /api/session': async (request, response) => {
      sessions.delete(sessionOf(request))
      response.setHeader('set-cookie', cookie('', 0))
      return {}
    },
    'GET /api/me': async (request) => meOf(request) ?? {},
    'PUT /api/me': async (request) => {
      const me = meOf(request)
      if (!me) return null
      me.nickname = textOf((await bodyOf(request)).nickname, 30)
      return me
    },
    'GET /api/posts': async () => posts,
    'POST /api/posts': async (request) => {
      const me = meOf(request)
      const text = textOf((await bodyOf(request)).text, 500)
      if (!me?.nickname || text === '') return null
      posts.push({ who: me.nickname, text, at: new Date().toISOString() })
      return posts.splice(0, posts.length, ...posts.slice(-50)) && posts
    },
  }

  return async (request, response) => {
    const route = `${request.method} ${request.url}`
    if (!Object.hasOwn(routes, route)) return false
    const answer = await routes[route](request, response).catch(() => null)
    response.writeHead(answer ? 200 : 403, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(answer ?? { error: 'not accepted' }))
    return true
  }
}
