import type { SeriesView } from '../../../contract/data-api'
import { nextOf } from '../../../contract/spans'
import { t } from '../../words'
import { amount, figure, monthWords, spanWords, unitless } from './figures'
import type { Point } from './frame'

/** What one point says: "12 March: 8,120 steps". */
export const pointWords = ({ property, unit, span }: SeriesView, { at, value, least, most, count }: Point): string => {
  const when = spanWords(at, span)
  const said = amount(value, unit, property)
  return count > 1 && least !== most && span !== 'each'
    ? t('charts.point_between', { when, value: said, least: figure(least), most: figure(most) })
    : t('charts.point', { when, value: said })
}

/** A chart in one sentence, for who does not see it. */
export const summaryOf = (view: SeriesView): string => {
  const { points, property, unit, span, total } = view
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return t('charts.nothing')
  const said = (value: number) => amount(value, unit, property)
  const most = points.reduce((a, b) => (b.value > a.value ? b : a))
  const least = points.reduce((a, b) => (b.value < a.value ? b : a))
  if (total) {
    const sum = points.reduce((all, { value }) => all + value, 0)
    return t('charts.summary_total', { sum: said(sum), most: said(most.value), when: spanWords(most.at, span) })
  }
  return t('charts.summary', {
    first: said(first.value),
    from: spanWords(first.at, span),
    last: said(last.value),
    to: spanWords(last.at, span),
    least: said(least.value),
    most: said(most.value),
  })
}

/** The last value alone, to be written large, and its unit. */
export const lastWords = ({ points, unit, property }: SeriesView): [value: string, unit: string] | null => {
  const last = points.at(-1)
  return last ? [figure(last.value), unitless(unit) ? '' : unit === property ? '' : unit] : null
}

/** What changed since the beginning of the picture; of what is counted, what is usual. */
export const changeWords = (view: SeriesView): string => {
  const { points, total, span, unit, property } = view
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || first === last) return ''
  if (total) {
    // What is not over yet says nothing about what is usual.
    const over = span !== 'each' && nextOf(last.at, span) > Date.now() ? points.slice(0, -1) : points
    const mean = over.reduce((all, { value }) => all + value / over.length, 0)
    return t(`charts.usual_${span === 'each' ? 'day' : span}`, {
      when: spanWords(last.at, span),
      value: amount(Math.abs(mean) >= 100 ? Math.round(mean) : mean, unit, property),
    })
  }
  const change = last.value - first.value
  const long = last.at - first.at > 27 * 864e5
  const when = long ? monthWords(first.at) : spanWords(first.at, 'day')
  const value = unitless(unit) ? figure(Math.abs(change)) : `${figure(Math.abs(change))} ${unit}`
  const how = figure(Math.abs(change)) === figure(0) ? 'same' : change < 0 ? 'less' : 'more'
  return t(`charts.${how}_${long ? 'in' : 'on'}`, { value, when })
}
