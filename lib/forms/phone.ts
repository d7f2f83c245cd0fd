/** Countries whose code has one or two digits; all others have three. */
const SHORT_CODES = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/** Where a number is dialled within the country without a 0 before it. */
const WITHOUT_TRUNK =
  /^(?:1|7|30|34|36|39|45|47|48|52|56|57|65|351|352|354|356|357|370|371|372|376|377|378|420|423|5\d\d|85[23]|9[67]\d)$/

/** The parts of a telephone number, as far as they can be told. */
export interface Phone {
  whole: string
  /** Digits, without `+`. */
  country: string | null
  /** As it is dialled within the country. */
  national: string | null
  area: string | null
  local: string | null
  extension: string | null
}

const digitsOf = (text: string): string => text.replace(/\D/g, '')

/** Takes a number apart. Which digits are the area's is known only where they stand apart, or in North America. */
export const readPhone = (text: string): Phone => {
  const [, main = '', extension = null] = /^(.*?)(?:\s*(?:ext\.?|x|#|;ext=)\s*(\d{1,8}))?$/i.exec(text.trim()) ?? []
  const whole = main.trim()
  const international = /^(?:\+|00)(?=[1-9\s])/.exec(whole)
  if (!international) return { whole, country: null, national: whole || null, extension, ...inland(whole, null) }
  const rest = whole.slice(international[0].length).trim()
  const digits = digitsOf(rest)
  const country = SHORT_CODES.exec(digits)?.[0] ?? digits.slice(0, 3)
  const behind = afterDigits(rest, country.length)
    .replace(/^[\s./-]+/, '')
    .replace(/\(0\)\s*/, '')
  const { area, local } = inland(behind, country)
  const trunk = WITHOUT_TRUNK.test(country) || behind.startsWith('0') || behind.startsWith('(0') ? '' : '0'
  const national = behind === '' ? null : trunk + behind
  return { whole, country, national, area: area && trunk + area, local, extension }
}

/** What stands behind the first so many digits. */
const afterDigits = (text: string, count: number): string => {
  let left = count
  let at = 0
  while (at < text.length && left > 0) if (/\d/.test(text[at++] ?? '')) left--
  return text.slice(at)
}

const inland = (text: string, country: string | null): Pick<Phone, 'area' | 'local'> => {
  const digits = digitsOf(text)
  if (country === '1' && digits.length === 10) return { area: digits.slice(0, 3), local: digits.slice(3) }
  const [, area, local = ''] = /^\(?(\d{2,5})\)?[\s/.-]+(.*\d.*)$/.exec(text) ?? []
  return area ? { area, local: local.trim() } : { area: null, local: null }
}

/** Ways to write the same number, for fields that take only some: as it is, and with fewer signs. */
export const waysToWrite = (number: string): string[] => {
  const digits = digitsOf(number)
  return number.startsWith('+') ? [number, `+${digits}`, `00${digits}`, digits] : [number, digits]
}
