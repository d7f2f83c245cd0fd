import { useState } from 'preact/hooks'
import type { Series } from '../../../contract/data-api'
import { useWatch } from '../../panel'
import { Loading } from '../../parts/loading'
import { View } from '../../shell/view'
import { t } from '../../words'
import { Card } from './card'
import style from './charts.module.css'
import { Enlarged } from './enlarged'

// Each card asks the agent for its own picture.
const AT_ONCE = 6

/** What was measured: a card for each property, the most frequent first, and one of them in full. */
export const ChartsScreen = () => {
  const all = useWatch('measured', {})
  return (
    <View title={t('charts.title')} back={{ at: 'data' }}>
      {all === undefined || all === null ? (
        <Loading words={t('charts.loading')} />
      ) : all.length === 0 ? (
        <p class={style.empty}>{t('charts.empty')}</p>
      ) : (
        <Pictures all={all} />
      )}
    </View>
  )
}

const keyOf = ({ property, unit }: Series): string => `${property}\n${unit}`

const Pictures = ({ all }: { all: readonly Series[] }) => {
  const [key, setKey] = useState<string | null>(null)
  const [shown, setShown] = useState(AT_ONCE)
  const chosen = all.find((each) => keyOf(each) === key)
  const choose = (series: Series) => setKey(keyOf(series))
  // Who comes back finds the focus where it was.
  const [left, setLeft] = useState<string | null>(null)
  const close = (from: string | null) => {
    setLeft(from)
    setKey(null)
  }
  if (chosen)
    return (
      <div class={style.charts}>
        <Enlarged all={all} series={chosen} onChoose={choose} onClose={() => close(key)} />
      </div>
    )
  return (
    <div class={style.charts}>
      <ul class={style.cards} aria-label={t('charts.title')}>
        {all.slice(0, shown).map((series) => (
          <Card key={keyOf(series)} series={series} focused={keyOf(series) === left} onChoose={() => choose(series)} />
        ))}
      </ul>
      {all.length > shown && (
        <p class={style.more}>
          <button type="button" onClick={() => setShown(shown + AT_ONCE)}>
            {t('charts.more', all.length - shown)}
          </button>
        </p>
      )}
    </div>
  )
}
