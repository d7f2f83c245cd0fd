import { useState } from 'preact/hooks'
import type { Filter } from '../../../contract/data-api'
import { useWatch } from '../../panel'
import { Loading } from '../../parts/loading'
import { View } from '../../shell/view'
import { t } from '../../words'
import { figure } from '../charts/figures'
import { typeName } from '../shown'
import { Days } from './days'
import { Spans, type Stretch } from './spans'
import style from './timeline.module.css'

/** What happened when: bars by year and month, and below them the items by day. */
export const TimelineScreen = () => {
  const data = useWatch('data', {})
  const [text, setText] = useState('')
  const [type, setType] = useState('')
  const [stretch, setStretch] = useState<Stretch>({})
  const [offset, setOffset] = useState(0)
  const within: Filter = { ...(text.trim() !== '' && { text }), ...(type !== '' && { type }) }
  const { from, before } = stretch
  const filter = { ...within, ...(from !== undefined && { from }), ...(before !== undefined && { before }) }
  const changing =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value)
      setOffset(0)
    }
  return (
    <View title={t('timeline.title')} back={{ at: 'data' }}>
      {!data ? (
        <Loading words={t('timeline.loading')} />
      ) : data.count === 0 && !data.loading ? (
        <p class={style.empty}>{t('timeline.empty')}</p>
      ) : (
        <div class={style.timeline}>
          <div class={style.filters}>
            <input
              type="search"
              autocomplete="off"
              aria-label={t('timeline.search')}
              placeholder={t('timeline.search')}
              value={text}
              onInput={(event) => changing(setText)(event.currentTarget.value)}
            />
            <select
              aria-label={t('timeline.type')}
              value={type}
              onChange={(event) => changing(setType)(event.currentTarget.value)}
            >
              <option value="">{t('timeline.all_types')}</option>
              {data.types.map((each) => (
                <option key={each.type} value={each.type}>
                  {t('timeline.type_count', { type: typeName(each.type), count: figure(each.count) })}
                </option>
              ))}
            </select>
          </div>
          <Spans filter={within} stretch={stretch} onStretch={changing(setStretch)} />
          <Days filter={filter} offset={offset} onOffset={setOffset} />
        </div>
      )}
    </View>
  )
}
