import type { Labelled, Value } from '../../contract/item'
import { isFile, isList } from '../../contract/item-text'
import { type FieldType, itemType } from '../../contract/item-types'
import type { AskPart, RecordView, WriteView } from '../../contract/sites-api'
import { numberWords, sizeWords } from '../data/numbers'
import { fieldName, shownTitle, valueWords } from '../data/shown'
import { locale } from '../time'
import { t } from '../words'
import { capped, plain } from './site-text'

/** What the type says of a field; a line of text where this version knows no such field. */
export const fieldOf = (type: string, field: string): FieldType =>
  itemType(type)?.fields.find(({ name }) => name === field) ?? { name: field, kind: 'line' }

/** A field in words. */
export const fieldWords = (field: string): string => plain(fieldName(field))

/** Exactly what a site gets of a value, or would write, in words; `sign` stands for what nobody would see of it. */
export const wordsOf = (field: FieldType, value: Value | Labelled[], sign = ''): string => {
  if (isList(value)) return list(value.map(({ value: each }) => wordsOf(field, each, sign)))
  if (Array.isArray(value)) return t('prompt.way', value.length)
  if (isFile(value)) return [sizeWords(value.size), plain(value.mediaType)].filter(Boolean).join(', ')
  if (field.kind !== 'text' && field.kind !== 'markdown') return plain(valueWords(field, value), sign)
  return String(value)
    .split('\n')
    .map((line) => plain(line, sign))
    .join('\n')
    .trim()
}

const conjunction = new Intl.ListFormat(locale, { type: 'conjunction' })
const units = new Intl.ListFormat(locale, { type: 'unit' })
const list = (words: string[]) => units.format(words)

/** What an item is called. */
export const titleWords = (title: string): string => capped(plain(title), 120) || t('prompt.nameless')

/** What an item is called among others: a measurement by what of it is shown, too. */
export const recordWords = (type: string, { title, fields }: RecordView): string =>
  titleWords(type === 'Measurement' ? shownTitle(type, { ...fields, measuredProperty: title }) : title)

/** Items of a type in words that follow "your". */
export const thingsOf = (type: string): string =>
  itemType(type) ? t(`prompt.things_${type as 'Contact'}`) : plain(type)

/** What a part is about, in words that follow "asks to". */
export const actOf = (part: AskPart): string => {
  if (part.kind === 'identity') return part.act === 'signIn' ? t('prompt.act_sign_in') : t('prompt.act_connect')
  const things = thingsOf(part.type)
  const of = (count: number): [string, string] => [numberWords(count), things]
  switch (part.kind) {
    case 'read':
      if (part.pick === null) return t('prompt.act_read', { things })
      return part.pick.multiple ? t('prompt.act_pick', { things }) : t('prompt.act_pick_one', { things })
    case 'standing': {
      const acts = conjunction.format(part.access.map((access) => t(`prompt.do_${access}`)))
      return t('prompt.act_standing', { acts, things })
    }
    case 'write': {
      const [less = 0, other = 0, more = 0] = [0, 1, 2].map(
        (rank) => part.changes.filter((each) => rankOf(each) === rank).length,
      )
      const acts = [
        less > 0 && t('prompt.act_take', of(less)),
        (other > 0 || less + more === 0) && t('prompt.act_change', other, of(other)),
        more > 0 && t('prompt.act_add', of(more)),
      ]
      return conjunction.format(acts.filter((act) => act !== false))
    }
    default:
      return t('prompt.act_delete', part.total, of(part.total))
  }
}

/** Whether a write adds an item. */
export const isNew = ({ item }: WriteView): boolean => item === null

/** What the person should look at first comes first: 0 takes something away, 1 changes something else, 2 is new. */
export const rankOf = (change: WriteView): number =>
  isNew(change) ? 2 : change.fields.some(({ before, after }) => before !== null && isLess(before, after)) ? 0 : 1

const isLess = (before: Value | Labelled[], after: Value | Labelled[] | null): boolean => {
  if (after === null || !isList(before) || !isList(after)) return after === null
  const left = new Set(after.map(({ value }) => JSON.stringify(value)))
  return before.some(({ value }) => !left.has(JSON.stringify(value)))
}

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
