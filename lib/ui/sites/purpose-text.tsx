import type { Purpose } from '../../contract/permission'
import { capped, quotable } from '../prompt/site-text'
import { t } from '../words'
import style from './table.module.css'

const LONGEST = 120

/** Why, in the words of the site: quoted, because they are claims. */
export const PurposeText = ({ purpose }: { purpose: Purpose | null }) => {
  const words = capped(quotable(purpose?.text ?? ''), LONGEST)
  return words === '' ? (
    t('grant.no_purpose')
  ) : (
    <q class={style.claim}>
      <bdi>{words}</bdi>
    </q>
  )
}
