import { useState } from 'preact/hooks'
import type { Filter } from '../../../contract/data-api'
import { useWatch } from '../../panel'
import { locale } from '../../time'
import { t } from '../../words'
import { figure, spanWords } from '../charts/figures'
import { Columns } from './columns'
import style from './timeline.module.css'
import { firstYear, monthColumns, yearColumns, yearsInSight } from './years'

/** A stretch of time; without its ends, all. */
export type Stretch = Pick<Filter, 'from' | 'before'>

interface SpansProps {
  filter: Filter
  stretch: Stretch
  onStretch: (stretch: Stretch) => void
}

const monthFormat = new Intl.DateTimeFormat(locale, { month: 'narrow' })
const yearMark = (at: number) => `’${String(new Date(at).getFullYear() % 100).padStart(2, '0')}`

/** The bars: the months of a year, or all years. Pressing one shows what happened in it, pressing it again all. */
export const Spans = ({ filter, stretch, onStretch }: SpansProps) => {
  // undefined: not chosen yet; null: all years.
  const [picked, pick] = useState<number | null | undefined>(undefined)
  const sight = yearsInSight(Date.now())
  const byYear = useWatch('timeline', { filter: { ...filter, ...sight }, span: 'year' })
  const all = useWatch('items', { filter, order: 'newest', offset: 0, limit: 1 })
  const years = byYear ? yearColumns(byYear) : []
  const year = picked === undefined ? firstYear(years, Date.now()) : picked
  if (!byYear) return <div class={style.waiting} />
  const inSight = years.reduce((sum, { count }) => sum + count, 0)
  const beyond = (all?.total ?? inSight) - inSight
  const choose = (next: number | null, to: Stretch) => {
    pick(next)
    onStretch(to)
  }
  return (
    <section class={style.spans} aria-label={t('timeline.spans')}>
      {year === null ? (
        <>
          <Columns
            label={t('timeline.years')}
            columns={years}
            mark={years.length > 12 ? yearMark : (at) => spanWords(at, 'year')}
            name={(at) => spanWords(at, 'year')}
            chosen={null}
            onChoose={({ at, before }) => choose(new Date(at).getFullYear(), { from: at, before })}
          />
          {beyond > 0 && <Beyond {...{ filter, sight, onStretch }} />}
        </>
      ) : (
        <Months
          key={year}
          {...{ filter, year, stretch, choose }}
          others={beyond > 0 || years.some(({ at, count }) => count > 0 && new Date(at).getFullYear() !== year)}
        />
      )}
    </section>
  )
}

/** What happened long ago, or is said to happen far from now: no bar, but to be found all the same. */
const Beyond = ({
  filter,
  sight,
  onStretch,
}: Pick<SpansProps, 'filter' | 'onStretch'> & { sight: Required<Stretch> }) => {
  const counts = {
    earlier: useWatch('items', {
      filter: { ...filter, before: sight.from ?? 0 },
      order: 'newest',
      offset: 0,
      limit: 1,
    }),
    later: useWatch('items', { filter: { ...filter, from: sight.before ?? 0 }, order: 'newest', offset: 0, limit: 1 }),
  }
  return (
    <p class={style.beyond}>
      {counts.earlier && counts.earlier.total > 0 && (
        <button type="button" data-kind="plain" onClick={() => onStretch({ before: sight.from ?? 0 })}>
          {t('timeline.earlier', { count: figure(counts.earlier.total), year: spanWords(sight.from ?? 0, 'year') })}
        </button>
      )}
      {counts.later && counts.later.total > 0 && (
        <button type="button" data-kind="plain" onClick={() => onStretch({ from: sight.before ?? 0 })}>
          {t('timeline.later', { count: figure(counts.later.total) })}
        </button>
      )}
    </p>
  )
}

interface MonthsProps {
  filter: Filter
  year: number
  stretch: Stretch
  choose: (year: number | null, to: Stretch) => void
  /** Whether something happened in another year. */
  others: boolean
}

const Months = ({ filter, year, stretch, choose, others }: MonthsProps) => {
  const [january] = monthColumns({ spans: [], span: 'month' }, year)
  const from = january?.at ?? 0
  const before = monthColumns({ spans: [], span: 'month' }, year).at(-1)?.before ?? from
  const view = useWatch('timeline', { filter: { ...filter, from, before }, span: 'month' })
  const columns = monthColumns(view ?? { spans: [], span: 'month' }, year)
  const total = columns.reduce((sum, { count }) => sum + count, 0)
  const chosen = columns.find(({ at, before: end }) => at === stretch.from && end === stretch.before)
  return (
    <>
      <div class={style.head}>
        <p>{t('timeline.in_year', total, [figure(total), String(year)])}</p>
        {others && (
          <button type="button" data-kind="plain" onClick={() => choose(null, {})}>
            {t('timeline.all_years')}
          </button>
        )}
      </div>
      <Columns
        label={t('timeline.months', { year: String(year) })}
        columns={columns}
        mark={(at) => monthFormat.format(at)}
        name={(at) => spanWords(at, 'month')}
        chosen={chosen?.at ?? null}
        onChoose={(column) =>
          choose(year, column.at === chosen?.at ? { from, before } : { from: column.at, before: column.before })
        }
      />
    </>
  )
}
