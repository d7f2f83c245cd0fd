import type { DataSummary } from '../../../contract/data-api'
import { t } from '../../words'
import style from '../files.module.css'
import { countWords } from '../import/counts'
import { numberWords } from '../numbers'
import { typeName } from '../shown'

/** The zip of open formats: what will be in it, before it is made. */
export const Everything = ({ data, onExport }: { data: DataSummary | null; onExport: () => void }) => (
  <section class={style.section}>
    <h2>{t('export.everything_title')}</h2>
    <div class={style.card}>
      <div class={`${style.row} ${style.wordy}`}>
        <div>
          <p>{t('export.everything_lede')}</p>
          <small>{t('export.everything_warn')}</small>
        </div>
      </div>
      <div class={`${style.row} ${style.wordy}`}>
        <div>{data && <small>{whatWords(data)}</small>}</div>
        <button type="button" disabled={data === null || data.loading || data.count === 0} onClick={onExport}>
          {t('export.start')}
        </button>
      </div>
    </div>
  </section>
)

const whatWords = ({ count, types }: DataSummary): string =>
  count === 0
    ? t('export.nothing')
    : [
        countWords(count),
        ...types.map(({ type, count }) =>
          // One piece, wherever the line ends.
          t('export.type_count', { type: typeName(type), count: numberWords(count) }).replaceAll(' ', '\u00a0'),
        ),
      ].join(' · ')
