import { type ActivityWord, type Deed, deedOf } from '../../contract/activity-terms'
import { ITEM_TYPES } from '../../contract/item-types'
import { type ActivityEntry, DURATIONS } from '../../contract/permission'
import { numberWords } from '../data/numbers'
import { fieldName, TYPE_NAMES, typeName } from '../data/shown'
import { t } from '../words'
import { fieldNames, itemWords } from './grant-words'

type Words = Pick<ActivityEntry, 'what' | 'outcome' | 'type' | 'fields' | 'items' | 'times'>

/** What a site did, or only asked for. */
export const deedWords = (entry: Words): string => {
  const { type, fields } = entry
  const of = type === null ? '' : typeName(type)
  const thing = fields.length === 0 ? of : t('activity.thing', { type: of, fields: fieldNames(fields) })
  const parts = [DEEDS[deedOf(entry)](thing)]
  const items = itemWords(entry.items)
  // One that was read twice counts twice.
  if (entry.items > 0) parts.push(entry.items > 1 && entry.times > 1 ? t('activity.up_to', { items }) : items)
  if (entry.times > 1) parts.push(t('activity.times', entry.times, [numberWords(entry.times)]))
  return parts.join(' · ')
}

const DEEDS: Record<Deed, (thing: string) => string> = {
  did_connect: () => t('activity.did_connect'),
  asked_connect: () => t('activity.asked_connect'),
  did_signIn: () => t('activity.did_signIn'),
  asked_signIn: () => t('activity.asked_signIn'),
  did_revoke: () => t('activity.did_revoke'),
  asked_revoke: () => t('activity.did_revoke'),
  did_request: (thing) => t('activity.asked_request', { thing }),
  asked_request: (thing) => t('activity.asked_request', { thing }),
  did_pick: (thing) => t('activity.did_pick', { thing }),
  asked_pick: (thing) => t('activity.asked_pick', { thing }),
  did_read: (thing) => t('activity.did_read', { thing }),
  asked_read: (thing) => t('activity.asked_read', { thing }),
  did_create: (thing) => t('activity.did_create', { thing }),
  asked_create: (thing) => t('activity.asked_create', { thing }),
  did_update: (thing) => t('activity.did_update', { thing }),
  asked_update: (thing) => t('activity.asked_update', { thing }),
  did_delete: (thing) => t('activity.did_delete', { thing }),
  asked_delete: (thing) => t('activity.asked_delete', { thing }),
  did_subscribe: (thing) => t('activity.did_subscribe', { thing }),
  asked_subscribe: (thing) => t('activity.asked_subscribe', { thing }),
  did_fill: (thing) => t('activity.did_fill', { thing }),
  asked_fill: (thing) => t('activity.did_fill', { thing }),
}

const OUTCOMES: Record<ActivityEntry['outcome'], () => string> = {
  allowed: () => t('activity.is_allowed'),
  denied: () => t('activity.is_denied'),
  muted: () => t('activity.is_muted'),
  withdrawn: () => t('activity.is_withdrawn'),
  revoked: () => t('activity.is_revoked'),
  left: () => t('activity.is_left'),
}

/** What came of it. */
export const outcomeWords = ({ outcome, duration }: Pick<ActivityEntry, 'outcome' | 'duration'>): string => {
  const words = OUTCOMES[outcome]()
  return outcome === 'allowed' && duration !== null
    ? t('activity.with_duration', { outcome: words, duration: t(`duration.${duration}`) })
    : words
}

/** What is looked for, as the agent knows it: it has no words of any language. */
export const searchedFor = (text: string): ActivityWord[] => {
  const said = terms()
  return [...new Set(text.toLowerCase().split(/\s+/).filter(Boolean))].map((word) => ({
    text: word,
    terms: said.flatMap(([term, words]) => (words.includes(word) ? [term] : [])),
  }))
}

/** Every term with its words. */
const terms = (): [term: string, words: string][] =>
  [
    ...Object.entries(DEEDS).map(([deed, words]) => [deed, words('')]),
    ...Object.entries(OUTCOMES).map(([outcome, words]) => [outcome, words()]),
    ...DURATIONS.map((duration) => [duration, t(`duration.${duration}`)]),
    ...TYPE_NAMES.map((type) => [type, typeName(type)]),
    ...ITEM_TYPES.flatMap(({ fields }) => fields).map(({ name }) => [name, fieldName(name)]),
  ].map(([term = '', words = '']) => [term, words.toLowerCase()])
