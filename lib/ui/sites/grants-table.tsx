// biome-ignore-all lint/a11y/noRedundantRoles: what is displayed as no table is none for some, unless it says so.
import { originParts } from '../../contract/origin'
import type { GrantView, SiteSummary } from '../../contract/sites-api'
import { Face } from '../parts/face'
import hidden from '../parts/hidden.module.css'
import { hrefOf } from '../place'
import { sinceWhen } from '../time'
import { wide } from '../wide'
import { t } from '../words'
import { GivenItems } from './given-items'
import { scopeWords, untilWords, whatWords } from './grant-words'
import type { Revoking } from './grants'
import { siteName } from './origin'
import { PurposeText } from './purpose-text'
import { SiteName } from './site-name'
import style from './table.module.css'

const HEADS = ['who', 'what', 'why', 'until', 'used'] as const

interface GrantsTableProps {
  sites: SiteSummary[]
  revoking: Revoking
}

/** Everything that sites may do now. It folds where there is no room, and stays a table for who listens. */
export const GrantsTable = ({ sites, revoking }: GrantsTableProps) => (
  <table class={style.table} role="table" aria-label={t('sites.list')}>
    <thead role="rowgroup">
      <tr role="row">
        {HEADS.map((head) => (
          <th key={head} role="columnheader" scope="col">
            {t(`sites.${head}`)}
          </th>
        ))}
        <th role="columnheader" scope="col">
          <span class={hidden.hidden}>{t('sites.action')}</span>
        </th>
      </tr>
    </thead>
    {sites.map((summary) => (
      <tbody key={summary.site.origin} role="rowgroup">
        {summary.grants.map((grant, index) => (
          <Row key={grant.id} summary={summary} grant={grant} first={index === 0} revoking={revoking} />
        ))}
      </tbody>
    ))}
  </table>
)

interface RowProps {
  summary: SiteSummary
  grant: GrantView
  first: boolean
  revoking: Revoking
}

const Row = ({ summary, grant, first, revoking }: RowProps) => {
  const site = siteName(summary.site.origin)
  const what = whatWords(grant)
  const scope = scopeWords(grant)
  return (
    <tr role="row" data-first={first}>
      <td role="cell" class={style.who}>
        {first ? <Who summary={summary} revoking={revoking} /> : <span class={hidden.hidden}>{site}</span>}
      </td>
      <td role="cell" class={style.what}>
        {what}
        {scope !== null && (
          <small>
            {scope}
            <GivenItems scope={grant.scope} />
          </small>
        )}
      </td>
      <td role="cell" class={style.why}>
        <PurposeText purpose={grant.purpose} />{' '}
        <a href={receiptHref(grant)} aria-label={t('sites.receipt_of', { site, what })}>
          {t('sites.receipt')}
        </a>
      </td>
      <td role="cell" class={style.until}>
        {untilWords(grant)}
      </td>
      <td role="cell" class={style.used}>
        {usedWords(grant)}
      </td>
      <td role="cell" class={style.act}>
        <button
          type="button"
          data-kind="plain"
          disabled={revoking.busy}
          aria-label={t('sites.revoke_of', { site, what })}
          onClick={() => revoking.one(summary, grant)}
        >
          {t('sites.revoke')}
        </button>
      </td>
    </tr>
  )
}

/** Folded, no heading says what the time is about. */
const usedWords = ({ usedAt }: GrantView): string => {
  if (usedAt === null) return t('sites.not_used')
  return wide.value ? sinceWhen(usedAt) : t('sites.used_at', { when: sinceWhen(usedAt) })
}

/** Where the receipt of a grant is to be read. */
export const receiptHref = ({ receipt }: GrantView): string => hrefOf({ at: 'receipt', receipt })

const Who = ({ summary: { site }, revoking }: { summary: SiteSummary; revoking: Revoking }) => (
  <div>
    <Face name={originParts(site.origin).name} hue={site.hue} size="tiny" site />
    <div>
      <SiteName origin={site.origin} />
      <button
        type="button"
        data-kind="plain"
        disabled={revoking.busy}
        aria-label={t('sites.revoke_site_of', { site: siteName(site.origin) })}
        onClick={() => revoking.site(site.origin)}
      >
        {t('sites.revoke_site')}
      </button>
    </div>
  </div>
)
