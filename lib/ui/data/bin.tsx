import { useCallback, useState } from 'preact/hooks'
import type { Filter, ItemsView } from '../../contract/data-api'
import { useAction, usePanel, useWatch } from '../panel'
import { Problem } from '../parts/banner'
import { Loading } from '../parts/loading'
import { View } from '../shell/view'
import { t } from '../words'
import { Ask } from './ask'
import style from './bin.module.css'
import { LastChange } from './last-change'
import { numberWords } from './numbers'
import { Rows } from './rows'
import { type Selecting, useSelecting } from './selecting'

const BINNED: Filter = { binned: true }

/** What was deleted, for 30 days. */
export const Bin = () => {
  const data = useWatch('data', {})
  const [asked, setAsked] = useState({ offset: 0, limit: 100 })
  const view = useWatch('items', { filter: BINNED, order: 'changed', ...asked })
  const onAsk = useCallback(
    (next: typeof asked) =>
      setAsked((before) => (before.offset === next.offset && before.limit === next.limit ? before : next)),
    [],
  )
  const selecting = useSelecting(BINNED)
  const [memory] = useState({ items: 0 })
  return (
    <View title={t('bin.title')} back={{ at: 'data' }} alone own>
      <div class={style.bin}>
        <p class={style.lede}>{t('bin.lede')}</p>
        {!view ? (
          <Loading words={t('items.loading')} />
        ) : view.total === 0 && !data?.loading ? (
          <p class={style.empty}>{t('bin.empty')}</p>
        ) : (
          <Rows label={t('bin.list')} view={view} onAsk={onAsk} memory={memory} about="bin" selecting={selecting} />
        )}
        <div class={style.foot}>
          {view && view.total > 0 && <Actions view={view} selecting={selecting} />}
          <LastChange last={data?.last ?? null} />
        </div>
      </div>
    </View>
  )
}

/** Bringing back what is picked, or making it gone for good. */
const Actions = ({ view, selecting }: { view: ItemsView; selecting: Selecting }) => {
  const panel = usePanel()
  const [asking, setAsking] = useState<'picked' | 'all' | null>(null)
  const [erased, setErased] = useState<number | null>(null)
  const count = selecting.count(view.total)
  const restore = useAction(async () => {
    setErased(null)
    await panel.ask('restoreItems', { items: selecting.selection() })
    selecting.clear()
  })
  const erase = useAction(async (what: 'picked' | 'all') => {
    const items = what === 'all' ? { filter: BINNED } : selecting.selection()
    setErased((await panel.ask('eraseItems', { items })).count)
    selecting.clear()
  })
  const busy = restore.busy || erase.busy
  return (
    <>
      <div class={style.line}>
        <p role="status">
          {erased !== null && count === 0
            ? t('bin.erased', erased, [numberWords(erased)])
            : t('bulk.selected', count, [numberWords(count)])}
        </p>
        <button
          type="button"
          data-kind="plain"
          onClick={selecting.all || count > 0 ? selecting.clear : selecting.pickAll}
        >
          {selecting.all || count > 0 ? t('bulk.none') : t('bulk.all', { count: numberWords(view.total) })}
        </button>
      </div>
      <Problem reason={restore.reason ?? erase.reason} />
      <div class={style.line}>
        <button type="button" disabled={count === 0 || busy} onClick={restore.run}>
          {t('bin.restore')}
        </button>
        <button type="button" disabled={count === 0 || busy} onClick={() => setAsking('picked')}>
          {t('bin.erase')}
        </button>
        <button type="button" disabled={busy} onClick={() => setAsking('all')}>
          {t('bin.empty_bin')}
        </button>
      </div>
      {asking !== null && (
        <Ask
          title={eraseTitle(asking === 'all' ? view.total : count)}
          yes={t('bin.erase')}
          no={t('action.cancel')}
          onNo={() => setAsking(null)}
          onYes={() => {
            setAsking(null)
            erase.run(asking)
          }}
        >
          {t('bin.erase_lost')}
        </Ask>
      )}
    </>
  )
}

const eraseTitle = (count: number): string => t('bin.erase_title', count, [numberWords(count)])
