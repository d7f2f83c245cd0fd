import { sha256 } from '@noble/hashes/sha2.js'
import { base32crockford, base64urlnopad } from '@scure/base'
import { HearthError, type Reason } from './errors'
import { concat, sameBytes } from './wire'

/** What an armoured text is, as its BEGIN and END lines say it. */
export type ArmorKind = 'INVITATION' | 'REPLY' | 'SEALED TEXT'

/** The longest pasted text that is looked at, in characters. */
export const MAX_PASTED = 2_000_000

const LINE = 64
const CHECK = 4
const QR_PREFIX = 'HEARTH:'

const MISSING: Record<ArmorKind, Reason> = {
  INVITATION: 'not-an-invitation',
  REPLY: 'not-a-reply',
  'SEALED TEXT': 'not-sealed-text',
}

/** Bytes as text that survives e-mail and messengers: base64url in lines of 64, with a checksum, between BEGIN and END. */
export const armor = (kind: ArmorKind, bytes: Uint8Array): string => {
  const lines = base64urlnopad.encode(checked(bytes)).match(new RegExp(`.{1,${LINE}}`, 'g')) ?? []
  return [`-----BEGIN HEARTH ${kind}-----`, ...lines, `-----END HEARTH ${kind}-----`].join('\n')
}

/** The same bytes in the characters that a QR code packs tightest. */
export const compactText = (bytes: Uint8Array): string => QR_PREFIX + base32crockford.encode(checked(bytes))

/**
 * The bytes of the first whole block of that kind in a pasted text, however it was wrapped, quoted, indented or typeset on its
 * way; an invitation may also come in the form of {@link compactText}. Errors: not-an-invitation, not-a-reply or
 * not-sealed-text where there is no such block, damaged where there is but none is whole, too-large before anything is read.
 */
export const unarmor = (text: string, kind: ArmorKind): Uint8Array => {
  if (text.length > MAX_PASTED) throw new HearthError('too-large', 'pasted text over 2 MB')
  const bare = strip(text)
  let seen = false
  for (const dashes of DASHES) {
    const { begun, payloads } = blocks(dashes(bare), kind)
    seen ||= begun
    for (const payload of payloads) {
      const bytes = decode(base64urlnopad.decode, payload)
      if (bytes) return bytes
    }
  }
  if (kind === 'INVITATION') {
    for (const payload of compactPayloads(text)) {
      seen = true
      const bytes = decode(base32crockford.decode, payload)
      if (bytes) return bytes
    }
  }
  throw new HearthError(seen ? 'damaged' : MISSING[kind])
}

const checksum = (bytes: Uint8Array): Uint8Array => sha256(bytes).subarray(0, CHECK)
const checked = (bytes: Uint8Array): Uint8Array => concat(bytes, checksum(bytes))

const decode = (read: (text: string) => Uint8Array, payload: string): Uint8Array | null => {
  try {
    const bytes = read(payload)
    const end = bytes.length - CHECK
    return end > 0 && sameBytes(bytes.subarray(end), checksum(bytes.subarray(0, end))) ? bytes.slice(0, end) : null
  } catch {
    return null
  }
}

/** What mail adds: blanks of every kind, quoting, escaped quoting, invisible characters, the `=` of quoted-printable. */
const ENCODED_BLANK = /=20(?=\r?\n)/g
const ESCAPED = /&(?:gt|nbsp|#62|#160);/gi
const ADDED = /[\s>|=\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f]+/g

const strip = (text: string): string => text.replace(ENCODED_BLANK, '').replace(ESCAPED, '').replace(ADDED, '')

/** One hyphen may have become another sign; or typography made one dash of two or three, and nobody knows which did. */
const HYPHENS = /[\u2010-\u2012\u2212\ufe63\uff0d]/g
const DASHES = [
  ['-', '-'],
  ['-', '--'],
  ['--', '---'],
  ['-', '---'],
  ['--', '--'],
].map(
  ([en, em]) =>
    (text: string): string =>
      text
        .replace(HYPHENS, '-')
        .replaceAll('\u2013', en as string)
        .replaceAll('\u2014', em as string),
)

/** The outer dashes are not asked for: a hasty selection misses them. */
const MARK = /(BEGIN)HEARTH(INVITATION|REPLY|SEALEDTEXT)-----|-----ENDHEARTH(INVITATION|REPLY|SEALEDTEXT)/gi

/** What stands between each BEGIN of the kind and an END right after it, and whether any mark of the kind was seen. */
const blocks = (bare: string, kind: ArmorKind): { begun: boolean; payloads: string[] } => {
  const wanted = kind.replace(' ', '')
  const payloads: string[] = []
  let begun = false
  let from: number | null = null
  for (const mark of bare.matchAll(MARK)) {
    const [whole, begin, begins, ends] = mark
    const mine = (begins ?? ends)?.toUpperCase() === wanted
    begun ||= mine
    if (mine && !begin && from !== null) payloads.push(bare.slice(from, mark.index))
    from = mine && begin ? mark.index + whole.length : null
  }
  return { begun, payloads }
}

/** More than a QR code holds, and more of them than anybody pastes. */
const MAX_COMPACT = 8_192
const MAX_COMPACTS = 8

/** After each prefix: up to the next blank, and, where it was wrapped, everything that follows. */
function* compactPayloads(text: string): Generator<string> {
  let found = 0
  for (const { index } of text.matchAll(/HEARTH:/gi)) {
    if (++found > MAX_COMPACTS) return
    const rest = text.slice(index + QR_PREFIX.length, index + QR_PREFIX.length + MAX_COMPACT)
    yield (/^\s*(\S*)/.exec(rest)?.[1] ?? '').toUpperCase()
    yield strip(rest).toUpperCase()
  }
}
