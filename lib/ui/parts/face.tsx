import type { Connection } from '../../contract/panel-api'
import { initials } from '../names'
import style from './face.module.css'

interface FaceProps {
  name: string
  /** 0 to 359, from the key. */
  hue: number
  connection?: Connection
  size?: 'tiny' | 'small' | 'large'
  /** A site: square. */
  site?: boolean
}

/** A person as a round of letters, a site as a square of one, with a light when they are there, and a ring where a relay keeps things for them. Only decoration: the name stands beside it. */
export const Face = ({ name, hue, connection, size, site = false }: FaceProps) => (
  <span class={style.face} data-size={size} data-site={site} style={{ '--h': String(hue) }} aria-hidden="true">
    {initials(name)}
    {(connection?.state === 'direct' || connection?.state === 'via') && (
      <span class={style.live} data-via={connection.state === 'via'} />
    )}
  </span>
)
