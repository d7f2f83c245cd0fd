import { useEffect, useState } from 'preact/hooks'
import type { DataSummary, Query, QueryResult } from '../../../contract/data-api'
import { type Reason, reasonOf } from '../../../contract/errors'
import { usePanel, useWatch } from '../../panel'
import { Problem } from '../../parts/banner'
import { Loading } from '../../parts/loading'
import { View } from '../../shell/view'
import { t } from '../../words'
import { patiently } from '../patient'
import { Form } from './form'
import style from './query.module.css'
import { Result } from './result'
import { FIRST, queryOf } from './sentence'

/** Counts and sums over the data, asked for in a sentence. It is nowhere but in this page: what is looked for is nobody's business. */
export const QueryScreen = () => {
  const data = useWatch('data', {})
  return (
    <View title={t('query.title')} back={{ at: 'data' }}>
      {!data ? (
        <Loading words={t('query.loading')} />
      ) : data.count === 0 && !data.loading ? (
        <p class={style.empty}>{t('query.empty')}</p>
      ) : (
        <Asking data={data} />
      )}
    </View>
  )
}

const Asking = ({ data }: { data: DataSummary }) => {
  const measured = useWatch('measured', {}) ?? []
  const [sentence, setSentence] = useState(FIRST)
  const query = queryOf(sentence)
  const { answer, reason } = useAnswer(query, data)
  return (
    <div class={style.query}>
      <Form sentence={sentence} onSentence={setSentence} data={data} measured={measured} />
      <Problem reason={reason} />
      {answer ? <Result query={answer.query} result={answer.result} /> : <Loading words={t('query.loading')} />}
    </div>
  )
}

/** The answer to the last query that has one: asked again when the query or the data is another. */
const useAnswer = (query: Query, data: DataSummary) => {
  const panel = usePanel()
  const [answer, setAnswer] = useState<{ query: Query; result: QueryResult } | null>(null)
  const [reason, setReason] = useState<Reason | null>(null)
  const key = JSON.stringify(query)
  useEffect(() => {
    let wanted = true
    patiently(() => panel.ask('query', { query })).then(
      (result) => {
        if (!wanted) return
        setReason(null)
        setAnswer({ query, result })
      },
      (error: unknown) => {
        if (wanted) setReason(reasonOf(error))
      },
    )
    return () => {
      wanted = false
    }
    // The key stands for the query, which is a new object each time.
  }, [panel, key, data])
  return { answer, reason }
}
