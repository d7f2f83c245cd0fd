import { Mail } from 'lucide-preact'
import { useId } from 'preact/hooks'
import { mailTo } from '../mail'
import { t } from '../words'
import style from './carry.module.css'
import { CopyIcon, CopyNote, useCopy } from './copy'
import hidden from './hidden.module.css'

interface CarryProps {
  text: string
  label: string
  copyLabel: string
  mailLabel: string
  subject: string
  /** What the mail says above the text, where it is not obvious. */
  greeting?: string
  /** Whether copying is what the view is for. */
  main?: boolean
}

/** A text that a person carries: to read, to copy, or into a mail. */
export const Carry = ({ text, label, copyLabel, mailLabel, subject, greeting, main = true }: CarryProps) => {
  const { copied, copy } = useCopy()
  const noteId = useId()
  const mail = mailTo(subject, text, greeting)
  return (
    <div class={style.carry}>
      <label>
        <span class={hidden.hidden}>{label}</span>
        <textarea
          class={style.text}
          readOnly
          rows={4}
          dir="ltr"
          spellcheck={false}
          autocomplete="off"
          value={text}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <div class={style.ways}>
        <button type="button" data-kind={main ? 'primary' : undefined} onClick={() => copy(text)}>
          <CopyIcon copied={copied} />
          {copyLabel}
        </button>
        <a
          class={style.mail}
          href={mail.href}
          aria-describedby={mail.whole ? undefined : noteId}
          onClick={() => !mail.whole && copy(text)}
        >
          <Mail size={16} aria-hidden="true" />
          {mailLabel}
        </a>
      </div>
      <p id={noteId} class={mail.whole ? hidden.hidden : style.note} hidden={mail.whole}>
        {t('carry.mail_copied')}
      </p>
      <CopyNote copied={copied} hidden={hidden.hidden} />
    </div>
  )
}
