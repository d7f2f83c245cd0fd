import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Series, SeriesView } from '../../../contract/data-api'
import { useWatch } from '../../panel'
import { t } from '../../words'
import style from './charts.module.css'
import { firstRange, windowOf } from './ranges'
import { SeriesChart } from './series-chart'
import { changeWords, lastWords } from './telling'

/** One property: its last value, what changed, and a small picture. */
export const Card = ({ series, focused, onChoose }: { series: Series; focused: boolean; onChoose: () => void }) => {
  const title = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    if (focused) title.current?.focus()
  }, [focused])
  const { property, unit, total } = series
  const range = firstRange(series)
  const window = windowOf(range, series)
  // A small picture has room for about sixty bars, or as many corners of a line.
  const view = useWatch('series', { property, unit, total, points: total ? 60 : 120, ...window })
  return (
    <li class={style.card}>
      <div class={style.head}>
        <h2>
          <button ref={title} type="button" data-kind="plain" onClick={onChoose}>
            <bdi>{property}</bdi>
          </button>
        </h2>
        <small>
          <bdi>{t(`charts.range_${range}`)}</bdi>
        </small>
      </div>
      {view && <Figures view={view} />}
      {view ? <SeriesChart view={view} window={window} height={120} /> : <div class={style.waiting} />}
    </li>
  )
}

/** The last value, large, and what changed. */
export const Figures = ({ view }: { view: SeriesView }) => {
  const last = lastWords(view)
  if (last === null) return <p class={style.note}>{t('charts.nothing')}</p>
  const [value, unit] = last
  return (
    <p class={style.figure}>
      <b>{value}</b>
      {unit !== '' && <bdi class={style.unit}> {unit}</bdi>}
      <bdi class={style.note}> {changeWords(view)}</bdi>
    </p>
  )
}
