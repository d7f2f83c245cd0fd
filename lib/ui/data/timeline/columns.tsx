import { t } from '../../words'
import { figure } from '../charts/figures'
import style from './timeline.module.css'
import type { Column } from './years'

interface ColumnsProps {
  label: string
  columns: readonly Column[]
  /** Below a bar, where there is room for it. */
  mark: (at: number) => string
  /** The whole name of a bar. */
  name: (at: number) => string
  /** The beginning of the bar that is pressed. */
  chosen: number | null
  onChoose: (column: Column) => void
}

/** A bar for each span of time, to be pressed. */
export const Columns = ({ label, columns, mark, name, chosen, onChoose }: ColumnsProps) => {
  const most = Math.max(1, ...columns.map(({ count }) => count))
  const now = Date.now()
  // Names stand below every bar, or below as many as there is room for.
  const every = Math.ceil(columns.length / 12)
  return (
    <ol class={style.columns} aria-label={label} data-many={columns.length > 24}>
      {columns.map((column, index) => (
        <li key={column.at}>
          <button
            type="button"
            aria-pressed={column.at === chosen}
            aria-label={t('timeline.column', { when: name(column.at), count: figure(column.count) })}
            title={t('timeline.column', { when: name(column.at), count: figure(column.count) })}
            onClick={() => onChoose(column)}
          >
            <span
              class={style.bar}
              data-now={now >= column.at && now < column.before}
              data-none={column.count === 0}
              style={{ blockSize: `${Math.max(2, (100 * column.count) / most)}%` }}
            />
          </button>
          <span class={style.mark} aria-hidden="true">
            {(columns.length - 1 - index) % every === 0 && mark(column.at)}
          </span>
        </li>
      ))}
    </ol>
  )
}
