import type { ActivityEntry } from '../../contract/permission'
import { numberWords } from '../data/numbers'
import { typeName } from '../data/shown'
import { t } from '../words'
import { fieldNames, itemWords } from './grant-words'

type Words = Pick<ActivityEntry, 'what' | 'outcome' | 'type' | 'fields' | 'items' | 'times'>

/** What a site did, or only asked for. */
export const deedWords = (entry: Words): string => {
  const parts = [sentence(entry)]
  if (entry.items > 0) parts.push(itemWords(entry.items))
  if (entry.times > 1) parts.push(t('activity.times', entry.times, [numberWords(entry.times)]))
  return parts.join(' · ')
}

const sentence = ({ what, outcome, type, fields }: Words): string => {
  if (what === 'revoke') return t('activity.did_revoke')
  const done = outcome === 'allowed'
  if (what === 'connect' || what === 'signIn') return t(`activity.${done ? 'did' : 'asked'}_${what}`)
  // To sign in without being asked each time.
  if (type === null) return t('activity.asked_signIn')
  const thing =
    fields.length === 0 ? typeName(type) : t('activity.thing', { type: typeName(type), fields: fieldNames(fields) })
  if (what === 'fill') return t('activity.did_fill', { thing })
  return done && what !== 'request' ? t(`activity.did_${what}`, { thing }) : t(`activity.asked_${what}`, { thing })
}

/** What came of it. */
export const outcomeWords = ({ outcome, duration }: Pick<ActivityEntry, 'outcome' | 'duration'>): string => {
  const words = t(`activity.is_${outcome}`)
  return outcome === 'allowed' && duration !== null
    ? t('activity.with_duration', { outcome: words, duration: t(`duration.${duration}`) })
    : words
}
