import { Check } from 'lucide-preact'
import { useId } from 'preact/hooks'
import type { Duration } from '../../contract/permission'
import type { AskPart, PromptView } from '../../contract/sites-api'
import { t } from '../words'
import { Changes, Deletion, Standing } from './changes'
import { type Choice, isEmpty, isOptional } from './decision'
import { Identity } from './identity'
import style from './part.module.css'
import { Read } from './read'
import { actOf, thingsOf } from './words'

interface PartProps {
  view: PromptView
  index: number
  part: AskPart
  choice: Choice
  duration: Duration
  onChange: (change: Partial<Choice>) => void
}

/** One thing that is asked for; one of several can be left out as a whole. */
export const Part = (props: PartProps) => {
  const { view, part, choice, duration, onChange } = props
  const id = useId()
  if (view.parts.length === 1) return <Inside {...props} />
  const act = actOf(part)
  const empty = isEmpty(part, duration)
  const open = choice.allow && !empty
  return (
    <section class={style.part} aria-labelledby={id} data-out={!open}>
      {isOptional(part) ? (
        <label class={style.whole}>
          <input
            type="checkbox"
            checked={open}
            disabled={empty}
            onChange={(event) => onChange({ allow: event.currentTarget.checked })}
          />
          <h2 id={id}>{act}</h2>
        </label>
      ) : (
        <div class={style.whole}>
          <Check size={18} aria-hidden="true" />
          <h2 id={id}>{act}</h2>
          <p>{t('prompt.needed')}</p>
        </div>
      )}
      {(open || empty) && <Inside {...props} />}
    </section>
  )
}

const Inside = ({ view, index, part, choice, duration, onChange }: PartProps) => {
  if (isEmpty(part, duration))
    return (
      <p class={style.empty}>
        <b>{part.kind === 'read' ? t('prompt.empty', { things: thingsOf(part.type) }) : t('prompt.empty_change')}</b>{' '}
        {part.kind === 'read' && part.standing ? t('prompt.empty_once') : t('prompt.empty_means')}
      </p>
    )
  switch (part.kind) {
    case 'identity':
      return <Identity part={part} view={view} />
    case 'read': {
      const source = { ask: view.id, seen: view.seen, part: index }
      return <Read part={part} choice={choice} onChange={onChange} duration={duration} source={source} />
    }
    case 'standing':
      return <Standing part={part} choice={choice} onChange={onChange} />
    case 'write':
      return <Changes part={part} />
    default:
      return <Deletion part={part} />
  }
}
