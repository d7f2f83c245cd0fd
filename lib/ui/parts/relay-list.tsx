import { PUBLIC_RELAYS } from '../../contract/public-relays'
import { reachOf, shownRelay } from '../relay-address'
import { t } from '../words'
import style from './relay-list.module.css'

/** The address of a relay: left to right in every language, and broken anywhere rather than cut. */
export const RelayAddress = ({ address }: { address: string }) => (
  <bdi class={style.address} dir="ltr">
    {shownRelay(address)}
  </bdi>
)

/** Who can use a relay together with the person, where that is not everybody. */
export const RelayReach = ({ address }: { address: string }) => {
  const reach = reachOf(address)
  return reach === null || reach === 'everybody' ? null : (
    <small class={style.reach}>{t(`relays.reach_${reach}`)}</small>
  )
}

/** How many public relays there are and, for who wants to know, which. */
export const PublicRelays = () => (
  <details class={style.which}>
    <summary>{t('relays.count', PUBLIC_RELAYS.length)}</summary>
    <ul>
      {PUBLIC_RELAYS.map((address) => (
        <li key={address}>
          <RelayAddress address={address} />
        </li>
      ))}
    </ul>
  </details>
)
