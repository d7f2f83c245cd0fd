import { HearthError } from '../contract/errors'
import type { ConnectionId } from '../contract/ids'
import type { ConnectionInfo, IceServer, Link, LinkCommands, LinkEvent, Peer } from '../contract/link-api'
import { connectionIdOf, encodeOffer, type Offer, parseOffer, publicOnly, udpOnly } from '../contract/offer'
import { beat } from './beat'
import { type Connection, connection } from './connection'
import { ofMost, ownerOf } from './crowd'
import { outlet } from './outlet'
import { type Described, type Serverless, serverless } from './peer'

interface Entry {
  id: ConnectionId
  peer: Peer | null
  /** We made the offer. */
  ours: boolean
  state: ConnectionInfo['state']
  described: Described
  /** Our own description, as it was handed out. */
  said: Uint8Array
  connection: Connection
  /** Counts the connections that opened: the highest is the newest. */
  opened: number
}

type Commands = {
  [K in keyof LinkCommands]: (
    params: Parameters<LinkCommands[K]>[0],
  ) => ReturnType<LinkCommands[K]> | Promise<ReturnType<LinkCommands[K]>>
}

const MAX_WAITING = 64
const MAX_WAITING_PER_PEER = 4
/** How many connections are kept open: each costs its watching, and whoever is idle can be called again. */
const MAX_OPEN = 32
/** Of these to one device: one, one more while they are about to agree on it, and one more while both may be dead. */
const MAX_OPEN_PER_PEER = 3
/** How long an older connection to the same device is kept, for what is under way on it. */
const SUPERSEDED_AFTER = 3_000
const PATIENCE = 30_000
/** How long an answer of ours may be under way. */
const ANSWER_LIFE = 7 * 86_400_000

const samePeer = (a: Peer | null, b: Peer | null): boolean =>
  a !== null && b !== null && a.contact === b.contact && a.device === b.device

/**
 * The link, where RTCPeerConnection exists. It contacts the configured servers and the peers' addresses, and nobody else.
 * Where one connection more than `maxOpen` opens, it says goodbye on one of whoever has most, which was idle longest.
 */
