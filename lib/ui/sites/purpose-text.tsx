import type { Purpose } from '../../contract/permission'
import { oneLine } from '../names'
import { t } from '../words'
import style from './table.module.css'

const LONGEST = 120
// It must not seem to end before it does.
const QUOTES = /["“”„‟«»]/g

/** Why, in the words of the site: quoted, because they are claims. */
export const PurposeText = ({ purpose }: { purpose: Purpose | null }) => {
  const words = oneLine(purpose?.text ?? '', LONGEST).replace(QUOTES, '’')
  return words === '' ? (
    t('grant.no_purpose')
  ) : (
    <q class={style.claim}>
      <bdi>{words}</bdi>
    </q>
  )
}
