import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { HearthError } from '../contract/errors'
import { random } from '../crypto/random'

/** Bytes of the root: 128 bits, which twelve words hold with a 4-bit checksum (BIP-39). */
export const ROOT_BYTES = 16

// Twelve words of eight letters are 107 characters; what is far longer was never a list of twelve words.
const MAX_TEXT = 1000

/** Twelve fresh recovery words. */
export const newWords = (): string[] => wordsOfRoot(random(ROOT_BYTES))

/** The twelve words of a 16-byte root. */
export const wordsOfRoot = (root: Uint8Array): string[] => {
  if (root.length !== ROOT_BYTES) throw new HearthError('damaged', 'a root has 16 bytes')
  return entropyToMnemonic(root, wordlist).split(' ')
}

/**
 * The 16-byte root of twelve words as somebody typed or pasted them: case, line breaks, commas and numbering ("1. word") do
 * not matter. Throws `wrong-words` where they are not twelve, not in the list, or fail the checksum.
 */
export const rootOfWords = (words: string): Uint8Array => {
  if (words.length > MAX_TEXT) throw new HearthError('wrong-words', 'too long for twelve words')
  const list =
    words
      .normalize('NFKD')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  if (list.length !== 12) throw new HearthError('wrong-words', 'not twelve words')
  try {
    return mnemonicToEntropy(list.join(' '), wordlist)
  } catch {
    // Without a cause: the library's message repeats the word that it did not know.
    throw new HearthError('wrong-words', 'an unknown word or a wrong checksum')
  }
}