export const createLink = (begin: () => Serverless = serverless, maxOpen = MAX_OPEN): Link => {
  const entries = new Map<ConnectionId, Entry>()
  const out = outlet()
  const heartbeat = beat()
  let iceServers: IceServer[] = []
  let peers: Serverless | null = null
  const describing: (Peer | null)[] = []
  let openings = 0

  const start = (): Serverless => {
    peers ??= begin()
    return peers
  }
  const waiting = (of?: Peer): Entry[] =>
    [...entries.values()].filter(({ state, peer }) => state !== 'open' && (!of || samePeer(of, peer)))
  const makeRoom = (peer: Peer | null): void => {
    const theirs = peer ? waiting(peer) : []
    const asked = peer ? describing.filter((other) => samePeer(peer, other)).length : 0
    if (asked >= MAX_WAITING_PER_PEER) throw new HearthError('too-many', 'too many at once')
    const full = waiting().length + describing.length >= MAX_WAITING
    if (theirs.length + asked >= MAX_WAITING_PER_PEER || (full && theirs.length > 0)) theirs[0]?.connection.close('bye')
    if (!full || theirs.length > 0) return
    // Somebody's unanswered offers shall stop nobody else's. Invitations stay: they were given to people.
    const [oldest] = ofMost(waiting().filter((entry) => entry.peer))
    if (!oldest) throw new HearthError('too-many', 'too many offers wait')
    oldest.connection.close('bye')
  }
  const describe = async (peer: Peer | null, how: () => Promise<Described>): Promise<Described> => {
    makeRoom(peer)
    describing.push(peer)
    try {
      return await how()
    } finally {
      describing.splice(describing.indexOf(peer), 1)
    }
  }

  const usable = (peer?: Peer): Entry[] =>
    [...entries.values()].filter((entry) => (!peer || samePeer(entry.peer, peer)) && entry.connection.usable())
  /** The best first: the newest, but before it any older one while nothing comes through it. */
  const bestFirst = (peer: Peer): Entry[] =>
    usable(peer).sort((a, b) => Number(a.connection.weak()) - Number(b.connection.weak()) || b.opened - a.opened)
  const best = (peer: Peer): Entry | undefined => bestFirst(peer)[0]
  /**
   * Both sides may see two connections open in a different order, and must not each close what the other keeps. So one of them
   * decides: whoever made the offer of the lowest id. Both receive on all, and nothing is lost by the goodbye.
   */
  const supersede = (peer: Peer): void => {
    const open = usable(peer)
    const [lowest] = open.map(({ id }) => id).sort()
    if (open.length < 2 || !entries.get(lowest as ConnectionId)?.ours) return
    const keep = best(peer)
    for (const entry of open) if (entry !== keep) void entry.connection.leave(PATIENCE)
  }
  /** Not by agreement: whoever opens one after the other may be somebody who agrees on nothing. */
  const keepFew = (opened: Entry): void => {
    const theirs = opened.peer ? bestFirst(opened.peer) : []
    for (const entry of theirs.slice(MAX_OPEN_PER_PEER)) void entry.connection.leave(PATIENCE)
    const isNeeded = (entry: Entry) => Number(!entry.peer || best(entry.peer) === entry)
    while (usable().length > maxOpen) {
      const [first] = ofMost(usable())
        .filter((entry) => entry !== opened)
        .sort((a, b) => isNeeded(a) - isNeeded(b) || a.connection.usedAt() - b.connection.usedAt())
      if (!first) return
      void first.connection.leave(PATIENCE)
    }
  }

  const add = (described: Described, id: ConnectionId, peer: Peer | null, ours: boolean, said: Uint8Array): void => {
    let expiry: ReturnType<typeof setTimeout> | undefined
    const tell = (event: LinkEvent): boolean => out.tell(event, ownerOf(entry))
    const entry: Entry = {
      ...{ id, peer, ours, described, said, opened: 0 },
      state: ours ? 'offered' : 'connecting',
      connection: connection(described, heartbeat, {
        onOpen: () => {
          entry.state = 'open'
          entry.opened = ++openings
          tellOpen(entry)
        },
        onWeak: () => void tell({ kind: 'weak', connection: id, peer: entry.peer }),
        onRecovered: () => void tell({ kind: 'open', connection: id, peer: entry.peer }),
        onFrame: (frame) => {
          // Rather no connection than frames without end: what was not taken is sent again.
          if (!tell({ kind: 'frame', peer: entry.peer, frame })) entry.connection.close('failed')
        },
        onClosed: (why) => {
          clearTimeout(expiry)
          entries.delete(id)
          tell({ kind: 'closed', connection: id, peer: entry.peer, why })
        },
      }),
    }
    entries.set(id, entry)
    if (ours) return
    const expire = () => entry.state !== 'open' && entry.connection.close('bye')
    expiry = setTimeout(expire, ANSWER_LIFE)
  }
  const tellOpen = (entry: Entry): void => {
    const { id, peer } = entry
    out.tell({ kind: 'open', connection: id, peer }, ownerOf(entry))
    keepFew(entry)
    if (peer) setTimeout(() => supersede(peer), SUPERSEDED_AFTER)
  }

  const parsed = (bytes: Uint8Array, isOffer: boolean): Offer => {
    const offer = parseOffer(bytes)
    if ((offer.role === 'offer') !== isOffer)
      throw new HearthError('damaged', 'an offer where an answer belongs, or else')
    return udpOnly(offer)
  }

  const commands: Commands = {
    configure: (params) => {
      iceServers = params.iceServers
    },
    offer: async ({ peer, addresses }) => {
      const described = await describe(peer, () => start().offer(iceServers))
      const { description } = described
      const offer = encodeOffer(addresses === 'public' ? publicOnly(description) : description)
      add(described, connectionIdOf(offer), peer, true, offer)
      return { connection: connectionIdOf(offer), offer }
    },
    answer: async ({ peer, offer }) => {
      const id = connectionIdOf(offer)
      const before = entries.get(id)
      if (before?.ours) throw new HearthError('damaged', 'our own offer')
      if (before) return { connection: id, answer: before.said }
      const theirs = parsed(offer, true)
      const described = await describe(peer, () => start().answer(iceServers, theirs))
      const answer = encodeOffer(described.description)
      entries.get(id)?.connection.close('bye')
      add(described, id, peer, false, answer)
      return { connection: id, answer }
    },
    accept: async ({ connection: id, peer, answer }) => {
      const entry = entries.get(id)
      if (entry?.state !== 'offered') throw new HearthError('expired', 'no such offer waits')
      if (entry.peer && !samePeer(entry.peer, peer)) throw new HearthError('for-somebody-else', 'an offer to another')
      const theirs = parsed(answer, false)
      entry.state = 'connecting'
      entry.peer = peer
      try {
        await start().accept(entry.described, theirs)
        entry.connection.complete()
      } catch (error) {
        entry.state = 'offered'
        throw error
      }
    },
    assign: ({ connection: id, peer }) => {
      const entry = entries.get(id)
      if (!entry) return
      entry.peer = peer
      if (entry.state === 'open') tellOpen(entry)
    },
    send: async ({ peer, frame }) => {
      const entry = best(peer)
      if (!entry) throw new HearthError('unreachable', 'no open connection')
      await entry.connection.send(frame)
    },
    close: async ({ connection: id }) => {
      const closing = [...entries.values()].filter((entry) => id === undefined || entry.id === id)
      await Promise.all(closing.map((entry) => entry.connection.leave()))
    },
    connections: async () => {
      await Promise.all([...entries.values()].map(({ connection }) => connection.learnWay()))
      return [...entries.values()].map(({ id, peer, state, connection }) => {
        return { connection: id, peer, state, way: connection.way() }
      })
    },
  }

  onNetworkChange(() => {
    for (const { connection } of entries.values()) connection.doubt()
  })
  return {
    command: async (name, params) => {
      if (!Object.hasOwn(commands, name)) throw new HearthError('unknown-method')
      const command = commands[name] as (params: unknown) => unknown
      return (await command(params)) as never
    },
    listen: out.listen,
  }
}

/** Browsers notice another network at once, and ICE only that nothing comes any more. */
const onNetworkChange = (listener: () => void): void => {
  globalThis.addEventListener?.('online', listener)
  // Not in Firefox.
  ;(globalThis.navigator as { connection?: EventTarget } | undefined)?.connection?.addEventListener('change', listener)
}
