import { defineBackground } from 'wxt/utils/define-background'
import { startAgent } from '../../lib/agent/agent'
import {
  onOnline,
  ownVersion,
  sessionKeys,
  sessionName,
  sessionSlot,
  showOnToolbar,
  welcomeOnce,
} from '../../lib/agent/browser'
import { browserSurfaces } from '../../lib/agent/surfaces'
import { keepPageScripts } from '../../lib/rpc/page-scripts'
import { servePages } from '../../lib/rpc/serve-pages'
import { servePanels } from '../../lib/rpc/serve-panels'
import { openDatabase } from '../../lib/store/database'
import { agentLink } from './link'

export default defineBackground({
  type: 'module',
  persistent: true,
  main: () => {
    welcomeOnce()
    const agent = startAgent({
      db: openDatabase('hearth'),
      link: agentLink(),
      keys: sessionKeys(),
      now: Date.now,
      onOnline,
      socket: (url) => new WebSocket(url),
      show: showOnToolbar(),
      session: sessionName,
      pages: {
        surfaces: browserSurfaces(),
        asks: sessionSlot('asks'),
        window: sessionSlot('prompt'),
        tabs: sessionSlot('tabs'),
        mutes: sessionSlot('mutes'),
        version: ownVersion(),
      },
    })
    servePanels(agent)
    servePages(agent.pages)
    keepPageScripts()
  },
})
