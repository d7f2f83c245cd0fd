import { memo } from 'preact/compat'
import { useMemo } from 'preact/hooks'
import { linkify } from './linkify'
import style from './message-text.module.css'

/** What somebody wrote: its own line breaks, its own direction, and addresses that open in a tab of their own. */
export const MessageText = memo(({ text }: { text: string }) => {
  const pieces = useMemo(() => linkify(text), [text])
  return (
    <p class={style.text} dir="auto">
      {pieces.map(({ text: words, href }, index) =>
        href === null ? (
          words
        ) : (
          // A message never changes.
          <a key={index} href={href} target="_blank" rel="noopener noreferrer" dir="auto">
            {words}
          </a>
        ),
      )}
    </p>
  )
})
