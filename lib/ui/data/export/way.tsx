import { useEffect, useRef } from 'preact/hooks'
import type { Reason } from '../../../contract/errors'
import { Alert, Banner } from '../../parts/banner'
import { t } from '../../words'
import style from '../files.module.css'
import { StepTitle } from '../import/step-title'
import { sizeWords } from '../numbers'
import { saveFile } from '../save-file'
import type { ExportStage } from './session'

interface WayProps {
  stage: Exclude<ExportStage, { at: 'idle' }>
  /** How many items there are, as far as that is known. */
  total: number | null
  onEnd: () => void
}

/** What is being written, and then the file of it. */
export const Way = ({ stage, total, onEnd }: WayProps) => {
  switch (stage.at) {
    case 'running':
      return <Running stage={stage} total={total} onCancel={onEnd} />
    case 'ended':
      return <Ready stage={stage} onDone={onEnd} />
    case 'failed':
      return (
        <>
          <StepTitle>{t(`export.failed_${stage.what}`)}</StepTitle>
          <Alert title={whyWords(stage.reason)}>{` ${t('export.failed_nothing')}`}</Alert>
          <div class={style.ends}>
            <button type="button" data-kind="primary" onClick={onEnd}>
              {t('action.back')}
            </button>
          </div>
        </>
      )
  }
}

interface RunningProps {
  stage: ExportStage & { at: 'running' }
  total: number | null
  onCancel: () => void
}

/** How often each item is read at most: for its files, its own format, its table, and the file that has everything. */
const PASSES = { export: 4, backup: 1 }

const Running = ({ stage: { what, read, bytes }, total, onCancel }: RunningProps) => {
  const all = (total ?? 0) * PASSES[what]
  return (
    <>
      <StepTitle>{t(`export.writing_${what}`)}</StepTitle>
      <div class={style.progress}>
        <progress aria-label={t('export.progress')} {...(all > 0 && { max: all, value: Math.min(read, all) })} />
        <p>{t('export.written', { size: sizeWords(bytes) })}</p>
      </div>
      <div class={style.ends}>
        <button type="button" onClick={onCancel}>
          {t('action.cancel')}
        </button>
      </div>
    </>
  )
}

const Ready = ({ stage, onDone }: { stage: ExportStage & { at: 'ended' }; onDone: () => void }) => {
  const { what, file, damaged } = stage
  const saved = useRef(false)
  useEffect(() => {
    // Once by itself; coming back to this screen does not save it again.
    if (saved.current) return
    saved.current = true
    saveFile(file, file.name)
  }, [file])
  return (
    <>
      <div>
        <StepTitle>{t(`export.ready_${what}`)}</StepTitle>
        <p class={style.about}>{`${file.name} · ${sizeWords(file.size)}`}</p>
      </div>
      {damaged > 0 && <Banner tone="bad">{t('export.damaged', damaged)}</Banner>}
      <p class={style.note}>{t('export.saved_note')}</p>
      <div class={style.ends}>
        <button type="button" onClick={onDone}>
          {t('export.done')}
        </button>
        <button type="button" data-kind="primary" onClick={() => saveFile(file, file.name)}>
          {t('export.save', { name: file.name })}
        </button>
      </div>
    </>
  )
}

const whyWords = (reason: Reason): string => {
  if (reason === 'interrupted') return t('export.why_interrupted')
  return reason === 'vault-damaged' ? t('export.why_damaged') : t('export.why_internal')
}
