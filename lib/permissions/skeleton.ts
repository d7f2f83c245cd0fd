// Letters that look like the Latin ones behind them (after Unicode UTS #39), of the scripts in which names are registered.
const LOOK_ALIKES: readonly (readonly [like: string, letters: string])[] = [
  ['a', 'аαɑ'],
  ['b', 'ьЬвβϐƅ'],
  ['c', 'сϲᴄ'],
  ['d', 'ԁɗđ'],
  ['e', 'еєҽε℮ɛ'],
  ['g', 'ɡցġ'],
  ['h', 'һнհ'],
  ['i', 'іıιɩї'],
  ['j', 'јϳ'],
  ['k', 'кκĸқ'],
  ['l', 'ӏ1łⅼǀ'],
  ['m', 'м'],
  ['n', 'пηոŋ'],
  ['o', 'оοσ0өøօ'],
  ['p', 'рρ'],
  ['q', 'ԛգ'],
  ['r', 'гᴦ'],
  ['s', 'ѕꜱ5'],
  ['t', 'тτŧ'],
  ['u', 'υцսʋ'],
  ['v', 'ѵν'],
  ['w', 'ѡωшԝ'],
  ['x', 'хχ'],
  ['y', 'уүγ'],
  ['z', 'ᴢƶ'],
  ['3', 'зʒ'],
  ['ae', 'æӕ'],
  ['oe', 'œ'],
  ['ss', 'ß'],
]

const LATIN = new Map(LOOK_ALIKES.flatMap(([like, letters]) => [...letters].map((letter) => [letter, like] as const)))
const MARKS = /\p{M}/gu

/** What a name looks like: two that a person may take for each other have the same. */
export const skeleton = (name: string): string =>
  [...name.normalize('NFKD').replace(MARKS, '').toLowerCase()]
    .map((letter) => LATIN.get(letter) ?? letter)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')

/** A label of a host as it is read: what is written in Punycode (RFC 3492) is decoded, where it can be. */
export const readLabel = (label: string): string => {
  if (!label.startsWith('xn--')) return label
  return decodePunycode(label.slice(4)) || label
}

const BASE = 36
const SHIFT_MIN = 1
const SHIFT_MAX = 26

const decodePunycode = (input: string): string | null => {
  const dash = input.lastIndexOf('-')
  const output = dash > 0 ? [...input.slice(0, dash)].map((c) => c.charCodeAt(0)) : []
  let code = 128
  let at = 0
  let bias = 72
  for (let next = dash > 0 ? dash + 1 : 0; next < input.length; ) {
    const before = at
    let weight = 1
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(input.charCodeAt(next++))
      if (digit === null) return null
      at += digit * weight
      const threshold = Math.min(Math.max(k - bias, SHIFT_MIN), SHIFT_MAX)
      if (digit < threshold) break
      weight *= BASE - threshold
    }
    const length = output.length + 1
    bias = adapt(at - before, length, before === 0)
    code += Math.floor(at / length)
    if (code > 0x10ffff) return null
    at %= length
    output.splice(at++, 0, code)
  }
  return String.fromCodePoint(...output)
}

const adapt = (delta: number, length: number, first: boolean): number => {
  let rest = Math.floor(delta / (first ? 700 : 2))
  rest += Math.floor(rest / length)
  let k = 0
  for (; rest > ((BASE - SHIFT_MIN) * SHIFT_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - SHIFT_MIN))
  return k + Math.floor(((BASE - SHIFT_MIN + 1) * rest) / (rest + 38))
}

const digitOf = (code: number): number | null => {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26
  return null
}
