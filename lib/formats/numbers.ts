/** What parts the whole of a number from its fraction. */
export type Decimal = '.' | ','

const LONGEST = 64

const GROUPED: Record<Decimal, RegExp> = {
  '.': /^\d{1,3}(?:([, '’])\d{3})(?:\1\d{3})*(?:\.\d+)?$/,
  ',': /^\d{1,3}(?:([. '’])\d{3})(?:\1\d{3})*(?:,\d+)?$/,
}
const PLAIN: Record<Decimal, RegExp> = {
  '.': /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i,
  ',': /^(?:\d+,?\d*|,\d+)(?:e[+-]?\d{1,3})?$/i,
}

/** The number of a text, with its thousands grouped or not and a sign before or behind; null for anything else. */
export const readNumber = (text: string, decimal: Decimal): number | null => {
  if (text.length > LONGEST) return null
  const plain = text.normalize('NFKC').replace(/\s/g, ' ').trim().replaceAll('−', '-')
  const sign = /^-|-$/.test(plain) ? -1 : 1
  const bare = plain.replace(/^[+-] ?| ?-$/, '')
  if (!PLAIN[decimal].test(bare) && !GROUPED[decimal].test(bare)) return null
  const number = Number(
    (decimal === ',' ? bare.replaceAll('.', '').replace(',', '.') : bare.replaceAll(',', '')).replace(/[ '’]/g, ''),
  )
  return Number.isFinite(number) ? sign * number || 0 : null
}

/** The number of a text, and the unit behind it: "72,5 kg". */
export const readQuantity = (text: string, decimal: Decimal): { value: number; unit: string } | null => {
  if (text.length > LONGEST) return null
  const [, digits = '', unit = ''] =
    /^([+−-]?[\d.,'’\s]*\d)\s*([\p{L}%°€$£µ][\p{L}%°/²³·]{0,11})?$/u.exec(text.trim()) ?? []
  const value = readNumber(digits || text, decimal)
  return value === null ? null : { value, unit }
}

/** Which sign parts the fraction in these texts; null where none of them settles it. */
export const decimalOf = (texts: Iterable<string>): Decimal | null => {
  const votes = { '.': 0, ',': 0 }
  for (const text of texts) {
    const [, body = ''] = /^[+−-]?\s?(\d[\d.,\s'’]*)/.exec(text.slice(0, LONGEST).trim()) ?? []
    const last = Math.max(body.lastIndexOf('.'), body.lastIndexOf(','))
    const sign = body[last] as Decimal | undefined
    if (!sign || !/^[\d\s.,'’]*$/.test(body)) continue
    const both = body.includes('.') && body.includes(',')
    const several = body.indexOf(sign) !== last
    // "1.234" may be either; "1.234,5", "1.5" and "0.125" may not; a sign that comes twice groups.
    if (several) votes[sign === '.' ? ',' : '.']++
    else if (both || body.length - last !== 4 || last > 3 || body.startsWith('0')) votes[sign]++
  }
  return votes['.'] === votes[','] ? null : votes['.'] > votes[','] ? '.' : ','
}
