import type { ImportCounts } from '../../../contract/data-api'
import { shownName } from '../../names'
import { t } from '../../words'
import style from '../files.module.css'
import { sizeWords } from '../numbers'
import { countWords } from './counts'
import type { Progress, Stage } from './session'
import { StepTitle } from './step-title'

/** Under way: how far it is in the file, and how much it brought so far. */
export const Running = ({ stage, onCancel }: { stage: Stage & { at: 'running' }; onCancel: () => void }) => {
  const { file, restoring, progress, counts } = stage
  const name = shownName(file.name)
  return (
    <>
      <StepTitle>{restoring ? t('import.restoring', { name }) : t('import.bringing', { name })}</StepTitle>
      <div class={style.progress}>
        <progress aria-label={t('import.progress')} {...shareOf(progress)} />
        <p>
          <span>{progress !== null && bytesOf(progress, file.size)}</span>
          <span>{countWords(seenOf(counts))}</span>
        </p>
      </div>
      <p class={style.note}>{t('import.cancel_note')}</p>
      <div class={style.ends}>
        <button type="button" onClick={onCancel}>
          {t('action.cancel')}
        </button>
      </div>
    </>
  )
}

const shareOf = (progress: Progress | null) =>
  progress?.total ? { max: progress.total, value: Math.min(progress.done, progress.total) } : {}

const bytesOf = ({ done, total }: Progress, size: number): string =>
  t('import.of', { done: sizeWords(Math.min(done, total ?? size)), total: sizeWords(total ?? size) })

const seenOf = ({ added, updated, same, kept, refused }: ImportCounts): number =>
  added + updated + same + kept + refused
