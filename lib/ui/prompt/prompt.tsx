import { useRef } from 'preact/hooks'
import type { AskId } from '../../contract/ids'
import { useWatch } from '../panel'
import { Mark } from '../parts/mark'
import { Elsewhere } from '../shell/elsewhere'
import { Moment } from '../shell/moment'
import { t } from '../words'
import { Ask } from './ask'

/** The window in which sites ask: one request at a time, or why there is none to decide. It never asks for the passphrase. */
export const Prompt = () => {
  const status = useWatch('status', {})
  const prompt = useWatch('prompt', {})
  const decided = useRef<AskId | null>(null)
  const view = prompt?.view ?? null
  const gone = useGone(view?.id ?? null, decided)
  if (status === undefined) return null
  if (status.phase === 'locked')
    return <Moment title={t('locked.title')} lede={t('prompt.locked')} mark={<Mark size={44} out />} />
  if (status.phase !== 'open') return <Elsewhere open={status.phase === 'setup'} />
  if (prompt === undefined || prompt === null) return null
  if (view !== null) return <Ask key={view.id} view={view} more={prompt.more} after={gone} decided={decided} />
  return (
    <Moment
      title={gone ? t('prompt.gone_title') : t('prompt.nothing_title')}
      lede={gone ? t('prompt.gone') : t('prompt.nothing')}
      mark={<Mark size={44} />}
    />
  )
}

/** Whether the request that was shown last went away by itself. */
const useGone = (id: AskId | null, decided: { current: AskId | null }): boolean => {
  const last = useRef({ id, gone: false })
  if (last.current.id !== id) {
    const before = last.current.id
    last.current = { id, gone: before !== null && before !== decided.current }
  }
  return last.current.gone
}
