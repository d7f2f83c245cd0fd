import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { AskId } from '../../contract/ids'
import type { PromptView } from '../../contract/sites-api'
import { t } from '../words'
import style from './ask.module.css'
import { Claim } from './claim'
import { Decide } from './decide'
import { type Choice, firstChoice, renewed } from './decision'
import { About, Head } from './head'
import { Part } from './part'

interface AskProps {
  view: PromptView
  /** How many wait behind it. */
  more: number
  /** The one before it went away without the person's doing. */
  after: boolean
  /** What the person decided last. */
  decided: { current: AskId | null }
}

/** One request, with all that the person can choose of it. */
export const Ask = ({ view, more, after, decided }: AskProps) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { choices, change } = useChoices(view)
  const [duration, setDuration] = useState(view.wanted)
  const until = view.durations.includes(duration) ? duration : view.wanted
  const [changed, setChanged] = useState(false)
  const first = useRef(view.seen)
  useLayoutEffect(() => setChanged(view.seen !== first.current), [view.seen])
  return (
    <div class={style.ask}>
      <Head view={view} more={more} heading={heading} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard. */}
      <main class={style.main} tabIndex={0}>
        <p class={style.news} role="status">
          {changed ? t('prompt.changed_now') : after ? t('prompt.gone_before') : ''}
        </p>
        <About site={view.site} />
        {view.purpose !== null && <Claim text={view.purpose.text} purpose={view.purpose} />}
        {view.parts.map((part, index) => (
          <Part
            key={index}
            view={view}
            index={index}
            part={part}
            choice={choices[index] ?? firstChoice(part)}
            duration={until}
            onChange={(next) => change(index, next)}
          />
        ))}
      </main>
      <Decide view={view} choices={choices} duration={until} onDuration={setDuration} decided={decided} />
    </div>
  )
}

/** What was chosen so far. When other values are shown it stays, as far as it is still about them. */
const useChoices = ({ parts, seen }: PromptView) => {
  const [choices, setChoices] = useState<readonly Choice[]>(() => parts.map(firstChoice))
  const change = (index: number, next: Partial<Choice>) =>
    setChoices((now) => now.map((choice, at) => (at === index ? { ...choice, ...next } : choice)))
  useLayoutEffect(() => {
    setChoices((now) =>
      parts.map((part, index) => {
        const before = now[index]
        return before === undefined ? firstChoice(part) : renewed(before, part)
      }),
    )
  }, [seen])
  return { choices, change }
}
