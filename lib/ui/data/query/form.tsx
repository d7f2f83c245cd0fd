import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { DataSummary, Series } from '../../../contract/data-api'
import { t } from '../../words'
import { figure, unitless } from '../charts/figures'
import { fieldName, typeName } from '../shown'
import style from './query.module.css'
import {
  choosesSeries,
  fitting,
  groupFields,
  MEASURES,
  numberFields,
  type Sentence,
  SPANS,
  seriesKey,
} from './sentence'

interface FormProps {
  sentence: Sentence
  onSentence: (sentence: Sentence) => void
  data: DataSummary
  measured: readonly Series[]
}

/** A query as a sentence with gaps. */
export const Form = ({ sentence, onSentence, data, measured }: FormProps) => {
  const { measure, field, type, series, by } = sentence
  const put = (part: Partial<Sentence>) => onSentence(fitting({ ...sentence, ...part }))
  const numbers = numberFields(type)
  return (
    <form class={style.form} onSubmit={(event) => event.preventDefault()}>
      <Gap label={t('query.show')} value={measure} onValue={(value) => put({ measure: value as Sentence['measure'] })}>
        {MEASURES.filter((each) => each === 'count' || numbers.length > 0).map((each) => (
          <option key={each} value={each}>
            {t(`query.${each}`)}
          </option>
        ))}
      </Gap>
      {measure !== 'count' && (
        <Gap label={t('query.of')} value={field} onValue={(value) => put({ field: value })}>
          {numbers.map((each) => (
            <option key={each} value={each}>
              {fieldName(each)}
            </option>
          ))}
        </Gap>
      )}
      <Gap label={t('query.in')} value={type} onValue={(value) => put({ type: value })}>
        <option value="">{t('timeline.all_types')}</option>
        {data.types.map((each) => (
          <option key={each.type} value={each.type}>
            {t('timeline.type_count', { type: typeName(each.type), count: figure(each.count) })}
          </option>
        ))}
      </Gap>
      {choosesSeries(sentence) && (
        <Gap label={t('query.measured')} value={series} onValue={(value) => put({ series: value })}>
          <option value="">{t('timeline.all_types')}</option>
          {measured.map((each) => (
            <option key={seriesKey(each)} value={seriesKey(each)}>
              {unitless(each.unit) ? each.property : `${each.property}, ${each.unit}`}
            </option>
          ))}
        </Gap>
      )}
      <Gap label={t('query.by')} value={by} onValue={(value) => put({ by: value })}>
        <option value="all">{t('query.by_all')}</option>
        {SPANS.map((span) => (
          <option key={span} value={span}>
            {t(`query.by_${span}`)}
          </option>
        ))}
        <option value="type">{t('query.by_type')}</option>
        <option value="tag">{t('query.by_tag')}</option>
        {groupFields(type).map((each) => (
          <option key={each} value={`field:${each}`}>
            {fieldName(each)}
          </option>
        ))}
      </Gap>
      <Conditions {...{ sentence, put }} />
    </form>
  )
}

const Conditions = ({ sentence, put }: { sentence: Sentence; put: (part: Partial<Sentence>) => void }) => (
  <>
    <label class={style.gap}>
      <span>{t('query.where')}</span>
      <input
        type="text"
        autocomplete="off"
        value={sentence.text}
        placeholder={t('query.anything')}
        onInput={(event) => put({ text: event.currentTarget.value })}
      />
    </label>
    <label class={style.gap}>
      <span>{t('query.from')}</span>
      <input type="date" value={sentence.from} onInput={(event) => put({ from: event.currentTarget.value })} />
    </label>
    <label class={style.gap}>
      <span>{t('query.to')}</span>
      <input type="date" value={sentence.to} onInput={(event) => put({ to: event.currentTarget.value })} />
    </label>
  </>
)

interface GapProps {
  label: string
  value: string
  onValue: (value: string) => void
  children: ComponentChildren
}

const Gap = ({ label, value, onValue, children }: GapProps) => {
  const id = useId()
  return (
    <div class={style.gap}>
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onValue(event.currentTarget.value)}>
        {children}
      </select>
    </div>
  )
}
