import type { GrantView, ScopeView } from '../../contract/sites-api'
import { numberWords } from '../data/numbers'
import { fieldName, typeName } from '../data/shown'
import { exactWhen, shortWhen, sinceWhen } from '../time'
import { t } from '../words'

const SOON = 36 * 3_600_000

/** Names of fields, one after the other. */
export const fieldNames = (fields: readonly string[]): string => fields.map(fieldName).join(', ')

/** What a grant allows. */
export const whatWords = ({
  capability,
  type,
  scope,
}: Pick<GrantView, 'capability' | 'type'> & { scope: Pick<ScopeView, 'fields'> | null }): string => {
  const about = { type: typeName(type ?? ''), fields: fieldNames(scope?.fields ?? []) }
  switch (capability) {
    case 'identity.connect':
      return t('grant.identity_connect')
    case 'identity.signIn':
      return t('grant.identity_signIn')
    case 'data.read':
      return t('grant.data_read', about)
    case 'data.create':
      return t('grant.data_create', about)
    case 'data.update':
      return t('grant.data_update', about)
    case 'data.delete':
      return t('grant.data_delete', { type: about.type })
  }
}

/** Of how much it allows that; null where that is no question. */
export const scopeWords = ({ capability, scope }: GrantView): string | null => {
  if (scope === null || capability === 'data.create') return null
  const items = itemsOf(scope)
  return scope.instead ? t('grant.instead', { items }) : items
}

const itemsOf = ({ all, given, leftOut }: ScopeView): string => {
  if (!all) return itemWords(given)
  return leftOut === 0 ? t('grant.all') : t('grant.all_but', leftOut, [numberWords(leftOut)])
}

/** So many items. */
export const itemWords = (count: number): string => t('grant.items', count, [numberWords(count)])

/** Whether it still allows anything. */
export const isLive = ({ ended, expiresAt }: GrantView, now: number): boolean =>
  ended === null && (expiresAt === null || expiresAt > now)

/** How long it lasts. */
export const untilWords = ({ duration, expiresAt }: GrantView, now = Date.now()): string => {
  if (duration === 'once') return t('grant.until_once')
  if (duration === 'tab') return t('grant.until_tab')
  if (expiresAt === null) return t('grant.until_revoked')
  return t('grant.until_when', { when: momentWords(expiresAt, now) })
}

/** A moment to come: with its hour where that is soon. */
export const momentWords = (at: number, now = Date.now()): string =>
  at - now < SOON ? exactWhen(at, now) : shortWhen(at, now)

/** When it ended, where it has. */
export const endedAt = ({ ended, expiresAt }: GrantView): number => ended?.at ?? expiresAt ?? 0

/** How it ended; what has run out says so, even where nobody has noted it yet. */
export const endedWords = (grant: GrantView): string => {
  const when = sinceWhen(endedAt(grant))
  switch (grant.ended?.why ?? 'expired') {
    case 'revoked':
      return t('grant.ended_revoked', { when })
    case 'expired':
      return t('grant.ended_expired', { when })
    case 'spent':
      return t('grant.ended_spent', { when })
  }
}
