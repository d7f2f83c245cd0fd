import { HearthError } from '../contract/errors'
import type { IceServer } from '../contract/link-api'
import type { Routers } from '../contract/panel-api'

/** Independent operators who answer anybody's STUN question. Asked only after the person chose "Public STUN servers". */
export const PUBLIC_STUN: readonly string[] = [
  'stun:stun.nextcloud.com:3478',
  'stun:stun.sipgate.net:3478',
  'stun:stun.cloudflare.com:3478',
]

const MAX_SERVERS = 8
const ADDRESS = /^(stun|stuns|turn|turns):[A-Za-z0-9.\-[\]:]{1,255}(\?transport=(udp|tcp))?$/

/**
 * The servers that a choice stands for. Own ones stand one a line: `stun:host:port`, or `turn:host:port user password`.
 * Throws `bad-address` for a line that is neither, or for none at all.
 */
export const iceServersOf = (routers: Routers): IceServer[] => {
  if (routers.kind === 'none') return []
  if (routers.kind === 'public') return PUBLIC_STUN.map((urls) => ({ urls }))
  const lines = routers.servers.split(/[\n,]/).map((line) => line.trim())
  const servers = lines.filter((line) => line !== '').map(serverOf)
  if (servers.length === 0 || servers.length > MAX_SERVERS) throw new HearthError('bad-address')
  return servers
}

const serverOf = (line: string): IceServer => {
  const [urls = '', username, credential, ...rest] = line.split(/\s+/)
  if (!ADDRESS.test(urls) || rest.length > 0) throw new HearthError('bad-address')
  if (urls.startsWith('stun')) {
    if (username !== undefined) throw new HearthError('bad-address')
    return { urls }
  }
  if (!username || !credential) throw new HearthError('bad-address', 'a turn server needs a user and a password')
  return { urls, username, credential }
}
