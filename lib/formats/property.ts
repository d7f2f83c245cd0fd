import ICAL from 'ical.js'
import type { Line } from './lines'
import { isQuotedPrintable } from './unfold'

/** The rules that a line is written by. 2.1, 3.0 and 4.0 are of vCard. */
export type Syntax = '2.1' | '3.0' | '4.0' | 'icalendar'

/** What a line says, decoded: its parameters by their names in upper case, and its value in parts (";") of parts (","). */
export interface Property {
  params: ReadonlyMap<string, string[]>
  values: string[][]
}

const DESIGN = {
  '2.1': ICAL.design.vcard3,
  '3.0': ICAL.design.vcard3,
  '4.0': ICAL.design.vcard,
  icalendar: ICAL.design.icalendar,
}
/** Properties in parts; others take a semicolon as it is. */
const STRUCTURED = new Set(['N', 'ADR', 'ORG', 'GENDER'])
const LISTS = new Set(['CATEGORIES', 'NICKNAME'])
/** Their commas and backslashes are their own. */
const ADDRESSES = new Set(['URL', 'IMPP', 'X-SOCIALPROFILE'])
/** What vCard 2.1 writes without `TYPE=` and is not a type. */
const ENCODINGS = /^(?:QUOTED-PRINTABLE|BASE64|B|7BIT|8BIT)$/i
const PLACES = /^(?:URL|URI|INLINE|CONTENT-ID|CID)$/i
const CONTROLS = /[^\P{Cc}\t\n]/gu
// ical.js takes the delimiter after an escaped backslash for an escaped one: none is left in what it reads.
const BACKSLASH = '\u0002'

/** The value of a line as it stands, without blanks around it. */
export const rawValue = (line: Line): string => line.text.slice(line.value).trim()

