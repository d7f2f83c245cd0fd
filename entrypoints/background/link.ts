import type { AgentParts } from '../../lib/agent/agent'
import { createLink } from '../../lib/carriers/link'
import { closeOffscreen } from '../../lib/rpc/offscreen'
import { remoteLink } from '../../lib/rpc/remote-link'

/** The link: in this very page on Firefox, whose background stays; in the offscreen document on Chromium. */
export const agentLink = (): AgentParts['link'] =>
  import.meta.env.FIREFOX
    ? { ...createLink(), keepAwake: () => {}, shut: async () => {} }
    : { ...remoteLink(), shut: closeOffscreen }
