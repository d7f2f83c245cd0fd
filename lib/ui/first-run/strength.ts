import { wordlist } from '@scure/bip39/wordlists/english.js'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import adjacencyGraphs from '@zxcvbn-ts/language-common/dist/adjacencyGraphs.json.mjs'
import commonPasswords from './common-passwords.json'

// The words that generated passphrases are made of: a guesser has that list, too. The 1,200 most frequent of the library's passwords: the whole list alone would be a third of the extension.
const meter = new ZxcvbnFactory({ dictionary: { commonPasswords, words: [...wordlist] }, graphs: adjacencyGraphs })

// What is beyond never makes it weaker, and the meter's work grows with the square.
const LONGEST = 100

/** How hard a passphrase is to guess, 0 to 4, for a guesser who knows the name; a hint, the agent decides. */
export const strengthOf = (passphrase: string, name: string): 0 | 1 | 2 | 3 | 4 =>
  meter.check(passphrase.slice(0, LONGEST), name.split(/\s+/)).score
