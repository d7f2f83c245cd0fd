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

// What 1 to 4 take, as powers of ten: the meter's own.
const STEPS = [3, 6, 8, 10]
// A list to draw words from has some 7,776 of them.
const OF_A_WORD = 3.9

/** As good as drawn from a list, whichever that is: no room for one here. */
const mostOf = (passphrase: string): number => {
  const words = passphrase.split(/[\s-]+/).filter(Boolean)
  const isWords = words.length > 1 && words.every((word) => /^\p{L}{1,12}$/u.test(word))
  return isWords ? STEPS.filter((step) => words.length * OF_A_WORD >= step).length : STEPS.length
}

/** How hard a passphrase is to guess, 0 to 4, for a guesser who knows the name and lists of words; a hint, the agent decides. */
export const strengthOf = (passphrase: string, name: string): 0 | 1 | 2 | 3 | 4 => {
  const text = passphrase.slice(0, LONGEST)
  return Math.min(meter.check(text, name.split(/\s+/)).score, mostOf(text)) as 0 | 1 | 2 | 3 | 4
}
