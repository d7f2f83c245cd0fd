import type { Inspection, ReadOptions } from '../../../formats/worker-api'
import { Alert, Banner } from '../../parts/banner'
import { t } from '../../words'
import style from '../files.module.css'
import { numberWords, sizeWords } from '../numbers'
import { Columns } from './columns'
import { countWords } from './counts'
import { formatWords } from './format'
import { HowRead } from './how-read'
import own from './import.module.css'
import { ItemRow } from './item-row'
import type { ImportSession, Stage } from './session'
import { StepTitle } from './step-title'
import { Unread } from './unread'

/** The worker shows as many at most. */
const FIRST = 20

interface PreviewProps {
  stage: Stage & { at: 'preview' }
  session: ImportSession
}

/** What will come in, and how it is read: nothing of it is kept before "Import". */
export const Preview = ({ stage: { file, inspection, options, looking }, session }: PreviewProps) => {
  const waiting = session.waiting.value.length
  return (
    <>
      <div>
        <StepTitle key={file.name} name={file.name} />
        <p class={style.about}>{aboutFile(file, inspection, options)}</p>
        {inspection.problems.length > 0 && (
          <p class={style.about}>
            {t('import.problems_so_far', inspection.problems.length, [numberWords(inspection.problems.length)])}
          </p>
        )}
        {waiting > 0 && <p class={style.about}>{t('import.next_files', waiting)}</p>}
      </div>
      <Said inspection={inspection} />
      <HowRead inspection={inspection} options={options} onChange={session.look} onSplit={session.split} />
      <Columns inspection={inspection} options={options} onChange={session.look} />
      <First inspection={inspection} />
      <Unread problems={inspection.problems} total={inspection.problems.length} title={t('import.problems_shown')} />
      <div class={`${style.ends} ${style.foot}`}>
        <button data-kind="plain" type="button" onClick={session.cancel}>
          {t('action.cancel')}
        </button>
        <button
          data-kind="primary"
          type="button"
          disabled={looking || inspection.items.length === 0}
          onClick={session.start}
        >
          {t('import.start')}
        </button>
      </div>
    </>
  )
}

const aboutFile = (file: File, { format, encoding, items }: Inspection, options: ReadOptions): string =>
  [
    formatWords(format),
    encoding && (options.encoding ?? encoding.encoding).toUpperCase(),
    sizeWords(file.size),
    items.length > 0 && items.length < FIRST && countWords(items.length),
  ]
    .filter(Boolean)
    .join(' · ')

const Said = ({ inspection: { format, items } }: { inspection: Inspection }) => {
  if (format === 'unknown') return <Banner>{t('import.file_as_it_is')}</Banner>
  if (items.length > 0) return null
  return (
    <Alert title={t('import.nothing_in_it')} tone="warn">
      <br />
      {t('import.nothing_in_it_do')}
    </Alert>
  )
}

const First = ({ inspection: { items } }: { inspection: Inspection }) => {
  if (items.length === 0) return null
  const title = items.length < FIRST ? t('import.all_items') : t('import.first_count', [numberWords(items.length)])
  return (
    <section class={style.section}>
      <h2>{title}</h2>
      <ul class={own.items} aria-label={title}>
        {items.map((item, index) => (
          <ItemRow key={index} item={item} />
        ))}
      </ul>
    </section>
  )
}
