import { Chats } from './chats/chats'
import { Data } from './data/data'
import { Diagnostics } from './diagnostics/diagnostics'
import { Fill } from './fill/fill'
import { FirstRun } from './first-run/first-run'
import { Me } from './me/me'
import { useWatch } from './panel'
import { here, isData, isSites } from './place'
import { Elsewhere } from './shell/elsewhere'
import { Locked } from './shell/locked'
import { Sites } from './sites/sites'

/** `home` is a full tab and the only one that shows first run; the other two lead there. */
export type Surface = 'popup' | 'sidepanel' | 'home'

/** What a panel shows: first run, the lock, or the place that its address names. */
export const App = ({ surface }: { surface: Surface }) => {
  const status = useWatch('status', {})
  if (status === undefined) return null
  if (status.phase === 'locked') return <Locked />
  if (status.phase !== 'open')
    return surface === 'home' ? <FirstRun status={status} /> : <Elsewhere open={status.phase === 'setup'} />
  if (isData(here.value)) return <Data unread={status.unread} />
  if (isSites(here.value)) return <Sites unread={status.unread} />
  switch (here.value.at) {
    case 'me':
      return <Me unread={status.unread} />
    case 'diagnostics':
      return <Diagnostics unread={status.unread} />
    case 'fill':
      return <Fill unread={status.unread} />
    default:
      return <Chats unread={status.unread} />
  }
}
