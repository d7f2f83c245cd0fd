import { type ComponentChildren, createContext } from 'preact'
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks'
import { type Reason, reasonOf } from '../contract/errors'
import type { Panel, PanelWatches } from '../contract/panel-api'

const PanelContext = createContext<Panel | null>(null)

/** Gives every screen below it the way to the agent. */
export const WithPanel = ({ panel, children }: { panel: Panel; children: ComponentChildren }) => (
  <PanelContext.Provider value={panel}>{children}</PanelContext.Provider>
)

/** The way to the agent. */
export const usePanel = (): Panel => {
  const panel = useContext(PanelContext)
  if (panel === null) throw new Error('no panel above')
  return panel
}

/** What the agent says about something, now and after every change; undefined until it spoke for the first time. */
export const useWatch = <K extends keyof PanelWatches>(name: K, params: PanelWatches[K]['params']) => {
  const panel = usePanel()
  const key = JSON.stringify(params)
  const [seen, setSeen] = useState<{ value: PanelWatches[K]['value'] }>()
  // The key stands for params, which are new objects each time.
  useEffect(() => panel.watch(name, params, (value) => setSeen({ value })), [panel, name, key])
  return seen?.value
}

export interface Action<A extends unknown[]> {
  run: (...args: A) => void
  busy: boolean
  /** Why it failed the last time, until it is tried again. */
  reason: Reason | null
  clear: () => void
}

/** Something a person starts: one at a time, with its reason when it failed. */
export const useAction = <A extends unknown[]>(act: (...args: A) => Promise<unknown>): Action<A> => {
  const [busy, setBusy] = useState(false)
  const [reason, setReason] = useState<Reason | null>(null)
  const under = useRef(false)
  const latest = useRef(act)
  latest.current = act
  const run = useCallback(async (...args: A) => {
    if (under.current) return
    under.current = true
    setBusy(true)
    setReason(null)
    try {
      await latest.current(...args)
    } catch (error) {
      setReason(reasonOf(error))
    } finally {
      under.current = false
      setBusy(false)
    }
  }, [])
  const clear = useCallback(() => setReason(null), [])
  return { run, busy, reason, clear }
}
