import { type Address, FILE_MARK, type Fields, type FileRef, type Labelled } from '../contract/item'
import { writeCardDate } from './card-date'
import type { Component } from './lines'
import { type Syntax, writeLine, writeText } from './property'
import { TAGS } from './reading'
import type { Writer } from './rewrite'
import { ADDRESS_PARTS, GENDERS, NAME_PARTS, SILENT } from './vcard-fields'

type Params = Record<string, readonly string[]>
type Named = (property: string, label: string | undefined, write: (name: string, params: Params) => string) => string[]

/** How each field of a contact is written in this card, by its version. */
export const writersFor = (component: Component, syntax: Syntax): Writer[] => {
  const named = naming(component, syntax)
  const four = syntax === '4.0'
  return [
    texts(['name'], 'FN', syntax),
    texts(NAME_PARTS, 'N', syntax),
    texts(['alternateName'], 'NICKNAME', syntax),
    entries('email', 'EMAIL', syntax, named),
    entries('telephone', 'TEL', syntax, named),
    addresses(syntax, named),
    date('birthDate', 'BDAY', syntax),
    date('anniversary', four ? 'ANNIVERSARY' : 'X-ANNIVERSARY', syntax),
    texts(['worksFor', 'department'], 'ORG', syntax),
    texts(['jobTitle'], 'TITLE', syntax),
    links('url', named, () => 'URL'),
    links('sameAs', named, (value) => (/^(?!https?:)[a-z][a-z0-9+.-]*:/i.test(value) ? 'IMPP' : 'X-SOCIALPROFILE')),
    { fields: ['gender'], lines: (fields) => genderLines(textOf(fields, 'gender'), syntax) },
    entries('knowsLanguage', 'LANG', syntax, named),
    entries('related', four ? 'RELATED' : 'X-ABRELATEDNAMES', syntax, named),
    { fields: ['image'], lines: (fields) => imageLines(fields.image, syntax) },
    texts(['description'], 'NOTE', syntax),
    tags(syntax),
  ]
}

/** A label as TYPE where that can say it, else as Apple's programs do: a line beside, of the same group. */
const naming = ({ lines }: Component, syntax: Syntax): Named => {
  let last = Math.max(0, ...lines.map(({ group }) => Number(/^ITEM(\d{1,6})$/.exec(group)?.[1] ?? 0)))
  return (property, label, write) => {
    if (!label) return [write(property, {})]
    const words = label.split(' ')
    const plain = words.every((word) => /^[a-z][a-z0-9-]*$/.test(word) && !SILENT.has(word))
    if (plain && new Set(words).size === words.length) return [write(property, { TYPE: words })]
    const group = `item${++last}`
    return [write(`${group}.${property}`, {}), writeText(`${group}.X-ABLabel`, {}, [label], syntax)]
  }
}

const textOf = (fields: Fields, field: string): string => {
  const value = fields[field]
  return typeof value === 'string' ? value : ''
}

const texts = (names: readonly string[], property: string, syntax: Syntax): Writer => ({
  fields: names,
  lines: (fields) => {
    const values = names.map((field) => textOf(fields, field))
    const last = values.findLastIndex((value) => value !== '')
    // N has all of its parts in every version, whatever they hold.
    const said = property === 'N' ? values : values.slice(0, last + 1)
    return last < 0 ? [] : [writeText(property, {}, said, syntax)]
  },
})

const entries = (field: string, property: string, syntax: Syntax, named: Named): Writer => ({
  field,
  entry: ({ value, label }) =>
    named(property, label, (name, params) => {
      // Of these 4.0 expects an address.
      const kind: Params =
        property === 'RELATED' && !/^[a-z][\w+.-]*:\S/i.test(String(value)) ? { VALUE: ['text'] } : {}
      return writeText(name, { ...kind, ...params }, [String(value)], syntax)
    }),
})

const links = (field: string, named: Named, property: (value: string) => string): Writer => ({
  field,
  entry: ({ value, label }) => {
    const address = String(value).replace(/\p{Cc}/gu, '')
    return named(property(address), label, (name, params) => writeLine(name, params, address))
  },
})

const addresses = (syntax: Syntax, named: Named): Writer => ({
  field: 'address',
  entry: ({ value, label }) => {
    const parts = ADDRESS_PARTS.map((part) => (value as Address)[part] ?? '')
    return named('ADR', label, (name, params) => writeText(name, params, parts, syntax))
  },
})

const date = (field: string, property: string, syntax: Syntax): Writer => ({
  fields: [field],
  lines: (fields) => {
    const date = textOf(fields, field)
    const { value, params } = writeCardDate(date, syntax)
    return date === '' ? [] : [writeText(property, params, [value], syntax)]
  },
})

const genderLines = (gender: string, syntax: Syntax): string[] => {
  if (gender === '') return []
  if (syntax !== '4.0') return [writeText('X-GENDER', {}, [gender], syntax)]
  const [letter] = Object.entries(GENDERS).find(([, word]) => word === gender) ?? []
  return [writeText('GENDER', {}, letter ? [letter] : ['', gender], syntax)]
}

const imageLines = (image: Fields[string] | undefined, syntax: Syntax): string[] => {
  if (typeof image !== 'object' || !('file' in image)) return []
  const { file, mediaType }: FileRef = image
  if (syntax === '4.0') return [writeLine('PHOTO', {}, `data:${mediaType};base64,${FILE_MARK}${file}`)]
  const [, kind] = /^image\/([\w.+-]+)$/.exec(mediaType) ?? []
  const encoding = syntax === '2.1' ? 'BASE64' : 'b'
  const type = kind ? [kind.toUpperCase()] : []
  return [writeLine('PHOTO', { ENCODING: [encoding], TYPE: type }, `${FILE_MARK}${file}`)]
}

const tags = (syntax: Syntax): Writer => ({
  fields: [TAGS],
  lines: (fields) => {
    const list = ((fields[TAGS] ?? []) as Labelled[]).map(({ value }) => String(value))
    return list.length === 0 ? [] : [writeText('CATEGORIES', {}, list, syntax, ',')]
  },
})
