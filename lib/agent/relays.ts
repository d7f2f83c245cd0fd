import type { Carrier } from '../carriers/carrier'
import { HearthError } from '../contract/errors'
import type { Ledger } from '../conversation/ledger'

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
  // A URL could be made of "wss://a b", but none that was meant.
  const url = !/\s/.test(text) && URL.canParse(text) ? new URL(text) : null
  const good = url && /^wss?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === ''
  if (!good || url.href.length > MAX_ADDRESS) throw new HearthError('bad-relay')
  return url.href
}

const PATIENCE = 4_000

/** Resolves when our news has been left for everybody whom a relay keeps it for, or after four seconds. */
export const newsLeft = (ledger: Ledger, relay: Carrier): Promise<void> => {
  const isUnderWay = () =>
    [...ledger.outbox.values()].some(
      ({ contact, content, sent, pending }) =>
        content.kind === 'profile' && !sent && pending.some((device) => relay.reach({ contact, device }) === 'stored'),
    )
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      stop()
      resolve()
    }
    const stop = ledger.onCommit(() => void (isUnderWay() || end()))
    const timer = setTimeout(end, PATIENCE)
    if (!isUnderWay()) end()
  })
}
