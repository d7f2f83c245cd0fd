import { Clock, Info, TriangleAlert } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Reason } from '../../contract/errors'
import { belongsElsewhere, sentences, type Thing, t, wordsFor } from '../words'
import style from './banner.module.css'

const ICONS = { quiet: Info, waiting: Clock, warn: TriangleAlert, bad: TriangleAlert }

type Tone = keyof typeof ICONS

interface BannerProps {
  tone?: Tone
  /** What can be done about it: a button beside the words where there is room, else below them. */
  action?: ComponentChildren
  children: ComponentChildren
}

/** One or two sentences on a soft ground. `warn` for what needs attention, `bad` only for loss or danger. */
export const Banner = ({ tone = 'quiet', action, children }: BannerProps) => {
  const Icon = ICONS[tone]
  return (
    <div class={style.banner} data-tone={tone}>
      <Icon size={16} aria-hidden="true" />
      <div class={action === undefined ? style.words : style.sides}>
        {action === undefined ? children : <div class={style.words}>{children}</div>}
        {action}
      </div>
    </div>
  )
}

interface AlertProps {
  /** What happened. */
  title: string
  /** What to do. */
  children?: ComponentChildren
  tone?: 'warn' | 'bad'
  id?: string
}

/** Something that has to be heard at once. */
export const Alert = ({ title, children, tone = 'bad', id }: AlertProps) => {
  const titleId = useId()
  return (
    <div class={style.banner} data-tone={tone} role="alert" aria-labelledby={titleId} id={id}>
      <TriangleAlert size={16} aria-hidden="true" />
      <div class={style.words}>
        <b id={titleId}>{title}</b>
        {children}
      </div>
    </div>
  )
}

interface ProblemProps {
  reason: Reason | null
  thing?: Thing
  /** What was pasted: it may be something that belongs elsewhere. */
  pasted?: string
  id?: string
}

/** Why something could not be done, and what to do; nothing while there is no reason. */
export const Problem = ({ reason, thing, pasted = '', id }: ProblemProps) => {
  if (reason === null) return null
  const [title, rest] =
    reason === 'two-answered'
      ? [t('answer.two_title'), wordsFor(reason)]
      : sentences(belongsElsewhere(reason, pasted) ?? wordsFor(reason, thing))
  return (
    <Alert title={title.trimEnd()} {...(id === undefined ? {} : { id })}>
      {rest !== '' && ` ${rest}`}
    </Alert>
  )
}
