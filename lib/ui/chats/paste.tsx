import { useState } from 'preact/hooks'
import type { Reason } from '../../contract/errors'
import { Problem } from '../parts/banner'
import { Field } from '../parts/field'
import stack from '../parts/stack.module.css'
import { View } from '../shell/view'
import type { Thing } from '../words'
import page from './page.module.css'

interface PasteProps {
  title: string
  lede: string
  label: string
  hint: string
  button: string
  busyButton: string
  thing: Thing
  action: { run: (text: string) => void; busy: boolean; reason: Reason | null; clear: () => void }
}

/** A view in which one text is pasted and used. */
export const Paste = ({ title, lede, label, hint, button, busyButton, thing, action }: PasteProps) => {
  const [text, setText] = useState('')
  return (
    <View title={title} back={{ at: 'chats' }}>
      <form
        class={page.page}
        onSubmit={(event) => {
          event.preventDefault()
          action.run(text)
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
        <Problem reason={action.reason} thing={thing} />
        <button class={stack.big} data-kind="primary" type="submit" disabled={action.busy || text.trim() === ''}>
          {action.busy ? busyButton : button}
        </button>
        <p class={stack.note}>{lede}</p>
      </form>
    </View>
  )
}
