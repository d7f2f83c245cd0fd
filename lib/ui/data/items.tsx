import { useCallback, useState } from 'preact/hooks'
import type { DataSummary, ItemsView } from '../../contract/data-api'
import { useWatch } from '../panel'
import { Banner } from '../parts/banner'
import { Loading } from '../parts/loading'
import { go, here } from '../place'
import { View } from '../shell/view'
import { t } from '../words'
import { BulkBar } from './bulk-bar'
import { choose, criteria, filterOf, scrolled } from './criteria'
import { Dropped } from './dropped'
import { Filters } from './filters'
import style from './items.module.css'
import { LastChange } from './last-change'
import { NoItems } from './no-items'
import { numberWords } from './numbers'
import { Rows } from './rows'
import { type Selecting, useSelecting } from './selecting'
import { Toolbar } from './toolbar'

/** The list of items, with search and filters. `beside` another view where there is room. */
export const Items = ({ beside }: { beside: boolean }) => {
  const data = useWatch('data', {})
  const [asked, setAsked] = useState({ offset: 0, limit: 100 })
  const { order } = criteria.value
  const filter = filterOf(criteria.value)
  const view = useWatch('items', { filter, order, ...asked })
  const onAsk = useCallback(
    (next: typeof asked) =>
      setAsked((before) => (before.offset === next.offset && before.limit === next.limit ? before : next)),
    [],
  )
  const [picking, setPicking] = useState(false)
  const selecting = useSelecting(filter)
  const pick = (on: boolean) => {
    selecting.clear()
    setPicking(on)
    // One thing at a time: what is done to many stands in the list, with its own "Undo".
    if (on && here.value.at === 'item') go({ at: 'data' })
  }
  const nothing = data?.count === 0 && !data.loading
  return (
    <View title={t('place.data')} beside={beside} own actions={<Toolbar nothing={nothing} />}>
      <Dropped>
        <div class={style.top}>
          {data && <Filters data={data} picking={picking} onPicking={pick} />}
          <State data={data} />
        </div>
        {data && view && !nothing ? (
          <Found view={view} data={data} onAsk={onAsk} selecting={picking ? selecting : undefined} />
        ) : nothing ? (
          <NoItems />
        ) : (
          <Loading words={t('items.loading')} />
        )}
        <div class={style.foot}>
          {picking && view ? (
            <BulkBar data={data} total={view.total} selecting={selecting} onDone={() => pick(false)} />
          ) : (
            here.value.at === 'data' && <LastChange last={data?.last ?? null} />
          )}
        </div>
      </Dropped>
    </View>
  )
}

/** What there is to say of the whole: that it is still being opened, that something of it does not open. */
const State = ({ data }: { data: DataSummary | null | undefined }) => (
  <>
    <p class={style.state} role="status">
      {data?.loading && t('items.opening', { count: numberWords(data.count) })}
    </p>
    {data && data.damaged > 0 && <Banner tone="bad">{t('items.damaged', data.damaged)}</Banner>}
  </>
)

interface FoundProps {
  view: ItemsView
  data: DataSummary
  onAsk: (asked: { offset: number; limit: number }) => void
  selecting: Selecting | undefined
}

const Found = ({ view, data, onAsk, selecting }: FoundProps) => {
  const place = here.value
  const { text, type, tag, order } = criteria.value
  if (view.total === 0 && !data.loading) return <Unmatched count={data.count} />
  return (
    <Rows
      label={t('items.list')}
      view={view}
      onAsk={onAsk}
      memory={scrolled}
      about={JSON.stringify([text, type, tag, order])}
      current={place.at === 'item' ? place.item : null}
      selecting={selecting}
    />
  )
}

const Unmatched = ({ count }: { count: number }) => {
  const { text, type, tag } = criteria.value
  const words = text.trim()
  return (
    <div class={style.empty}>
      <p role="status">
        {words === ''
          ? t('items.nothing_here')
          : t('items.nothing_matches', {
              items: t('items.number', count, [numberWords(count)]),
              text: words.slice(0, 80),
            })}
      </p>
      {(type !== '' || tag !== '' || words !== '') && (
        <button type="button" onClick={() => choose({ text: '', type: '', tag: '' })}>
          {t('items.show_all')}
        </button>
      )}
    </div>
  )
}
