import { mapTo } from '../../../formats/mapping'
import type { Inspection, ReadOptions } from '../../../formats/worker-api'
import { Banner } from '../../parts/banner'
import { t } from '../../words'
import style from '../files.module.css'
import { TYPE_NAMES, typeName } from '../shown'
import { ColumnRow } from './column-row'
import own from './import.module.css'

interface ColumnsProps {
  inspection: Inspection
  options: ReadOptions
  onChange: (options: ReadOptions) => void
}

/** Of a table: what a row becomes, and where each column goes. It begins with a guess. Nothing for what is no table. */
export const Columns = ({ inspection: { table }, options, onChange }: ColumnsProps) => {
  if (!table) return null
  const { dialect, mapping } = options.table ?? table
  const rows = table.rows.slice(mapping.skip)
  const change = (part: Partial<typeof mapping>) =>
    onChange({ ...options, table: { dialect, mapping: { ...mapping, ...part } } })
  return (
    <section class={style.section} aria-label={t('columns.title')}>
      <h2>{t('columns.title')}</h2>
      <div class={own.how}>
        <label>
          {t('columns.type')}
          <select
            value={mapping.type}
            onChange={(event) => {
              const { columns, type } = mapTo(event.currentTarget.value, mapping.names, rows)
              change({ columns, type })
            }}
          >
            {TYPE_NAMES.filter((type) => type !== 'File').map((type) => (
              <option key={type} value={type}>
                {typeName(type)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('columns.order')}
          <select
            value={mapping.dateOrder ?? ''}
            aria-invalid={mapping.dateOrder === null}
            onChange={(event) => change({ dateOrder: event.currentTarget.value === 'mdy' ? 'mdy' : 'dmy' })}
          >
            {mapping.dateOrder === null && <option value="">{t('columns.order_unsure')}</option>}
            <option value="dmy">{t('columns.dmy')}</option>
            <option value="mdy">{t('columns.mdy')}</option>
          </select>
        </label>
        <label>
          {t('columns.decimal')}
          <select
            value={mapping.decimal}
            onChange={(event) => change({ decimal: event.currentTarget.value === ',' ? ',' : '.' })}
          >
            <option value=".">1234.5</option>
            <option value=",">1234,5</option>
          </select>
        </label>
        {mapping.columns.includes(null) && (
          <label class={own.check}>
            <input
              type="checkbox"
              checked={mapping.leftovers === 'description'}
              onChange={(event) => change({ leftovers: event.currentTarget.checked ? 'description' : 'list' })}
            />
            {t('columns.leftovers')}
          </label>
        )}
      </div>
      {mapping.dateOrder === null && <Banner tone="warn">{t('columns.order_choose')}</Banner>}
      <ul class={own.columns} aria-label={t('columns.title')}>
        {mapping.names.map((name, index) => (
          <ColumnRow
            key={index}
            type={mapping.type}
            name={name}
            examples={examplesOf(rows, index)}
            column={mapping.columns[index] ?? null}
            onColumn={(column) => change({ columns: mapping.columns.with(index, column) })}
          />
        ))}
      </ul>
    </section>
  )
}

const EXAMPLES = 3

const examplesOf = (rows: readonly string[][], column: number): string =>
  [...new Set(rows.map((row) => row[column]?.trim() ?? '').filter((cell) => cell !== ''))]
    .slice(0, EXAMPLES)
    .map((cell) => cell.slice(0, 60))
    .join(', ')
