import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Reason } from '../../contract/errors'
import type { AskId } from '../../contract/ids'
import { DURATIONS, type Duration } from '../../contract/permission'
import type { PromptView } from '../../contract/sites-api'
import { useAction, usePanel } from '../panel'
import { Alert, Problem } from '../parts/banner'
import { t } from '../words'
import style from './ask.module.css'
import { useDeaf } from './deaf'
import { type Choice, decide, firstChoice, isEmpty } from './decision'

interface DecideProps {
  view: PromptView
  choices: readonly Choice[]
  duration: Duration
  onDuration: (duration: Duration) => void
  decided: { current: AskId | null }
}

/** The foot, which never scrolls away: for how long, and the two answers, which weigh the same. */
export const Decide = ({ view, choices, duration, onDuration, decided }: DecideProps) => {
  const panel = usePanel()
  const id = useId()
  const [sent, setSent] = useState(false)
  const parts = view.parts.map((part, index) => decide(part, choices[index] ?? firstChoice(part), duration))
  const why = parts.some((part) => part.allow) ? null : whyNot(view, duration)
  const answer = useAction(async (yes: boolean, mute: boolean) => {
    decided.current = view.id
    try {
      if (yes) await panel.ask('allowRequest', { ask: view.id, seen: view.seen, duration, parts })
      else await panel.ask('denyRequest', { ask: view.id, mute })
      setSent(true)
    } catch (error) {
      decided.current = null
      throw error
    }
  })
  const busy = sent || answer.busy
  const deny = (mute: boolean) => {
    if (!busy) answer.run(false, mute)
  }
  useEscape(() => deny(false))
  // The second click of two would be about the next request.
  const onDeny = ({ detail }: MouseEvent, mute: boolean) => {
    if (detail < 2) deny(mute)
  }
  return (
    <footer class={style.foot}>
      <Trouble reason={answer.reason} />
      <HowLong view={view} duration={duration} onDuration={onDuration} />
      {why !== null && (
        <p class={style.why} id={id}>
          {why}
        </p>
      )}
      <div class={style.answers}>
        <button type="button" aria-disabled={busy} onClick={(event) => onDeny(event, false)}>
          {t('prompt.deny')}
        </button>
        <Allow
          shown={`${view.id} ${view.seen}`}
          why={why === null ? undefined : id}
          busy={busy}
          onAllow={() => answer.run(true, false)}
        />
      </div>
      <div class={style.last}>
        <button
          type="button"
          data-kind="plain"
          class={style.mute}
          aria-disabled={busy}
          title={t('prompt.mute_means')}
          onClick={(event) => onDeny(event, true)}
        >
          {t('prompt.deny_mute')}
        </button>
        <p role="status">{busy && t('prompt.saving')}</p>
      </div>
    </footer>
  )
}

/** Why nothing can be allowed as it stands. */
const whyNot = ({ parts }: PromptView, duration: Duration): string => {
  if (parts.every((part) => isEmpty(part, duration))) return t('prompt.why_empty')
  const picks = parts.every((part) => part.kind === 'read' && part.pick !== null)
  return picks ? t('prompt.why_pick') : t('prompt.why_nothing')
}

interface AllowProps {
  shown: string
  /** What says why nothing can be allowed as it stands. */
  why: string | undefined
  busy: boolean
  onAllow: () => void
}

const Allow = ({ shown, why, busy, onAllow }: AllowProps) => {
  const { deaf, onPress, hears } = useDeaf(shown)
  return (
    <button
      type="button"
      aria-disabled={deaf || busy || why !== undefined}
      aria-describedby={why}
      onPointerDown={onPress}
      onKeyDown={(event) => {
        // A key that is held down is one press.
        if (event.repeat) event.preventDefault()
        else onPress()
      }}
      onClick={() => {
        if (hears() && !busy && why === undefined) onAllow()
      }}
    >
      {t('prompt.allow')}
    </button>
  )
}

const LENGTHS = {
  once: 'prompt.for_once',
  tab: 'prompt.for_tab',
  P1D: 'prompt.for_P1D',
  P30D: 'prompt.for_P30D',
  untilRevoked: 'prompt.for_untilRevoked',
} as const satisfies Record<Duration, string>

const HowLong = ({ view, duration, onDuration }: Pick<DecideProps, 'view' | 'duration' | 'onDuration'>) => {
  const lengths = DURATIONS.filter((each) => view.durations.includes(each))
  // To sign in once there is nothing to choose.
  if (lengths.length < 2 && view.parts.every(({ kind }) => kind === 'identity')) return null
  return (
    <label class={style.for}>
      <span>{t('prompt.how_long')}</span>
      <select value={duration} onChange={(event) => onDuration(event.currentTarget.value as Duration)}>
        {lengths.map((each) => (
          <option key={each} value={each}>
            {t(LENGTHS[each])}
          </option>
        ))}
      </select>
    </label>
  )
}

const Trouble = ({ reason }: { reason: Reason | null }) =>
  reason === 'changed-since' ? (
    <Alert title={t('prompt.changed_title')} tone="warn">
      {' '}
      {t('prompt.changed')}
    </Alert>
  ) : (
    <Problem reason={reason} />
  )

/** Escape denies, once however long it is held; in a search it first empties that. */
const useEscape = (deny: () => void) => {
  const latest = useRef(deny)
  latest.current = deny
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.repeat || event.isComposing || event.defaultPrevented) return
      if (event.target instanceof HTMLInputElement && event.target.type === 'search' && event.target.value !== '')
        return
      latest.current()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}
