import { type Reason, reasonOf } from '../../lib/contract/errors'
import type { ContactId, MessageId } from '../../lib/contract/ids'
import type { PanelCommands, PanelWatches } from '../../lib/contract/panel-api'
import { connectPanel } from '../../lib/rpc/connect-panel'

const panel = connectPanel()

/** One line that somebody writes. */
export interface Line {
  id: MessageId
  text: string
}

const look = <K extends keyof PanelWatches>(
  name: K,
  params: PanelWatches[K]['params'],
  fits: (value: PanelWatches[K]['value']) => boolean = () => true,
): Promise<PanelWatches[K]['value']> =>
  new Promise((resolve) => {
    const stop = panel.watch(name, params, (value) => {
      if (!fits(value)) return
      resolve(value)
      // A first value may come before `watch` returns.
      queueMicrotask(() => stop())
    })
  })

/** What chaos asks of a page of the extension, over the port and by the code that the screens use. */
const page = {
  look,

  /** One command: its value, or the reason for which it was refused. */
  ask: async <K extends keyof PanelCommands>(
    name: K,
    params: Parameters<PanelCommands[K]>[0],
  ): Promise<{ value: ReturnType<PanelCommands[K]> | null } | { reason: Reason }> =>
    panel.ask(name, params).then(
      (value) => ({ value: value ?? null }),
      (error: unknown) => ({ reason: reasonOf(error) }),
    ),

  /** Writes lines all at once; what the agent's death or a lock left unsaid is asked again under its own id. */
  write: async (contact: ContactId, lines: readonly Line[]): Promise<{ again: number } | { reason: Reason }> => {
    let rest = lines
    for (let again = 0; ; again++) {
      const asked = rest.map(({ id, text }) => panel.ask('sendMessage', { contact, id, text }))
      const reasons = (await Promise.allSettled(asked)).map((each) =>
        each.status === 'rejected' ? reasonOf(each.reason) : null,
      )
      const other = reasons.find((reason) => reason !== null && reason !== 'interrupted' && reason !== 'locked')
      if (other) return { reason: other }
      rest = rest.filter((_, i) => reasons[i] !== null)
      if (rest.length === 0) return { again }
      await look('status', {}, ({ phase }) => phase === 'open')
    }
  },
}

export type ChaosPage = typeof page

Object.assign(globalThis, { chaosPage: page })
