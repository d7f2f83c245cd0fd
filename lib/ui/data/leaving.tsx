import { useLayoutEffect, useState } from 'preact/hooks'
import { go, type Place, readPlace } from '../place'
import { t } from '../words'
import { Ask } from './ask'

/**
 * Asks before what was written and not saved is left behind: by a link, by "back", by Escape, or with the page. Answers with the
 * question, where there is one, and with what asks it. `onDiscard` throws away what was written.
 */
export const useLeaving = (unsaved: boolean, onDiscard: () => void) => {
  const [to, setTo] = useState<(() => void) | null>(null)
  // As soon as something is written, and not only after it was painted.
  useLayoutEffect(() => {
    if (!unsaved) return
    const ask = (event: Event, leave: () => void) => {
      event.preventDefault()
      event.stopPropagation()
      setTo(() => leave)
    }
    const clicked = (event: Event) => {
      const target = event.target instanceof Element ? event.target : null
      const link = target?.closest<HTMLAnchorElement>('a[href^="#"]')
      if (link) ask(event, () => go(readPlace(link.hash)))
      else if (target?.closest(`button[aria-label="${t('action.back')}"]`)) ask(event, () => go(BACK))
    }
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.isComposing && !document.querySelector('dialog[open]'))
        ask(event, () => go(BACK))
    }
    const unload = (event: Event) => event.preventDefault()
    addEventListener('click', clicked, true)
    addEventListener('keydown', pressed, true)
    addEventListener('beforeunload', unload)
    return () => {
      removeEventListener('click', clicked, true)
      removeEventListener('keydown', pressed, true)
      removeEventListener('beforeunload', unload)
    }
  }, [unsaved])
  const question = to && (
    <Ask
      title={t('editor.leave_title')}
      yes={t('editor.leave')}
      no={t('editor.stay')}
      onNo={() => setTo(null)}
      onYes={() => {
        setTo(null)
        onDiscard()
        to()
      }}
    >
      {t('editor.leave_lost')}
    </Ask>
  )
  return { question, leave: (then: () => void) => (unsaved ? setTo(() => then) : then()) }
}

const BACK: Place = { at: 'data' }
