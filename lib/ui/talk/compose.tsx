import { ArrowUp } from 'lucide-preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import hidden from '../parts/hidden.module.css'
import { IconButton } from '../parts/icon-button'
import { t } from '../words'
import style from './compose.module.css'
import type { Draft } from './draft'

const LONGEST = 16_000

// Where the browser cannot size a field by its content, it is measured.
const grow = (element: HTMLTextAreaElement) => {
  if (CSS.supports('field-sizing', 'content')) return
  element.style.blockSize = 'auto'
  element.style.blockSize = `${element.scrollHeight + 2}px`
}

/** Where one writes. Enter sends, Shift+Enter breaks the line, and an input method keeps its Enter. */
export const Compose = ({ draft, onSend }: { draft: Draft; onSend: (text: string) => void }) => {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const tooMany = draft.text.length - LONGEST
  const ready = tooMany <= 0 && draft.text.trim() !== ''
  useLayoutEffect(() => field.current?.focus({ preventScroll: true }), [])
  useLayoutEffect(() => {
    if (field.current !== null) grow(field.current)
  }, [draft.text])
  const send = () => {
    const text = field.current?.value ?? ''
    if (text.length <= LONGEST) onSend(text)
    field.current?.focus()
  }
  return (
    <form
      class={style.compose}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div class={style.field}>
        <label class={hidden.hidden} for={id}>
          {t('talk.message')}
        </label>
        <textarea
          id={id}
          ref={field}
          rows={1}
          dir="auto"
          // Otherwise the browser's session file keeps what stands here, in clear.
          autocomplete="off"
          // An enhanced spelling checker sends what is written to its maker.
          spellcheck={false}
          placeholder={t('talk.message')}
          value={draft.text}
          aria-invalid={tooMany > 0}
          aria-describedby={tooMany > 0 ? `${id}-long` : undefined}
          onInput={(event) => draft.set(event.currentTarget.value)}
          onBlur={draft.flush}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
            event.preventDefault()
            send()
          }}
        />
        {tooMany > 0 && (
          <small class={style.tooMany} id={`${id}-long`} role="status">
            {t('talk.characters', tooMany)}
          </small>
        )}
      </div>
      <span class={style.send}>
        <IconButton icon={ArrowUp} label={t('talk.send')} kind="primary" type="submit" disabled={!ready} />
      </span>
    </form>
  )
}
