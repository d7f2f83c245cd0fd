import { defineBackground } from 'wxt/utils/define-background'
import { startAgent } from '../../lib/agent/agent'
import { onOnline, ownVersion, sessionKeys, showOnToolbar, welcomeOnce } from '../../lib/agent/browser'
import { PAGE_API_VERSION, PAGE_ERRORS } from '../../lib/contract/page-api'
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
    })
    servePanels(agent)
    servePages({
      request: async (_, { id, method }) => {
        if (method !== 'agent_getInfo') return { id, error: PAGE_ERRORS.NotSupportedError }
        return { id, result: { name: 'Hearth', version: ownVersion(), apiVersion: PAGE_API_VERSION, features: [] } }
      },
      listen: () => () => {},
    })
    keepPageScripts()
  },
})
