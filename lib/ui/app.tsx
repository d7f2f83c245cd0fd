import { Chats } from './chats/chats'
import { FirstRun } from './first-run/first-run'
import { Me } from './me/me'
import { useWatch } from './panel'
import { here } from './place'
import { Elsewhere } from './shell/elsewhere'
import { Locked } from './shell/locked'

/** `home` is a full tab and the only one that shows first run; the other two lead there. */
export type Surface = 'popup' | 'sidepanel' | 'home'

/** What a panel shows: first run, the lock, or the place that its address names. */
export const App = ({ surface }: { surface: Surface }) => {
  const status = useWatch('status', {})
  if (status === undefined) return null
  if (status.phase === 'locked') return <Locked />
  if (status.phase !== 'open')
    return surface === 'home' ? <FirstRun status={status} /> : <Elsewhere open={status.phase === 'setup'} />
  return here.value.at === 'me' ? <Me unread={status.unread} /> : <Chats unread={status.unread} />
}
