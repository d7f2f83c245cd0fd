import { useCallback, useRef, useState } from 'preact/hooks'
import { type Reason, reasonOf } from '../../contract/errors'
import type { ContactId, MessageId } from '../../contract/ids'
import type { Panel } from '../../contract/panel-api'
import { usePanel } from '../panel'
import type { Draft } from './draft'

const newMessageId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  ) as MessageId

const TRIES = 5

/** Asks again when the agent died in between: under the same id nothing is sent twice. */
const sendOnce = async (panel: Panel, contact: ContactId, text: string): Promise<void> => {
  const id = newMessageId()
  for (let tries = 1; ; tries++) {
    try {
      return await panel.ask('sendMessage', { contact, id, text })
    } catch (error) {
      if (reasonOf(error) !== 'interrupted' || tries === TRIES) throw error
    }
  }
}

/** Sends the draft. Messages leave in the order in which they were written, also when Enter is pressed faster than one is kept. */
export const useSend = (contact: ContactId, draft: Draft) => {
  const panel = usePanel()
  const [reason, setReason] = useState<Reason | null>(null)
  const line = useRef<Promise<void>>(Promise.resolve())
  const { set, putBack, flush } = draft
  const send = useCallback(
    (text: string) => {
      if (text.trim() === '') return
      set('')
      setReason(null)
      line.current = line.current.then(async () => {
        try {
          await sendOnce(panel, contact, text)
          flush()
        } catch (error) {
          setReason(reasonOf(error))
          putBack(text)
        }
      })
    },
    [panel, contact, set, putBack, flush],
  )
  return { send, reason }
}
