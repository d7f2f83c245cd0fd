import type { ChangeView, Undone } from '../../contract/data-api'
import { siteName } from '../sites/origin'
import { t } from '../words'
import { numberWords } from './numbers'

/** What a change did, in a sentence. */
export const changeWords = ({ what, count, name, author }: ChangeView): string => {
  if (author !== undefined && (what === 'added' || what === 'changed' || what === 'binned'))
    return t(`change.${what}_by`, count, [siteName(author), numberWords(count)])
  return what === 'imported' || (name !== null && name !== '')
    ? t(`change.${what}_name`, { name: (name ?? '').split('\n')[0]?.slice(0, 60) ?? '' })
    : t(`change.${what}`, count)
}

/** What undoing did, and that something was left as it is. */
export const undoneWords = ({ undone, left }: Undone): string =>
  left === 0 ? t('change.undone', undone) : `${t('change.undone', undone)} ${t('change.left', left)}`
