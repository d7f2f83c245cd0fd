// Parts of packages that Hearth never runs, and what stands in their place: about a tenth of the extension.

const BROWSER = `
const firefox = /Firefox\\/(\\d+)/.exec(navigator.userAgent)
const chrome = /Chrom(?:e|ium)\\/(\\d+)/.exec(navigator.userAgent)
export default {
  browserDetails: { browser: firefox ? 'firefox' : 'chrome', version: Number((firefox ?? chrome)?.[1] ?? 0) },
}`

/** By the package that imports it, and the name that it is imported by. */
const LEFT_OUT = [
  // age's keys for recipients, which a backup has none of: it is locked by a passphrase.
  [
    'age-encryption',
    '@noble/post-quantum/hybrid.js',
    'export const MLKEM768P256 = undefined, MLKEM768X25519 = undefined',
  ],
  ['age-encryption', '@noble/curves/nist.js', 'export const p256 = undefined'],
  // Encrypted zips are told, and not opened.
  [
    '@zip.js/zip.js',
    './aes-crypto-stream.js',
    'export const AESEncryptionStream = undefined, AESDecryptionStream = undefined',
  ],
  [
    '@zip.js/zip.js',
    './zip-crypto-stream.js',
    'export const ZipCryptoEncryptionStream = undefined, ZipCryptoDecryptionStream = undefined',
  ],
  // All of it runs in a worker already.
  ['@zip.js/zip.js', './core/codec-worker-web.js', ''],
  // It mends browsers that are years older than those Hearth asks for. PeerJS only asks it which one this is.
  ['peerjs', 'webrtc-adapter', BROWSER],
]

/** It gives Firefox what Firefox has. */
const POLYFILL = ['', 'webextension-polyfill', 'export default globalThis.browser']

/** A plugin that leaves them out of the extension for this browser. */
export const leftOut = (browser) => {
  const parts = browser === 'firefox' ? [...LEFT_OUT, POLYFILL] : LEFT_OUT
  const stub = (id, importer) =>
    parts.findIndex(([from, name]) => id === name && (from === '' || importer?.includes(`/node_modules/${from}/`)))
  return {
    name: 'left-out',
    enforce: 'pre',
    resolveId: (id, importer) => {
      const at = stub(id, importer)
      return at < 0 ? null : `\0left-out:${at}`
    },
    load: (id) => (id.startsWith('\0left-out:') ? (parts[Number(id.slice(10))]?.[2] ?? null) : null),
  }
}
