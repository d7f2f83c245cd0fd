import { Search } from 'lucide-preact'
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { SitesWatches } from '../../contract/sites-api'
import { numberWords } from '../data/numbers'
import { usePanel } from '../panel'
import hidden from '../parts/hidden.module.css'
import { Loading } from '../parts/loading'
import { t } from '../words'
import style from './activity.module.css'
import { ActivityTable } from './activity-table'
import { searchedFor } from './activity-words'
import { useExport } from './export'
import { readActivity } from './reading'

interface Asked {
  offset: number
  limit: number
}

/** The entries around those in sight, with where they stand: what comes later may be about other rows. */
const useActivity = (text: string, { offset, limit }: Asked) => {
  const panel = usePanel()
  const [seen, setSeen] = useState<{ value: SitesWatches['activity']['value']; offset: number }>()
  useEffect(
    () => panel.watch('activity', { words: searchedFor(text), offset, limit }, (value) => setSeen({ value, offset })),
    [panel, text, offset, limit],
  )
  return seen?.value && { ...seen.value, offset: seen.offset }
}

/** What every site did and asked for, and what came of it. */
export const ActivityScreen = () => {
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<Asked>({ offset: 0, limit: 100 })
  const activity = useActivity(text, asked)
  const onAsk = useCallback(
    (next: Asked) =>
      setAsked((before) => (before.offset === next.offset && before.limit === next.limit ? before : next)),
    [],
  )
  const search = (typed: string) => {
    setText(typed)
    setAsked({ offset: 0, limit: 100 })
  }
  const words = text.trim()
  return (
    <div class={style.activity}>
      <search class={style.top}>
        <label>
          <span class={hidden.hidden}>{t('activity.search')}</span>
          <Search size={16} aria-hidden="true" />
          <input
            type="search"
            value={text}
            placeholder={t('activity.search')}
            autocomplete="off"
            spellcheck={false}
            maxLength={200}
            onInput={(event) => search(event.currentTarget.value)}
          />
        </label>
        <p role="status">
          {activity &&
            words !== '' &&
            activity.total > 0 &&
            t('activity.found', activity.total, [numberWords(activity.total)])}
        </p>
      </search>
      {!activity ? (
        <Loading words={t('activity.loading')} />
      ) : activity.total > 0 ? (
        <ActivityTable activity={activity} about={text} onAsk={onAsk} />
      ) : (
        <p class={style.nothing} role="status">
          {words === '' ? t('activity.empty') : t('activity.nothing', { text: words.slice(0, 80) })}
        </p>
      )}
    </div>
  )
}

/** All of it as a file, whatever is searched for. */
export const ExportActivity = () => {
  const panel = usePanel()
  const { run, busy, said } = useExport('hearth-activity', 'application/json', async () =>
    (await readActivity(panel)).map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() })),
  )
  return (
    <>
      {said}
      <button type="button" data-kind="plain" disabled={busy} onClick={run}>
        {t('activity.export')}
      </button>
    </>
  )
}
