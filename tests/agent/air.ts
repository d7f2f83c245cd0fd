import type { AgentParts } from '../../lib/agent/agent'
import { HearthError } from '../../lib/contract/errors'
import type { ConnectionId } from '../../lib/contract/ids'
import type { ConnectionInfo, Link, LinkCommands, LinkEvent, Peer } from '../../lib/contract/link-api'
import { connectionIdOf, encodeOffer } from '../../lib/contract/offer'
import { toHex } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'

/** What happens to one frame between two links: how many copies arrive, and after which others. */
export type Fate = (frame: Uint8Array) => { copies: number; late: boolean }

const FAITHFUL: Fate = () => ({ copies: 1, late: false })

const anOffer = (): Uint8Array =>
  encodeOffer({
    role: 'offer',
    ufrag: toHex(random(2)),
    pwd: toHex(random(12)),
    fingerprint: random(32),
    candidates: [],
  })

/** A link whose connections a test may break (`cut`), or that ends with all of its own, without a word (`die`). */
type AirLink = AgentParts['link'] & { cut(): void; die(): void }

/** The air between links of one test: connections made by offer and answer, and what becomes of frames on them. */
export const createAir = () => {
  const air = { wall: false, tries: 0, fate: FAITHFUL, frames: [] as Uint8Array[], held: [] as (() => void)[] }
  interface Socket {
    connection: ConnectionId
    peer: Peer | null
    state: ConnectionInfo['state']
    other: Socket | null
    emit(event: LinkEvent): void
  }

  const link = (): AirLink => {
    const sockets = new Map<ConnectionId, Socket>()
    let listener: ((event: LinkEvent) => void | Promise<void>) | null = null
    const emit = (event: LinkEvent) => void Promise.resolve(listener?.(event)).catch(() => undefined)
    const add = (connection: ConnectionId, peer: Peer | null, state: ConnectionInfo['state']): Socket => {
      const socket: Socket = { connection, peer, state, other: null, emit }
      sockets.set(connection, socket)
      return socket
    }
    const end = (socket: Socket, why: 'bye' | 'lost') => {
      const { other } = socket
      for (const side of [socket, other]) {
        if (side?.state !== 'open') continue
        side.state = 'connecting'
        side.other = null
        side.emit({ kind: 'closed', connection: side.connection, peer: side.peer, why })
      }
      sockets.delete(socket.connection)
    }
    const commands: {
      [K in keyof LinkCommands]: (params: Parameters<LinkCommands[K]>[0]) => ReturnType<LinkCommands[K]>
    } = {
      configure: () => {},
      offer: ({ peer }) => {
        air.tries++
        const offer = anOffer()
        const connection = connectionIdOf(offer)
        add(connection, peer, 'offered')
        return { connection, offer }
      },
      answer: ({ peer, offer }) => {
        air.tries++
        const connection = connectionIdOf(offer)
        add(connection, peer, 'connecting')
        answers.set(connection, sockets.get(connection) as Socket)
        return { connection, answer: offer }
      },
      accept: ({ connection, peer }) => {
        const [mine, theirs] = [sockets.get(connection), answers.get(connection)]
        if (mine?.state !== 'offered') throw new HearthError('expired')
        Object.assign(mine, { peer, state: 'connecting' })
        // Whoever answered is no more, or cannot be reached: it never opens.
        if (!theirs || air.wall) return
        Object.assign(mine, { state: 'open', other: theirs })
        Object.assign(theirs, { state: 'open', other: mine })
        mine.emit({ kind: 'open', connection, peer })
        theirs.emit({ kind: 'open', connection, peer: theirs.peer })
      },
      assign: ({ connection, peer }) => {
        const socket = sockets.get(connection)
        if (!socket) return
        socket.peer = peer
        if (socket.state === 'open') socket.emit({ kind: 'open', connection, peer })
      },
      send: ({ peer, frame }) => {
        const socket = [...sockets.values()].find(
          (s) => s.state === 'open' && s.peer?.contact === peer.contact && s.peer.device === peer.device,
        )
        if (!socket?.other) throw new HearthError('unreachable')
        air.frames.push(frame)
        const { copies, late } = air.fate(frame)
        const arrive = () => {
          const to = socket.other
          if (to?.peer) to.emit({ kind: 'frame', peer: to.peer, frame: frame.slice() })
        }
        for (let i = 0; i < copies; i++) late ? air.held.push(arrive) : arrive()
        if (!late) for (const go of air.held.splice(0)) go()
      },
      close: ({ connection }) => {
        for (const socket of [...sockets.values()])
          if (!connection || socket.connection === connection) end(socket, 'bye')
      },
      connections: () =>
        [...sockets.values()].map(({ connection, peer, state }) => ({ connection, peer, state, way: null })),
    }
    const cut = () => {
      for (const socket of [...sockets.values()]) end(socket, 'lost')
    }
    const command: Link['command'] = async (name, params) => {
      const run = commands[name] as (params: unknown) => unknown
      return run(params) as never
    }
    return {
      command,
      listen: (next) => {
        listener = next
        return () => {
          if (listener === next) listener = null
        }
      },
      keepAwake: () => {},
      shut: async () => {},
      cut,
      die: () => {
        listener = null
        for (const [id, socket] of sockets) if (answers.get(id) === socket) answers.delete(id)
        cut()
      },
    }
  }
  const answers = new Map<ConnectionId, Socket>()
  return Object.assign(air, { link })
}

export type Air = ReturnType<typeof createAir>
