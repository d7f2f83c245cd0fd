import type { ImportView } from '../../../contract/data-api'
import { shownName } from '../../names'
import { useWatch } from '../../panel'
import stack from '../../parts/stack.module.css'
import { go } from '../../place'
import { t } from '../../words'
import style from '../files.module.css'
import { Counts } from './counts'
import type { ImportSession } from './session'
import { StepTitle } from './step-title'
import { UndoImport } from './undo-import'
import { Unread } from './unread'

/** What became of a file: all of it counted, what was not read listed, and the way back. */
export const Ended = ({ ended, session }: { ended: ImportView; session: ImportSession }) => {
  const imports = useWatch('imports', {})
  const view = imports?.find(({ id }) => id === ended.id) ?? ended
  const waiting = session.waiting.value.length
  return (
    <>
      <StepTitle>{titleWords(view)}</StepTitle>
      {view.state === 'done' && <Counts view={view} />}
      <div class={stack.line}>
        <UndoImport key={view.id} view={view} />
      </div>
      <Unread problems={view.problems} total={view.unread} title={t('import.unread_list')} />
      <div class={style.ends}>
        <button type="button" data-kind={waiting > 0 ? 'primary' : undefined} onClick={session.next}>
          {waiting > 0 ? t('import.next') : t('import.more')}
        </button>
        <button
          type="button"
          data-kind={waiting > 0 ? undefined : 'primary'}
          onClick={() => {
            if (waiting === 0) session.next()
            go({ at: 'data' })
          }}
        >
          {t('import.see')}
        </button>
      </div>
      {waiting > 0 && <p class={style.note}>{t('import.next_files', waiting)}</p>}
    </>
  )
}

const titleWords = ({ name, state, counts }: ImportView): string => {
  const of = { name: shownName(name) }
  if (state === 'undone') return t('import.out', of)
  return counts.added + counts.updated > 0 ? t('import.done', of) : t('import.done_nothing', of)
}
