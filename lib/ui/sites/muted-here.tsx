import { useEffect, useState } from 'preact/hooks'
import type { Grantee } from '../../contract/permission'
import type { AskingView } from '../../contract/sites-api'
import { useAction, usePanel } from '../panel'
import { Banner, Problem } from '../parts/banner'
import { here } from '../place'
import { t } from '../words'
import { momentWords } from './grant-words'
import { siteName } from './origin'
import style from './this-tab.module.css'

const LATELY = 5 * 60_000

interface MutedHereProps {
  muted: AskingView['muted']
  /** The site in this tab, where the panel knows it. */
  origin: string | null
}

/** Says that a site is no longer heard where the person sees it happen, and takes it back: of the site in this tab, and for a while of any. */
export const MutedHere = ({ muted, origin }: MutedHereProps) => {
  const panel = usePanel()
  const [heard, setHeard] = useState<Grantee | null>(null)
  const unmute = useAction(async (grantee: Grantee) => {
    await panel.ask('unmute', { grantee })
    setHeard(grantee)
  })
  const now = useTime(muted.flatMap(({ at, until }) => [at + LATELY, until ?? 0]))
  const shown = muted.filter(
    ({ origin: site, at, until }) =>
      (until ?? Number.POSITIVE_INFINITY) > now && (site === origin || at + LATELY > now),
  )
  // There all of them are listed.
  if (here.value.at === 'sites') return null
  return (
    <div class={style.muted} role="status">
      {shown.map(({ origin: site, until }) => (
        <Banner
          key={site}
          action={
            <button
              type="button"
              disabled={unmute.busy}
              aria-label={t('sites.hear_again', { site: siteName(site) })}
              onClick={() => unmute.run(site)}
            >
              {t('items.undo')}
            </button>
          }
        >
          {until === null
            ? t('sites.is_muted', { site: siteName(site) })
            : t('sites.is_muted_until', { site: siteName(site), when: momentWords(until) })}
        </Banner>
      ))}
      {heard !== null && shown.every(({ origin: site }) => site !== heard) && (
        <Banner>{t('sites.unmuted', { site: siteName(heard) })}</Banner>
      )}
      <Problem reason={unmute.reason} />
    </div>
  )
}

/** The time, as often as one of these moments has passed. */
const useTime = (moments: readonly number[]): number => {
  const [now, setNow] = useState(Date.now)
  const next = Math.min(...moments.filter((at) => at > now))
  useEffect(() => {
    if (next === Number.POSITIVE_INFINITY) return
    const timer = setTimeout(() => setNow(Date.now()), Math.max(0, next - Date.now()))
    return () => clearTimeout(timer)
  }, [next])
  return now
}
