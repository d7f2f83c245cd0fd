import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import adjacencyGraphs from '@zxcvbn-ts/language-common/dist/adjacencyGraphs.json.mjs'
import diceware from '@zxcvbn-ts/language-common/dist/diceware.json.mjs'
import commonPasswords from './common-passwords.json'

// The 2,000 most frequent of the library's passwords: the whole list alone would be a third of the extension.
const meter = new ZxcvbnFactory({ dictionary: { commonPasswords, diceware }, graphs: adjacencyGraphs })

// What is beyond never makes it weaker, and the meter's work grows with the square.
const LONGEST = 100

/** How hard a passphrase is to guess, 0 to 4, for a guesser who knows the name; a hint, the agent decides. */
export const strengthOf = (passphrase: string, name: string): 0 | 1 | 2 | 3 | 4 =>
  meter.check(passphrase.slice(0, LONGEST), name.split(/\s+/)).score
