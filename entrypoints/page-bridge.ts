import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script'
import { type BridgeRuntime, bridge } from '../lib/client/bridge'

interface Own {
  browser?: { runtime: BridgeRuntime }
  chrome?: { runtime: BridgeRuntime }
  hearth?: true
}

// Beside every page that the person enabled; once in each, however often it is put in.
export default defineUnlistedScript(() => {
  try {
    const own = globalThis as Own
    const { runtime } = own.browser ?? own.chrome ?? {}
    if (!runtime || own.hearth || document.contentType !== 'text/html') return
    own.hearth = true
    bridge(runtime)
  } catch {
    // A page is never harmed by what it did not ask for.
  }
})
