import { originParts } from '../../contract/origin'
import type { Grantee } from '../../contract/permission'
import type { SiteSummary } from '../../contract/sites-api'
import { Face } from '../parts/face'
import { t } from '../words'
import { momentWords } from './grant-words'
import { siteName } from './origin'
import { SiteName } from './site-name'
import style from './sites.module.css'

/** Sites that are told no without the person being asked, and the way back. */
export const MutedSites = ({ sites, onUnmute }: { sites: SiteSummary[]; onUnmute: (grantee: Grantee) => void }) => (
  <section class={style.section}>
    <h2>{t('sites.muted_list')}</h2>
    <p>{t('sites.muted_lede')}</p>
    <ul aria-label={t('sites.muted_list')}>
      {sites.map(({ site: { origin, hue }, mutedUntil }) => (
        <li key={origin}>
          <Face name={originParts(origin).name} hue={hue} size="tiny" site />
          <div>
            <SiteName origin={origin} />
            <small>
              {mutedUntil === null
                ? t('sites.muted_always')
                : t('sites.muted_until', { when: momentWords(mutedUntil) })}
            </small>
          </div>
          <button
            type="button"
            data-kind="plain"
            aria-label={t('sites.unmute_of', { site: siteName(origin) })}
            onClick={() => onUnmute(origin)}
          >
            {t('sites.unmute')}
          </button>
        </li>
      ))}
    </ul>
  </section>
)
