import type { SiteSummary } from '../../contract/sites-api'
import { numberWords } from '../data/numbers'
import { t } from '../words'
import { endedAt, endedWords, whatWords } from './grant-words'
import { receiptHref } from './grants-table'
import { siteName } from './origin'
import { SiteName } from './site-name'
import style from './sites.module.css'

/** What has ended lately: it gives nothing any more, and is told for a while. */
export const EndedGrants = ({ sites }: { sites: SiteSummary[] }) => {
  const grants = sites
    .flatMap(({ site, grants }) => grants.map((grant) => ({ origin: site.origin, grant })))
    .sort((a, b) => endedAt(b.grant) - endedAt(a.grant))
  return (
    <details class={style.ended}>
      <summary>{t('sites.ended_list', grants.length, [numberWords(grants.length)])}</summary>
      <ul aria-label={t('sites.ended_table')}>
        {grants.map(({ origin, grant }) => (
          <li key={grant.id}>
            <div>
              <SiteName origin={origin} />
              <span>{whatWords(grant)}</span>
              <small>{endedWords(grant)}</small>
            </div>
            <a
              href={receiptHref(grant)}
              aria-label={t('sites.receipt_of', { site: siteName(origin), what: whatWords(grant) })}
            >
              {t('sites.receipt')}
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}
