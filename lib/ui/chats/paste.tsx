import { useState } from 'preact/hooks'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { Field } from '../parts/field'
import stack from '../parts/stack.module.css'
import { go } from '../place'
import { View } from '../shell/view'
import { holds } from '../words'
import page from './page.module.css'

interface PasteProps {
  title: string
  lede: string
  label: string
  hint: string
  button: string
  busyButton: string
  thing: 'invitation' | 'sealed'
  use: (text: string) => Promise<void>
}

/** A view in which one text is pasted and used. A reply that ends up here is taken as one: who answered is then asked in Chats. */
export const Paste = ({ title, lede, label, hint, button, busyButton, thing, use }: PasteProps) => {
  const panel = usePanel()
  const [text, setText] = useState('')
  // A mail with a sealed text may quote an older reply, a reply the invitation that it answers.
  const isReply = holds(text, 'reply') && !(thing === 'sealed' && holds(text, 'sealed'))
  const action = useAction(async () => {
    if (!isReply) return use(text)
    await panel.ask('pasteReply', { text })
    go({ at: 'chats' })
  })
  return (
    <View title={title} back={{ at: 'chats' }}>
      <form
        class={page.page}
        onSubmit={(event) => {
          event.preventDefault()
          action.run()
        }}
      >
        <Field
          label={label}
          hint={hint}
          kind="code"
          lines={6}
          first
          value={text}
          onValue={(next) => {
            setText(next)
            action.clear()
          }}
        />
        <Problem reason={action.reason} thing={isReply ? 'reply' : thing} pasted={text} />
        <button class={stack.big} data-kind="primary" type="submit" disabled={action.busy || text.trim() === ''}>
          {action.busy ? busyButton : button}
        </button>
        <p class={stack.note}>{lede}</p>
      </form>
    </View>
  )
}
