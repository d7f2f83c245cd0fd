import { itemType } from '../../../contract/item-types'
import { targetsOf } from '../../../formats/mapping'
import type { Inspection } from '../../../formats/worker-api'
import { t } from '../../words'
import { fieldName } from '../shown'
import own from './import.module.css'

type Column = NonNullable<NonNullable<Inspection['table']>['mapping']['columns'][number]>

interface ColumnRowProps {
  type: string
  /** What the column is called in the file. */
  name: string
  examples: string
  column: Column | null
  onColumn: (column: Column | null) => void
}

/** One column of a table: its name, a few of its cells, and the field that they go to. */
export const ColumnRow = ({ type, name, examples, column, onColumn }: ColumnRowProps) => (
  <li class={own.column}>
    <div>
      <b>
        <bdi>{name}</bdi>
      </b>
      <small>
        <bdi>{examples || t('columns.empty')}</bdi>
      </small>
    </div>
    <div class={own.target}>
      <select
        aria-label={t('columns.field', { name })}
        value={column === null ? '' : targetOf(column.field, column.part)}
        onChange={(event) => onColumn(columnOf(event.currentTarget.value))}
      >
        <option value="">{t('columns.nowhere')}</option>
        {optionsOf(type, column).map(({ value, words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      {column !== null && isCalled(type, column) && (
        <input
          type="text"
          autocomplete="off"
          aria-label={t('columns.label', { name })}
          placeholder={type === 'Measurement' ? t('columns.measured_hint') : t('columns.label_hint')}
          value={column.label ?? ''}
          onChange={(event) => onColumn(labelled(column, event.currentTarget.value))}
        />
      )}
    </div>
  </li>
)

const targetOf = (field: string, part?: string): string => (part === undefined ? field : `${field}.${part}`)

const columnOf = (target: string): Column | null => {
  const [field = '', part] = target.split('.')
  return field === '' ? null : { field, ...(part !== undefined && { part }) }
}

const labelled = ({ label: _, ...column }: Column, label: string): Column =>
  label.trim() === '' ? column : { ...column, label: label.trim() }

/** Whether what it holds may be called something: one of several values, or a measurement of its own. */
const isCalled = (type: string, { field, part }: Column): boolean =>
  part !== 'label' &&
  (type === 'Measurement'
    ? field === 'value'
    : itemType(type)?.fields.find((each) => each.name === field)?.many === true)

const optionsOf = (type: string, column: Column | null): { value: string; words: string }[] => {
  const targets = targetsOf(type).flatMap(({ field, parts }) => [
    ...(isWhole(parts) ? [{ value: field, words: fieldName(field) }] : []),
    ...parts.map((part) => ({ value: targetOf(field, part), words: `${fieldName(field)}: ${partName(part)}` })),
  ])
  const all = [...targets, { value: 'tags', words: t('columns.tags') }]
  const now = column && targetOf(column.field, column.part)
  // A guess may say more than can be chosen.
  return now === null || all.some(({ value }) => value === now)
    ? all
    : [...all, { value: now, words: nowWords(column as Column) }]
}

/** Nobody writes a whole place on the map in one cell in a way that could be asked for here. */
const isWhole = (parts: readonly string[]): boolean => !parts.includes('latitude')

const nowWords = ({ field, part }: Column): string =>
  field === 'type'
    ? t('columns.nowhere')
    : part === undefined
      ? fieldName(field)
      : `${fieldName(field)}: ${partName(part)}`

const PARTS = [
  'streetAddress',
  'extendedAddress',
  'postOfficeBoxNumber',
  'postalCode',
  'addressLocality',
  'addressRegion',
  'addressCountry',
  'latitude',
  'longitude',
  'elevation',
] as const
const COLUMN_PARTS = ['year', 'month', 'day', 'date', 'time', 'label'] as const

const partName = (part: string): string => {
  const own = COLUMN_PARTS.find((each) => each === part)
  if (own !== undefined) return t(`column_part.${own}`)
  const known = PARTS.find((each) => each === part)
  return known === undefined ? part : t(`part.${known}`)
}
