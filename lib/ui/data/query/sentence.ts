import type { Query, Series, Span } from '../../../contract/data-api'
import { type FieldType, ITEM_TYPES, itemType, type Kind } from '../../../contract/item-types'
import { nextOf } from '../../../contract/spans'

/** What the person chose; every part is a text, as a form holds it. */
export interface Sentence {
  measure: Query['measure']['of']
  /** The field of numbers; nothing to a count. */
  field: string
  /** Empty: everything. */
  type: string
  /** What is measured and in what, by {@link seriesKey}; empty: all. */
  series: string
  /** `all`, `type`, `tag`, a span of time, or `field:` and a name. */
  by: string
  text: string
  /** Days, as `2026-11-23`; empty: open. */
  from: string
  to: string
}

/** How a query begins: everything, by type. */
export const FIRST: Sentence = {
  ...{ measure: 'count', field: '', type: '', series: '', by: 'type', text: '', from: '', to: '' },
}

export const SPANS: readonly Span[] = ['day', 'week', 'month', 'year']
export const MEASURES: readonly Sentence['measure'][] = ['count', 'sum', 'mean', 'least', 'most']

const WORDS: readonly Kind[] = ['line', 'email', 'phone', 'url', 'address', 'date', 'moment', 'number', 'rule']

const fieldsOf = (type: string, kinds: readonly Kind[]): string[] => {
  const fields: FieldType[] = ITEM_TYPES.filter(({ name }) => type === '' || name === type).flatMap((each) => [
    ...each.fields,
  ])
  return [...new Set(fields.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name))]
}

/** The fields of a type that can be counted with; of a file its size, which is seldom what is asked for. */
export const numberFields = (type: string): string[] => [...fieldsOf(type, ['number']), ...fieldsOf(type, ['file'])]

/** The fields of a type that can make groups. */
export const groupFields = (type: string): string[] => (type === '' ? [] : fieldsOf(type, WORDS))

export const seriesKey = ({ property, unit }: Pick<Series, 'property' | 'unit'>): string => `${property}\n${unit}`

/** Whether a query is about single things that are measured. */
export const choosesSeries = ({ type }: Sentence): boolean => type === 'Measurement'

/** The sentence with what fits together: a field that the type does not have gives way to its first. */
export const fitting = (sentence: Sentence): Sentence => {
  const type = itemType(sentence.type) ? sentence.type : ''
  const numbers = numberFields(type)
  const measure = numbers.length === 0 ? 'count' : sentence.measure
  const field = numbers.includes(sentence.field) ? sentence.field : (numbers[0] ?? '')
  const group = sentence.by.startsWith('field:') ? sentence.by.slice(6) : null
  const by = group === null || groupFields(type).includes(group) ? sentence.by : 'all'
  const series = choosesSeries({ ...sentence, type }) ? sentence.series : ''
  return { ...sentence, type, measure, field, by, series }
}

/** What the agent is asked. */
export const queryOf = (chosen: Sentence): Query => {
  const { type, series, by, text, measure, field, from, to } = fitting(chosen)
  const [property, unit] = series.split('\n')
  const begin = dayOf(from)
  const end = dayOf(to)
  return {
    filter: {
      ...(text.trim() !== '' && { text }),
      ...(type !== '' && { type }),
      ...(begin !== null && { from: begin }),
      ...(end !== null && { before: nextOf(end, 'day') }),
    },
    ...(property && {
      only: [
        { field: 'measuredProperty', is: property },
        { field: 'unitText', is: unit ?? '' },
      ],
    }),
    group: groupOf(by),
    measure: measure === 'count' ? { of: measure } : { of: measure, field },
  }
}

const groupOf = (by: string): Query['group'] => {
  if (by === 'type' || by === 'tag') return { by }
  const span = SPANS.find((each) => each === by)
  if (span) return { by: 'time', span }
  return by.startsWith('field:') ? { by: 'field', field: by.slice(6) } : null
}

/** When a day of a date field begins here; null for none. */
export const dayOf = (text: string): number | null => {
  const [, year, month, day] = /^(\d{4,6})-(\d\d)-(\d\d)$/.exec(text) ?? []
  if (year === undefined) return null
  const date = new Date(2000, 0, 1)
  date.setFullYear(Number(year), Number(month) - 1, Number(day))
  return Number.isNaN(date.getTime()) ? null : date.getTime()
}
