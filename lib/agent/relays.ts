import { HearthError } from '../contract/errors'

const MAX_RELAYS = 8
const MAX_ADDRESS = 256

/** Addresses as a WebSocket takes them, each once. Throws `bad-relay` where one is no `wss:` or `ws:` address, `too-many` over 8. */
export const relaysOf = (texts: readonly string[]): string[] => {
  const addresses = [
    ...new Set(
      texts
        .map((text) => text.trim())
        .filter((text) => text !== '')
        .map(addressOf),
    ),
  ]
  if (addresses.length > MAX_RELAYS) throw new HearthError('too-many', 'too many relays')
  return addresses
}

const addressOf = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : null
  const good = url && /^wss?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === ''
  if (!good || url.href.length > MAX_ADDRESS) throw new HearthError('bad-relay')
  return url.href
}
