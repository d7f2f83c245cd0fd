import { originParts } from '../../contract/origin'
import style from './head.module.css'

/** Who asks, whole and never cut: the name that somebody registered stands out. */
export const Origin = ({ origin }: { origin: string }) => {
  const { scheme, below, name, port } = originParts(origin)
  return (
    <span class={style.origin}>
      <bdi dir="ltr">
        {scheme}
        {below}
        <b>{name}</b>
        {port}
      </bdi>
    </span>
  )
}
