import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { ContactId } from '../../contract/ids'
import { usePanel } from '../panel'

// Long enough to write a few letters at once, short enough to lose none when a panel closes.
const PAUSE = 300

export interface Draft {
  text: string
  set: (text: string) => void
  /** Puts a text that could not be sent back in front of what was typed since. */
  putBack: (text: string) => void
  /** Keeps what is there now, without waiting for a pause. */
  flush: () => void
}

/** What is being written to somebody. It survives closing, and follows what another panel writes while this one is idle. */
export const useDraft = (contact: ContactId, kept: string): Draft => {
  const panel = usePanel()
  const [text, setText] = useState(kept)
  const now = useRef(kept)
  const saved = useRef(kept)
  const flush = useCallback(() => {
    if (saved.current === now.current) return
    saved.current = now.current
    // A draft that could not be kept is still on the screen; the next pause tries again.
    panel.ask('setDraft', { contact, text: now.current }).catch(() => {
      saved.current = ''
    })
  }, [panel, contact])
  const set = useCallback((next: string) => {
    now.current = next
    setText(next)
  }, [])
  const putBack = useCallback((unsent: string) => set(now.current === '' ? unsent : `${unsent}\n${now.current}`), [set])

  // Each change of the text starts the pause anew.
  useEffect(() => {
    const timer = setTimeout(flush, PAUSE)
    return () => clearTimeout(timer)
  }, [text, flush])
  useEffect(() => {
    const hide = () => document.visibilityState === 'hidden' && flush()
    document.addEventListener('visibilitychange', hide)
    addEventListener('pagehide', flush)
    return () => {
      document.removeEventListener('visibilitychange', hide)
      removeEventListener('pagehide', flush)
      flush()
    }
  }, [flush])
  useEffect(() => {
    if (document.hasFocus() || now.current !== saved.current) return
    saved.current = kept
    set(kept)
  }, [kept, set])
  return { text, set, putBack, flush }
}
