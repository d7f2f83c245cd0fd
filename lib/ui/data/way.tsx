import type { Path } from '../../contract/item'
import { t } from '../words'
import style from './item.module.css'
import { numberWords } from './numbers'
import { sketchOf } from './sketch'

/** A way as a small drawing: where it began, how it went, where it ended. No map is asked for. */
export const Way = ({ path }: { path: Path }) => {
  const { width, height, points, first, last } = sketchOf(path)
  if (first === undefined || last === undefined) return null
  const label = t('item.way', path.length, [numberWords(path.length)])
  return (
    <svg class={style.way} role="img" aria-label={label} viewBox={`-8 -8 ${width + 16} ${height + 16}`}>
      <polyline points={points} />
      <circle cx={first[0]} cy={first[1]} r="4" data-end="false" />
      <circle cx={last[0]} cy={last[1]} r="4" data-end="true" />
    </svg>
  )
}
