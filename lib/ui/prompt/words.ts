import type { Labelled, Value } from '../../contract/item'
import { isFile, isList } from '../../contract/item-text'
import { type FieldType, itemType } from '../../contract/item-types'
import type { AskPart, WriteView } from '../../contract/sites-api'
import { sizeWords } from '../data/numbers'
import { fieldName, valueWords } from '../data/shown'
import { locale } from '../time'
import { t } from '../words'
import { capped, plain } from './site-text'

/** What the type says of a field; a line of text where this version knows no such field. */
export const fieldOf = (type: string, field: string): FieldType =>
  itemType(type)?.fields.find(({ name }) => name === field) ?? { name: field, kind: 'line' }

/** A field in words. */
export const fieldWords = (field: string): string => plain(fieldName(field))

/** Exactly what a site gets of a value, or would write, in words. */
export const wordsOf = (field: FieldType, value: Value | Labelled[]): string => {
  if (isList(value)) return list(value.map(({ value: each }) => wordsOf(field, each)))
  if (Array.isArray(value)) return t('prompt.way', value.length)
  if (isFile(value)) return [sizeWords(value.size), plain(value.mediaType)].filter(Boolean).join(', ')
  if (field.kind !== 'text' && field.kind !== 'markdown') return plain(valueWords(field, value))
  return String(value).split('\n').map(plain).join('\n').trim()
}

const conjunction = new Intl.ListFormat(locale, { type: 'conjunction' })
const units = new Intl.ListFormat(locale, { type: 'unit' })
const list = (words: string[]) => units.format(words)

/** What an item is called. */
export const titleWords = (title: string): string => capped(plain(title), 120) || t('prompt.nameless')

/** Items of a type in words that follow "your". */
export const thingsOf = (type: string): string =>
  itemType(type) ? t(`prompt.things_${type as 'Contact'}`) : plain(type)

/** What a part is about, in words that follow "asks to". */
export const actOf = (part: AskPart): string => {
  if (part.kind === 'identity') return part.act === 'signIn' ? t('prompt.act_sign_in') : t('prompt.act_connect')
  const things = thingsOf(part.type)
  switch (part.kind) {
    case 'read':
      if (part.pick === null) return t('prompt.act_read', { things })
      return part.pick.multiple ? t('prompt.act_pick', { things }) : t('prompt.act_pick_one', { things })
    case 'standing': {
      const acts = conjunction.format(part.access.map((access) => t(`prompt.do_${access}`)))
      return t('prompt.act_standing', { acts, things })
    }
    case 'write':
      return part.changes.every(isNew) ? t('prompt.act_add', { things }) : t('prompt.act_change', { things })
    default:
      return t('prompt.act_delete', { things })
  }
}

/** Whether a write adds an item. */
export const isNew = ({ item }: WriteView): boolean => item === null

const PERIODS = { Y: 'year', M: 'month', W: 'week', D: 'day' } as const

/** An ISO 8601 duration of whole days and more in words. */
export const spanWords = (duration: string): string =>
  list(
    [...duration.matchAll(/(\d{1,9})([YMWD])/g)].map(([, count, unit]) =>
      new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: PERIODS[unit as 'Y'],
        unitDisplay: 'long',
      }).format(Number(count)),
    ),
  )
