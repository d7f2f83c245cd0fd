import { useRef, useState } from 'preact/hooks'
import type { Grantee } from '../../contract/permission'
import type { SiteSummary } from '../../contract/sites-api'
import { Ask } from '../data/ask'
import { numberWords } from '../data/numbers'
import { useAction, usePanel, useWatch } from '../panel'
import { Problem } from '../parts/banner'
import { Loading } from '../parts/loading'
import { Mark } from '../parts/mark'
import { t } from '../words'
import { EnabledSites } from './enabled'
import { EndedGrants } from './ended'
import { endedAt, isLive, whatWords } from './grant-words'
import { GrantsTable } from './grants-table'
import { MutedSites } from './muted'
import { siteName } from './origin'
import style from './sites.module.css'

// What ended before is in the activity.
const LATELY = 7 * 86_400_000

/** What every site may do now, who is muted, what has ended, and how to end the rest. */
export const GrantsScreen = () => {
  const sites = useWatch('sites', {})?.sites
  const revoking = useRevoking()
  if (!sites) return <Loading words={t('sites.loading')} />
  const now = Date.now()
  const live = partOf(sites, (grant) => isLive(grant, now))
  const ended = partOf(sites, (grant) => !isLive(grant, now) && endedAt(grant) > now - LATELY)
  const muted = sites.filter((each) => each.muted)
  return (
    <div class={style.grants} ref={revoking.box} tabIndex={-1}>
      <div class={style.done}>
        <p role="status">{revoking.done}</p>
        <Problem reason={revoking.reason} />
      </div>
      {live.length > 0 ? (
        <GrantsTable sites={live} revoking={revoking} />
      ) : ended.length === 0 && muted.length === 0 ? (
        <Nothing />
      ) : (
        <p class={style.none}>{t('sites.none_live')}</p>
      )}
      {muted.length > 0 && <MutedSites sites={muted} onUnmute={revoking.unmute} />}
      <EnabledSites />
      {ended.length > 0 && <EndedGrants sites={ended} />}
      {live.length > 0 && <RevokeAll sites={live.length} onRevoke={revoking.all} busy={revoking.busy} />}
    </div>
  )
}

const partOf = (sites: SiteSummary[], fits: (grant: SiteSummary['grants'][number]) => boolean): SiteSummary[] =>
  sites.map((each) => ({ ...each, grants: each.grants.filter(fits) })).filter(({ grants }) => grants.length > 0)

const Nothing = () => (
  <div class={style.empty}>
    <Mark size={48} out />
    <h2>{t('sites.empty_title')}</h2>
    <p>{t('sites.empty')}</p>
  </div>
)

export type Revoking = ReturnType<typeof useRevoking>

/** Ending what was given. What was pressed goes with it, so the focus is kept here, and what was done is said. */
const useRevoking = () => {
  const panel = usePanel()
  const box = useRef<HTMLDivElement>(null)
  const [done, setDone] = useState('')
  const act = useAction(async (words: string, work: () => Promise<unknown>) => {
    setDone('')
    try {
      await work()
      setDone(words)
    } finally {
      box.current?.focus({ preventScroll: true })
    }
  })
  return {
    box,
    done,
    busy: act.busy,
    reason: act.reason,
    one: ({ site }: SiteSummary, grant: SiteSummary['grants'][number]) =>
      act.run(t('sites.revoked_one', { site: siteName(site.origin), what: whatWords(grant) }), () =>
        panel.ask('revoke', { grant: grant.id }),
      ),
    site: (grantee: Grantee) =>
      act.run(t('sites.revoked_site', { site: siteName(grantee) }), () => panel.ask('revoke', { grantee })),
    all: () => act.run(t('sites.revoked_all'), () => panel.ask('revoke', {})),
    unmute: (grantee: Grantee) =>
      act.run(t('sites.unmuted', { site: siteName(grantee) }), () => panel.ask('unmute', { grantee })),
  }
}

interface RevokeAllProps {
  sites: number
  busy: boolean
  onRevoke: () => void
}

const RevokeAll = ({ sites, busy, onRevoke }: RevokeAllProps) => {
  const [asking, setAsking] = useState(false)
  return (
    <div class={style.ends}>
      <button type="button" disabled={busy} onClick={() => setAsking(true)}>
        {t('sites.revoke_all')}
      </button>
      {asking && (
        <Ask
          title={t('sites.revoke_all_title', sites, [numberWords(sites)])}
          yes={t('sites.revoke_all_yes')}
          no={t('action.cancel')}
          onNo={() => setAsking(false)}
          onYes={() => {
            setAsking(false)
            onRevoke()
          }}
        >
          {t('sites.revoke_all_lost')}
        </Ask>
      )}
    </div>
  )
}
