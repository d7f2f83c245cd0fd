/**
 * Relays run by different people for years, open to everybody, as suggestions for who has none. Nothing of ours contacts one
 * before the person chose it.
 */
export const PUBLIC_RELAYS: readonly string[] = [
  'wss://nos.lol',
  'wss://relay.primal.net',
  'wss://nostr.mom',
  'wss://offchain.pub',
  'wss://nostr.oxtr.dev',
]