/** The parameters of a line: quotes taken off, `^n` and the like decoded (RFC 6868), lists divided. */
export const paramsOf = (line: Line): Map<string, string[]> => {
  const params = new Map<string, string[]>()
  const head = line.text.slice(0, line.value - 1)
  for (const [, part = ''] of head.matchAll(/;((?:[^;"]+|"[^"]*")*)/g)) {
    const [, named, given = ''] = /^([^=]*)=([\s\S]*)$/.exec(part) ?? [part, bareName(part), part]
    const name = (named ?? '').trim().toUpperCase()
    const values = [...given.matchAll(/(?:[^,"]+|"[^"]*")+/g)].map(([value]) => decodeParam(value.replaceAll('"', '')))
    const known = params.get(name)
    if (known) for (const value of values) known.push(value)
    else params.set(name, values)
  }
  return params
}

const bareName = (part: string): string => (ENCODINGS.test(part) ? 'ENCODING' : PLACES.test(part) ? 'VALUE' : 'TYPE')

const decodeParam = (text: string): string =>
  text.replace(/\^[n'^]/g, (code) => (code === '^n' ? '\n' : code === "^'" ? '"' : '^')).replace(/\\n/gi, '\n')

/** Reads one line by ical.js. Null where it makes nothing of it. */
export const propertyOf = (line: Line, syntax: Syntax): Property | null => {
  const params = paramsOf(line)
  const { name } = line
  if (ADDRESSES.has(name) && !isQuotedPrintable(line.text))
    return { params, values: [[rawValue(line).replace(/\\([,;:])/g, '$1')]] }
  const value = readable(line, syntax, params)
  try {
    const [, , , ...values] = ICAL.parse.property(`${name};VALUE=TEXT:${value}`, DESIGN[syntax]) as unknown[]
    return { params, values: partsOf(values, name) }
  } catch {
    return null
  }
}

const partsOf = (values: unknown[], name: string): string[][] => {
  const texts = (part: unknown): string[] => [part].flat().map((each) => String(each).replaceAll(BACKSLASH, '\\'))
  if (STRUCTURED.has(name)) return [values[0]].flat().map(texts)
  const all = values.flatMap(texts)
  return [LISTS.has(name) ? all : [all.join(',')]]
}

/** The value as ical.js is to see it: what programs write beside the rules is put right. */
const readable = (line: Line, syntax: Syntax, params: ReadonlyMap<string, string[]>): string => {
  const value = line.text.slice(line.value)
  const structured = STRUCTURED.has(line.name)
  if (isQuotedPrintable(line.text)) {
    const charset = params.get('CHARSET')?.[0]
    const delimiter = structured ? ';' : LISTS.has(line.name) ? ',' : null
    const parts = delimiter === null ? [value] : value.split(delimiter === ';' ? /(?<!\\);/ : /(?<!\\),/)
    const texts = parts.map((part) => escapeText(printable(part, charset)).replaceAll('\\\\', BACKSLASH))
    return structured ? texts.join(';') : texts.join(',').replaceAll('\\;', ';')
  }
  const unescaped = value.replace(/\\([\s\S])/g, (pair, char: string) => {
    if (char === '\\') return BACKSLASH
    return char === ':' || char === '"' || (char === ';' && !structured) ? char : pair
  })
  // In 2.1 a comma divides nothing.
  return syntax === '2.1' && !LISTS.has(line.name) ? unescaped.replace(/(?<!\\),/g, '\\,') : unescaped
}

const printable = (text: string, charset = 'utf-8'): string => {
  const bytes: number[] = []
  // A backslash before a delimiter escapes it; one that is encoded is a backslash.
  for (const [part, code] of text.replace(/\\([,;:\\])/g, '$1').matchAll(/=([0-9a-f]{2})|[^=]+|=/gi))
    if (code) bytes.push(Number.parseInt(code, 16))
    else for (const byte of new TextEncoder().encode(part)) bytes.push(byte)
  return decoded(Uint8Array.from(bytes), charset).replace(/\r\n?/g, '\n')
}

const decoded = (bytes: Uint8Array, charset: string): string => {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** A text as the value of a line. */
const escapeText = (text: string): string =>
  text
    .replace(/[\\,;]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')
    .replace(CONTROLS, '')

/** A line of these parts. A parameter without values is left out; `value` is as it will stand. */
export const writeLine = (name: string, params: Record<string, readonly string[]>, value: string): string => {
  const said = Object.entries(params).flatMap(([key, values]) =>
    values.length === 0 ? [] : [`;${key}=${values.map(encodeParam).join(',')}`],
  )
  return `${name}${said.join('')}:${value}`
}

const encodeParam = (value: string): string => {
  const code = { '^': '^^', '"': "^'", '\n': '^n' } as Record<string, string>
  const text = value.replace(CONTROLS, '').replace(/[\^"\n]/g, (char) => code[char] ?? '')
  return /[,;:]/.test(text) ? `"${text}"` : text
}

/** A line whose value is text in parts, escaped; in vCard 2.1 encoded, where it is not plain. A list has "," for a delimiter. */
export const writeText = (
  name: string,
  params: Record<string, readonly string[]>,
  parts: readonly string[],
  syntax: Syntax,
  delimiter: ';' | ',' = ';',
): string => {
  const plain = parts.every((part) => /^[ -+\--:<-[\]-~]*$/.test(part) && part.trim() === part)
  if (syntax !== '2.1' || plain) return writeLine(name, params, parts.map(escapeText).join(delimiter))
  const printed = { ...params, CHARSET: ['UTF-8'], ENCODING: ['QUOTED-PRINTABLE'] }
  return writeLine(name, printed, parts.map(encodePrintable).join(delimiter))
}

const encodePrintable = (text: string): string =>
  [...new TextEncoder().encode(text.replace(/\r\n?|\n/g, '\r\n'))]
    .map((byte) => {
      const char = String.fromCharCode(byte)
      return /[ !#-+\--:<>-[\]-~]/.test(char) ? char : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
    .replace(/^ | $/g, '=20')
