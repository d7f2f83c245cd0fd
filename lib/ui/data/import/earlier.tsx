import type { ImportView } from '../../../contract/data-api'
import { shownName } from '../../names'
import { useAction, usePanel, useWatch } from '../../panel'
import { Banner } from '../../parts/banner'
import stack from '../../parts/stack.module.css'
import { sinceWhen } from '../../time'
import { t } from '../../words'
import style from '../files.module.css'
import { Counts, countWords } from './counts'
import { formatWords } from './format'
import own from './import.module.css'
import { UndoImport } from './undo-import'
import { Unread } from './unread'

/** What another tab brings in now. */
export const Elsewhere = () => {
  const running = useWatch('imports', {})?.find(({ state }) => state === 'running')
  return running === undefined ? null : <RunsElsewhere view={running} />
}

/** What came in before, each with what became of it and the way back. */
export const Earlier = () => {
  const imports = useWatch('imports', {})
  if (!imports) return null
  const past = imports.filter(isPast)
  return (
    <section class={style.section}>
      <h2>{t('import.earlier')}</h2>
      {past.length === 0 ? (
        <p class={style.note}>{t('import.nothing_earlier')}</p>
      ) : (
        <ul class={`${style.card} ${own.earlier}`} aria-label={t('import.earlier')}>
          {past.map((view) => (
            <li key={view.id}>
              <Past view={view} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

type PastState = Exclude<ImportView['state'], 'running'>
const isPast = (view: ImportView): view is ImportView & { state: PastState } => view.state !== 'running'

const Past = ({ view }: { view: ImportView & { state: PastState } }) => (
  <details>
    <summary>
      <span>
        <bdi>{shownName(view.name)}</bdi>
        <small>{formatWords(view.format)}</small>
      </span>
      <span>
        <small>
          {view.state === 'done'
            ? countWords(view.counts.added + view.counts.updated)
            : t(`import.state_${view.state}`)}
        </small>
        <small>
          <time dateTime={new Date(view.startedAt).toISOString()}>{sinceWhen(view.startedAt)}</time>
        </small>
      </span>
    </summary>
    <div class={own.opened}>
      {view.state === 'done' && <Counts view={view} />}
      <div class={stack.line}>
        <UndoImport view={view} />
      </div>
      <Unread problems={view.problems} total={view.unread} title={t('import.unread_list')} />
    </div>
  </details>
)

const RunsElsewhere = ({ view: { id, name } }: { view: ImportView }) => {
  const panel = usePanel()
  const cancel = useAction(() => panel.ask('cancelImport', { id }))
  return (
    <Banner
      tone="waiting"
      action={
        <button type="button" disabled={cancel.busy} onClick={cancel.run}>
          {t('import.elsewhere_cancel')}
        </button>
      }
    >
      {t('import.elsewhere', { name: shownName(name) })}
    </Banner>
  )
}
