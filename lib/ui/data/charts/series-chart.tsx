import type { SeriesView } from '../../../contract/data-api'
import { beginOf } from '../../../contract/spans'
import { t } from '../../words'
import { Chart } from './chart'
import { amount, figure, spanWords } from './figures'
import { Numbers } from './numbers'
import type { Window } from './ranges'
import { pointWords, summaryOf } from './telling'

interface SeriesChartProps {
  view: SeriesView
  window: Window
  height: number
  /** Single points can be looked at, and all as numbers. */
  whole?: boolean
}

/** What was measured, as a picture: bars where values add up, else a line. */
export const SeriesChart = ({ view, window, height, whole = false }: SeriesChartProps) => {
  const { points, span, total, property } = view
  const last = points.at(-1)
  const isNow = total && span !== 'each' && last?.at === beginOf(Date.now(), span)
  return (
    <>
      <Chart
        {...{ points, span, height, ...window }}
        title={property}
        summary={summaryOf(view)}
        bars={total}
        cursor={whole}
        now={isNow ? points.length - 1 : -1}
        say={(point) => pointWords(view, point)}
      />
      {whole && points.length > 0 && <SeriesNumbers view={view} />}
    </>
  )
}

const SeriesNumbers = ({ view: { points, span, unit, property } }: { view: SeriesView }) => {
  const many = points.some(({ least, most }) => least !== most)
  const heads = [t('charts.when'), t('charts.value'), ...(many ? [t('charts.least'), t('charts.most')] : [])]
  const rows = [...points]
    .reverse()
    .map(({ at, value, least, most }) => [
      spanWords(at, span),
      amount(value, unit, property),
      ...(many ? [figure(least), figure(most)] : []),
    ])
  return <Numbers title={property} heads={heads} rows={rows} />
}
