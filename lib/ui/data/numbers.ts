import { locale } from '../time'

const parts = new Intl.NumberFormat(locale).formatToParts(12345.6)
const DECIMAL = parts.find(({ type }) => type === 'decimal')?.value ?? '.'
const GROUP = parts.find(({ type }) => type === 'group')?.value ?? ','
const numberFormat = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })
const unit = (name: string, digits: number, unitDisplay: 'short' | 'long' = 'short') =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: digits })

/** A number to read. */
export const numberWords = (value: number): string => numberFormat.format(value)

/** A number to edit: as exact as it is, with the decimal sign of the person's country. */
export const numberText = (value: number): string => String(value).replace('.', DECIMAL)

/**
 * The number that somebody typed; null where it is none. A single comma or point is the decimal sign, unless three digits
 * follow and the person's country groups digits with it.
 */
export const readNumber = (typed: string): number | null => {
  const text = typed.normalize('NFKC').replace(/[\s'’\u2212]/g, (sign) => (sign === '\u2212' ? '-' : ''))
  const signs = text.match(/[.,]/g) ?? []
  const groups = signs.length > 1 || new RegExp(`^-?\\d{1,3}\\${GROUP.trim() || ' '}\\d{3}$`).test(text)
  const last = groups && new Set(signs).size === 1 ? '' : (signs.at(-1) ?? '')
  const plain = text
    .split(/[.,]/)
    .map((part, index, all) => (last !== '' && index === all.length - 1 ? `.${part}` : part))
    .join('')
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain) && Number.isFinite(Number(plain))
    ? Number(plain)
    : null
}

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** How large a file is. */
export const sizeWords = (bytes: number): string => {
  const step = bytes < 1000 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log10(bytes) / 3))
  // The short word for bytes knows no plural.
  return unit(SIZES[step] ?? 'byte', step > 1 ? 1 : 0, step === 0 ? 'long' : 'short').format(bytes / 1000 ** step)
}

/** A length of so many metres: kilometres from one on. */
export const distanceWords = (metres: number): string =>
  Math.abs(metres) < 1000 ? unit('meter', 0).format(metres) : unit('kilometer', 1).format(metres / 1000)
