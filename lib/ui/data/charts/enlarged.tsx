import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Series } from '../../../contract/data-api'
import { useWatch } from '../../panel'
import { wide } from '../../wide'
import { t } from '../../words'
import { Figures } from './card'
import style from './charts.module.css'
import { unitless } from './figures'
import { firstRange, RANGES, type Range, windowOf } from './ranges'
import { SeriesChart } from './series-chart'

interface EnlargedProps {
  all: readonly Series[]
  series: Series
  onChoose: (series: Series) => void
  onClose: () => void
}

/** One property in full: as much of its time as is wanted, point by point, and as numbers. */
export const Enlarged = ({ all, series, onChoose, onClose }: EnlargedProps) => {
  const { property, unit } = series
  // null: as it fits the property.
  const [picked, setRange] = useState<Range | null>(null)
  const [together, setTotal] = useState<boolean | null>(null)
  const range = picked ?? firstRange(series)
  const total = together ?? series.total
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => heading.current?.focus(), [])
  return (
    <section class={style.enlarged} aria-label={property}>
      <div class={style.tools}>
        <h2 ref={heading} tabIndex={-1}>
          <bdi>{property}</bdi>
        </h2>
        <button type="button" onClick={onClose}>
          {t('charts.all')}
        </button>
      </div>
      <div class={style.tools}>
        <PropertyChoice
          {...{ all, series }}
          onChoose={(next) => {
            setTotal(null)
            onChoose(next)
          }}
        />
        <Segments
          label={t('charts.sum_or_mean')}
          choices={[
            ['sum', t('charts.added_up')],
            ['mean', t('charts.by_itself')],
          ]}
          chosen={total ? 'sum' : 'mean'}
          onChoose={(kind) => setTotal(kind === 'sum')}
        />
        <Segments
          label={t('charts.range')}
          choices={RANGES.map((each) => [each, t(`charts.range_${each}`)])}
          chosen={range}
          onChoose={setRange}
        />
      </div>
      <Picture key={`${property}\n${unit}\n${range} ${total}`} {...{ series, range, total }} />
    </section>
  )
}

/** Made anew for another range: no value is ever drawn where it does not belong. */
const Picture = ({ series, range, total }: { series: Series; range: Range; total: boolean }) => {
  const { property, unit } = series
  const window = windowOf(range, series)
  const points = total ? (wide.value ? 120 : 60) : wide.value ? 400 : 200
  const view = useWatch('series', { property, unit, total, points, ...window })
  if (!view) return <div class={style.waiting} />
  return (
    <>
      <Figures view={view} />
      <SeriesChart view={view} window={window} height={wide.value ? 320 : 220} whole />
    </>
  )
}

const nameOf = ({ property, unit }: Series): string => (unitless(unit) ? property : `${property}, ${unit}`)

const PropertyChoice = ({ all, series, onChoose }: Pick<EnlargedProps, 'all' | 'series' | 'onChoose'>) => (
  <label class={style.choice}>
    {t('charts.property')}
    <select
      value={all.indexOf(series)}
      onChange={(event) => {
        const chosen = all[Number(event.currentTarget.value)]
        if (chosen) onChoose(chosen)
      }}
    >
      {all.map((each, index) => (
        <option key={nameOf(each)} value={index}>
          {nameOf(each)}
        </option>
      ))}
    </select>
  </label>
)

interface SegmentsProps<K extends string> {
  label: string
  choices: readonly (readonly [kind: K, words: string])[]
  chosen: K
  onChoose: (kind: K) => void
}

/** A few short choices in a row. */
export const Segments = <K extends string>({ label, choices, chosen, onChoose }: SegmentsProps<K>) => {
  const id = useId()
  return (
    <div class={style.segments} role="radiogroup" aria-label={label}>
      {choices.map(([kind, words]) => (
        <label key={kind}>
          <input type="radio" name={id} checked={kind === chosen} onChange={() => onChoose(kind)} />
          {words}
        </label>
      ))}
    </div>
  )
}
