import type { Reason } from '../../../contract/errors'
import { shownName } from '../../names'
import { Alert } from '../../parts/banner'
import { sentences, t } from '../../words'
import style from '../files.module.css'
import type { ImportSession, Stage } from './session'
import { StepTitle } from './step-title'

/** Why a file did not come in, and that nothing of it did. */
export const Failed = ({ stage, session }: { stage: Stage & { at: 'failed' }; session: ImportSession }) => {
  const name = shownName(stage.file.name)
  const [why, rest] = sentences(whyWords(stage.reason))
  const waiting = session.waiting.value.length
  return (
    <>
      <StepTitle>{t('import.failed', { name })}</StepTitle>
      <Alert title={why.trimEnd()}>{` ${rest} ${t('import.failed_nothing')}`}</Alert>
      <div class={style.ends}>
        <button type="button" data-kind="primary" onClick={session.next}>
          {waiting > 0 ? t('import.next') : t('import.more')}
        </button>
      </div>
    </>
  )
}

/** Why reading or keeping a file ended, in words that fit a file. */
const whyWords = (reason: Reason): string => {
  switch (reason) {
    case 'storage-full':
      return t('import.why_full')
    case 'busy':
      return t('import.why_busy')
    case 'damaged':
      return t('import.why_damaged')
    case 'newer-version':
      return t('import.why_newer')
    case 'interrupted':
      return t('import.why_interrupted')
    case 'unknown-item':
      return t('import.why_gone')
    default:
      return t('import.why_internal')
  }
}
