import { wordlist } from '@scure/bip39/wordlists/english.js'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import adjacencyGraphs from '@zxcvbn-ts/language-common/dist/adjacencyGraphs.json.mjs'
import commonPasswords from './common-passwords.json'

// The whole list of common passwords alone would be a third of the extension: these are the 1,200 most frequent and, of the next
// 800, what is long enough to pass for strong. The words that generated passphrases are made of a guesser has, too.
const dictionary = { commonPasswords: commonPasswords.split(' '), words: [...wordlist] }
const meter = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })

// What is beyond never makes it weaker, and the meter's work grows with the square.
const LONGEST = 100

/** How hard a passphrase is to guess, 0 to 4, for a guesser who knows the name; a hint, the agent decides. */
export const strengthOf = (passphrase: string, name: string): 0 | 1 | 2 | 3 | 4 =>
  meter.check(passphrase.slice(0, LONGEST), name.split(/\s+/)).score
