import { useState } from 'preact/hooks'
import type { DataSummary, Edit } from '../../contract/data-api'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { t } from '../words'
import style from './bulk-bar.module.css'
import { BulkEdit, type BulkWay } from './bulk-edit'
import { criteria } from './criteria'
import { numberWords } from './numbers'
import type { Selecting } from './selecting'

interface BulkBarProps {
  data: DataSummary | null | undefined
  total: number
  selecting: Selecting
  onDone: () => void
}

const WAYS: readonly BulkWay[] = ['tag', 'untag', 'set', 'type']

/** What can be done to all that is picked. Afterwards the list says what was done, with the way back. */
export const BulkBar = ({ data, total, selecting, onDone }: BulkBarProps) => {
  const panel = usePanel()
  const [way, setWay] = useState<BulkWay | null>(null)
  const count = selecting.count(total)
  const [nothing, setNothing] = useState(false)
  const { run, busy, reason } = useAction(async (edit: Edit | 'delete') => {
    const items = selecting.selection()
    const done =
      edit === 'delete' ? await panel.ask('binItems', { items }) : await panel.ask('editItems', { items, edit })
    if (done.count > 0) onDone()
    else setNothing(true)
  })
  const apply = (edit: Edit | 'delete') => {
    setNothing(false)
    run(edit)
  }
  return (
    <section class={style.bar} aria-label={t('bulk.title')}>
      <div class={style.line}>
        <p role="status">{t('bulk.selected', count, [numberWords(count)])}</p>
        {selecting.all || count > 0 ? (
          <button type="button" data-kind="plain" onClick={selecting.clear}>
            {t('bulk.none')}
          </button>
        ) : null}
        {!selecting.all && total > 0 && (
          <button type="button" data-kind="plain" onClick={selecting.pickAll}>
            {t('bulk.all', { count: numberWords(total) })}
          </button>
        )}
        <button type="button" data-kind="plain" onClick={onDone}>
          {t('bulk.done')}
        </button>
      </div>
      <Problem reason={reason} />
      {nothing && <p role="status">{t('bulk.nothing')}</p>}
      {way !== null && (
        <BulkEdit
          key={way}
          way={way}
          tags={data?.tags ?? []}
          type={criteria.value.type}
          ready={count > 0 && !busy}
          onEdit={apply}
        />
      )}
      <div class={style.line}>
        {WAYS.map((each) => (
          <button
            key={each}
            type="button"
            aria-expanded={way === each}
            onClick={() => setWay(way === each ? null : each)}
          >
            {t(`bulk.${each}`)}
          </button>
        ))}
        <button type="button" disabled={count === 0 || busy} onClick={() => apply('delete')}>
          {t('items.delete')}
        </button>
      </div>
    </section>
  )
}
