import { wordlist } from '@scure/bip39/wordlists/english.js'
import { HearthError } from '../contract/errors'
import { Reader } from '../contract/wire'
import { random } from '../crypto/random'
import { COMMON } from './common'

const FLOOR = 10
const LONGEST = 1024
// What must be left once everything that a guesser tries first counts as one character.
const UNPREDICTABLE = 8
const DISTINCT = 5
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
]

/** Five random words of the BIP-39 list: 55 bits, each guess of which costs one run of Argon2id. */
export const suggestPassphrase = (): string =>
  Array.from({ length: 5 }, () => wordlist[new Reader(random(2)).u16() % wordlist.length]).join(' ')

/** The form that keys are made from: the same text typed on another keyboard or system gives the same. */
export const normalise = (passphrase: string): string => passphrase.normalize('NFKC').trim().replace(/\s+/gu, ' ')

/**
 * Throws `weak-passphrase` under ten characters, or where little is left besides common passwords, runs ("abcd", "4321",
 * "qwert") and repetition; `too-large` over 1,024. A floor, no measure of strength.
 */
export const checkPassphrase = (passphrase: string): void => {
  if (passphrase.length > LONGEST) throw new HearthError('too-large', 'over 1024 characters')
  const text = normalise(passphrase)
  const rest = withoutRuns(withoutCommon(firstOfRepeated(text.toLowerCase())))
  if ([...text].length < FLOOR || [...rest].length < UNPREDICTABLE || new Set(rest).size < DISTINCT) {
    throw new HearthError('weak-passphrase', 'too easy to guess')
  }
}

const firstOfRepeated = (text: string): string => /^(.+?)\1+.{0,3}$/su.exec(text)?.[1] ?? text

const withoutCommon = (text: string): string => {
  const plain = text.replace(
    /[@431!0$5]/gu,
    (c) => ({ '@': 'a', '4': 'a', '3': 'e', '1': 'i', '!': 'i', '0': 'o' })[c] ?? 's',
  )
  const found = COMMON.find((word) => plain.includes(word) || text.includes(word))
  if (found === undefined) return text
  const at = text.includes(found) ? text.indexOf(found) : plain.indexOf(found)
  return withoutCommon(`${text.slice(0, at)}\u0000${text.slice(at + found.length)}`)
}

const withoutRuns = (text: string): string => {
  const kept: string[] = []
  let before = ''
  for (const char of text) {
    if (!follows(before, char)) kept.push(char)
    before = char
  }
  return kept.join('')
}

const follows = (before: string, char: string): boolean =>
  before === char || (before !== '' && ROWS.some((row) => row.includes(before + char) || row.includes(char + before)))
