import { useMemo, useState } from 'preact/hooks'
import type { Query, QueryResult } from '../../../contract/data-api'
import { beginOf } from '../../../contract/spans'
import { CopyIcon, CopyNote, useCopy } from '../../parts/copy'
import hidden from '../../parts/hidden.module.css'
import { t } from '../../words'
import { Chart } from '../charts/chart'
import { figure, spanWords, unitless } from '../charts/figures'
import { Numbers } from '../charts/numbers'
import { distanceWords, sizeWords } from '../numbers'
import { fieldName, typeName } from '../shown'
import { csvOf } from './csv'
import style from './query.module.css'

interface ResultProps {
  query: Query
  result: QueryResult
}

type Row = QueryResult['rows'][number]

/** What came out, as a picture and in numbers. */
export const Result = ({ query, result }: ResultProps) => {
  const { group, measure } = query
  const { rows, more, without } = result
  const say = (value: number) => valueWords(query, value)
  return (
    <section class={style.result} aria-label={t('query.result')}>
      {rows.length === 0 ? (
        <p class={style.nothing}>{t('query.nothing')}</p>
      ) : group === null ? (
        <p class={style.figure}>{say(rows[0]?.value ?? 0)}</p>
      ) : group.by === 'time' ? (
        <OverTime {...{ query, rows, say }} span={group.span} />
      ) : (
        <Groups {...{ query, rows, say }} />
      )}
      {rows.length > 0 && <CopyTable query={query} rows={rows} />}
      {more > 0 && <p class={style.note}>{t('query.more', more, [figure(more)])}</p>}
      {without > 0 && (
        <p class={style.note}>
          {t(measure.of === 'count' ? 'query.without_group' : 'query.without', without, [figure(without)])}
        </p>
      )}
    </section>
  )
}

const valueWords = ({ measure, only }: Query, value: number): string => {
  if (measure.of === 'count') return figure(value)
  if (measure.field === 'distance') return distanceWords(value)
  if (measure.field === 'content' || measure.field === 'image') return sizeWords(Math.max(0, value))
  const unit = only?.find(({ field }) => field === 'unitText')?.is ?? ''
  return unitless(unit) ? figure(value) : `${figure(value)} ${unit}`
}

/** The name of a group. */
const labelOf = ({ group }: Query, { label, at }: Row): string => {
  if (group?.by === 'time') return spanWords(at ?? 0, group.span)
  if (group?.by === 'tag') return `#${label}`
  return group?.by === 'type' ? typeName(label) : label
}

const headOf = ({ group }: Query): string => {
  if (group === null) return ''
  if (group.by === 'field') return fieldName(group.field)
  return t(`query.by_${group.by === 'time' ? group.span : group.by}`)
}

const measureWords = ({ measure }: Query): string =>
  measure.of === 'count'
    ? t('query.count')
    : t('query.measure_of', { measure: t(`query.${measure.of}`), field: fieldName(measure.field) })

interface PictureProps {
  query: Query
  rows: readonly Row[]
  say: (value: number) => string
}

// No screen has room for more.
const MOST_POINTS = 400

const OverTime = ({ query, rows, say, span }: PictureProps & { span: 'day' | 'week' | 'month' | 'year' }) => {
  // Nothing adds up to zero; of nothing there is no mean.
  const bars = query.measure.of === 'count' || query.measure.of === 'sum'
  const points = useMemo(
    () =>
      rows
        .slice(-MOST_POINTS)
        .filter(({ count }) => bars || count > 0)
        .map(({ at, value, count }) => ({ at: at ?? 0, value, least: value, most: value, count })),
    [rows, bars],
  )
  const most = points.reduce((a, b) => (b.value > a.value ? b : a), points[0] ?? { at: 0, value: 0 })
  const title = measureWords(query)
  const summary = t('query.summary', {
    most: say(most.value),
    when: spanWords(most.at, span),
    count: figure(points.length),
  })
  const now = beginOf(Date.now(), span)
  return (
    <>
      <Chart
        {...{ title, summary, points, span, bars }}
        from={null}
        before={null}
        height={220}
        cursor
        now={points.findIndex(({ at }) => at === now)}
        say={({ at, value }) => t('charts.point', { when: spanWords(at, span), value: say(value) })}
      />
      <Numbers
        title={title}
        heads={[headOf(query), title]}
        rows={[...rows].reverse().map((row) => [labelOf(query, row), bars || row.count > 0 ? say(row.value) : '–'])}
      />
    </>
  )
}

const AT_ONCE = 50

const Groups = ({ query, rows, say }: PictureProps) => {
  const [shown, setShown] = useState(AT_ONCE)
  const most = Math.max(...rows.map(({ value }) => Math.abs(value)), Number.MIN_VALUE)
  return (
    <>
      <table class={style.groups} aria-label={measureWords(query)}>
        <thead>
          <tr>
            <th scope="col">{headOf(query)}</th>
            <th scope="col">{measureWords(query)}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row) => (
            <tr key={row.label}>
              <th scope="row">
                <bdi>{labelOf(query, row)}</bdi>
                <span class={style.track}>
                  <span class={style.bar} style={{ inlineSize: `${(100 * Math.abs(row.value)) / most}%` }} />
                </span>
              </th>
              <td>{say(row.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <button type="button" onClick={() => setShown(rows.length)}>
          {t('query.all', rows.length, [figure(rows.length)])}
        </button>
      )}
    </>
  )
}

const CopyTable = ({ query, rows }: { query: Query; rows: readonly Row[] }) => {
  const { copied, copy } = useCopy()
  const table = () =>
    csvOf([[headOf(query), measureWords(query)], ...rows.map((row) => [labelOf(query, row), row.value])])
  return (
    <div>
      <button type="button" onClick={() => copy(table())}>
        <CopyIcon copied={copied} />
        {t('query.copy')}
      </button>
      <CopyNote copied={copied} hidden={hidden.hidden} />
    </div>
  )
}
