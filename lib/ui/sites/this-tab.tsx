import { useEffect, useState } from 'preact/hooks'
import type { AskingView } from '../../contract/sites-api'
import { numberWords } from '../data/numbers'
import { useAction, usePanel, useWatch } from '../panel'
import { Banner, Problem } from '../parts/banner'
import { here, isSites } from '../place'
import { t } from '../words'
import { type SiteAccess, useSiteAccess } from './access'
import { MutedHere } from './muted-here'
import { siteName } from './origin'
import style from './this-tab.module.css'

/** Above every place: what waits for the person, who is not heard, and whether the site in this tab can ask at all. */
export const ThisTab = () => {
  const asking = useWatch('asking', {})
  const access = useSiteAccess()
  return (
    <section class={style.tab} aria-label={t('sites.asking')}>
      {asking && asking.waiting.length > 0 && <Waiting waiting={asking.waiting} />}
      {asking && <MutedHere muted={asking.muted} origin={access?.tab.value?.origin ?? null} />}
      {access && <Access access={access} />}
    </section>
  )
}

const Waiting = ({ waiting }: { waiting: AskingView['waiting'] }) => {
  const panel = usePanel()
  const show = useAction(() => panel.ask('showPrompt', {}))
  return (
    <div class={style.waiting} role="status">
      <Banner
        tone="waiting"
        action={
          <button type="button" disabled={show.busy} onClick={show.run}>
            {t('sites.look')}
          </button>
        }
      >
        {waitingWords(waiting)}
      </Banner>
      <Problem reason={show.reason} />
    </div>
  )
}

const waitingWords = (waiting: AskingView['waiting']): string => {
  const count = waiting.reduce((sum, each) => sum + each.count, 0)
  const [first] = waiting
  return waiting.length === 1 && first
    ? t('sites.waits', count, [siteName(first.origin), numberWords(count)])
    : t('sites.wait_many', { count: numberWords(count), sites: numberWords(waiting.length) })
}

/** Where it is not needed it is offered only where the person looks at sites: nobody is pushed. */
const Access = ({ access }: { access: SiteAccess }) => {
  const [answer, setAnswer] = useState<{ origin: string; allowed: boolean } | null>(null)
  const enable = useAction(async (origin: string) => setAnswer({ origin, allowed: await access.enable(origin) }))
  useEffect(() => {
    // A panel that cannot see its tab says nothing about it.
    access.look().catch(() => {})
  }, [access])
  const tab = access.tab.value
  if (tab === null) return null
  const site = siteName(tab.origin)
  const said = answer?.origin === tab.origin ? answer : null
  if (tab.enabled)
    return said?.allowed ? (
      <div role="status">
        <Banner>{t('sites.enabled_now', { site })}</Banner>
      </div>
    ) : null
  if (!tab.needed && !isSites(here.value)) return null
  return (
    <div role="status">
      <Banner
        action={
          <button type="button" disabled={enable.busy} onClick={() => enable.run(tab.origin)}>
            {t('sites.enable')}
          </button>
        }
      >
        {said
          ? t('sites.enable_refused')
          : tab.needed
            ? t('sites.cannot_see', { site })
            : t('sites.may_not_see', { site })}
      </Banner>
      <Problem reason={enable.reason} />
    </div>
  )
}
