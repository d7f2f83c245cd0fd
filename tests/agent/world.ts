import 'fake-indexeddb/auto'
import { type Agent, type AgentParts, startAgent } from '../../lib/agent/agent'
import { HearthError } from '../../lib/contract/errors'
import type { ConnectionId, ContactId, MessageId } from '../../lib/contract/ids'
import type { ConnectionInfo, Link, LinkCommands, LinkEvent, Peer } from '../../lib/contract/link-api'
import { connectionIdOf, encodeOffer } from '../../lib/contract/offer'
import type { ConversationView, PanelWatches } from '../../lib/contract/panel-api'
import { toHex } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'
import { type HearthDatabase, openDatabase } from '../../lib/store/database'

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

/** The air between links of one test: connections made by offer and answer, and what becomes of frames on them. */
export const createAir = () => {
  const air = { fate: FAITHFUL, frames: [] as Uint8Array[], held: [] as (() => void)[] }
  interface Socket {
    connection: ConnectionId
    peer: Peer | null
    state: ConnectionInfo['state']
    other: Socket | null
    emit(event: LinkEvent): void
  }

  const link = (): AgentParts['link'] & { cut(): void } => {
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
        const offer = anOffer()
        const connection = connectionIdOf(offer)
        add(connection, peer, 'offered')
        return { connection, offer }
      },
      answer: ({ peer, offer }) => {
        const connection = connectionIdOf(offer)
        add(connection, peer, 'connecting')
        answers.set(connection, sockets.get(connection) as Socket)
        return { connection, answer: offer }
      },
      accept: ({ connection, peer }) => {
        const [mine, theirs] = [sockets.get(connection), answers.get(connection)]
        if (!mine || !theirs || mine.state !== 'offered') throw new HearthError('expired')
        Object.assign(mine, { peer, state: 'open', other: theirs })
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
      cut: () => {
        for (const socket of [...sockets.values()]) end(socket, 'lost')
      },
    }
  }
  const answers = new Map<ConnectionId, Socket>()
  return Object.assign(air, { link })
}

export type Air = ReturnType<typeof createAir>

/** One person with a real agent: real keys, ratchets and sealed storage; only the link is the test's air. */
export interface Person {
  name: string
  agent: Agent
  link: ReturnType<Air['link']>
  db: HearthDatabase
  /** The first value of a watch that satisfies; rejects after twenty seconds with the last one. */
  until<K extends keyof PanelWatches>(
    name: K,
    params: PanelWatches[K]['params'],
    good: (value: PanelWatches[K]['value']) => boolean,
  ): Promise<PanelWatches[K]['value']>
  texts(contact: ContactId): Promise<string[]>
  say(contact: ContactId, text: string): Promise<MessageId>
  /** The browser's session storage takes no key any more, or again. */
  refuseKeys(refuse: boolean): void
  /** The browser is closed: nothing of it runs until `crash` starts it again. */
  leave(): void
  /** The worker dies and starts again: memory is gone, the disk (unless something happens to it) and the session's key are not. */
  crash(disk?: (db: HearthDatabase) => Promise<unknown>): Promise<void>
  /** Everything is gone but the twelve words, with which the person begins anew. */
  restore(): Promise<void>
}

const PATIENCE = 20_000
export const PASSPHRASE = 'seven quiet embers under ash'
let count = 0

export const person = async (
  air: Air,
  name: string,
  clock: { now: number } = { now: 0 },
  relays: string[] = [],
): Promise<Person> => {
  let database = `test-${++count}-${name}`
  let key: Uint8Array | null = null
  let refusing = false
  let sockets: WebSocket[] = []
  const cutSockets = () => {
    for (const socket of sockets.splice(0)) socket.close()
  }
  const boot = () => {
    cutSockets()
    sockets = []
    const ours = sockets
    const db = openDatabase(database)
    const link = air.link()
    const agent = startAgent({
      db,
      link,
      keys: {
        load: async () => key?.slice() ?? null,
        keep: async (next) => {
          if (refusing) throw new DOMException('no room', 'QuotaExceededError')
          key = next.slice()
        },
        forget: async () => {
          key = null
        },
      },
      now: () => Date.now() + clock.now,
      onOnline: () => () => undefined,
      socket: (url) => {
        // Who was killed opens none any more.
        if (ours !== sockets) throw new Error('gone')
        const socket = new WebSocket(url)
        ours.push(socket)
        return socket
      },
      show: () => {},
    })
    return { db, link, agent }
  }
  const self: Person = {
    name,
    ...boot(),
    until: (watched, params, good) =>
      new Promise((resolve, reject) => {
        let last: unknown
        const timer = setTimeout(() => {
          stop()
          reject(new Error(`${name}: ${watched} stayed ${JSON.stringify(last)?.slice(0, 2_000)}`))
        }, PATIENCE)
        const stop = self.agent.watch(watched, params, (value) => {
          last = value
          if (!good(value)) return
          clearTimeout(timer)
          queueMicrotask(() => stop())
          resolve(value)
        })
      }),
    texts: async (contact) => {
      const view = (await self.until('conversation', { contact, limit: 2_000 }, (v) => v !== null)) as ConversationView
      return view.messages.filter((m) => !m.notice).map((m) => m.text)
    },
    say: async (contact, text) => {
      const id = toHex(random(16)) as MessageId
      await self.agent.commands.sendMessage({ contact, id, text })
      return id
    },
    refuseKeys: (refuse) => {
      refusing = refuse
    },
    leave: () => {
      self.link.cut()
      self.db.close()
      cutSockets()
      sockets = []
    },
    crash: async (disk) => {
      self.link.cut()
      self.db.close()
      if (disk) {
        const db = openDatabase(database)
        await disk(db)
        db.close()
      }
      Object.assign(self, boot())
      await self.until('status', {}, (status) => status.phase !== 'locked')
    },
    restore: async () => {
      const { words } = await self.agent.commands.showWords({ passphrase: PASSPHRASE })
      self.link.cut()
      self.db.close()
      key = null
      database = `${database}-again`
      Object.assign(self, boot())
      await self.agent.commands.restoreIdentity({ words: words.join(' '), name, passphrase: PASSPHRASE })
      await self.agent.commands.chooseWays({ routers: { kind: 'none' }, relays })
    },
  }
  await self.agent.commands.createIdentity({ name, passphrase: PASSPHRASE })
  await self.agent.commands.confirmWords({})
  await self.agent.commands.chooseWays({ routers: { kind: 'none' }, relays })
  return self
}

/** Alice invites, Bob accepts, Alice confirms; answers with what each calls the other. */
export const meet = async (alice: Person, bob: Person): Promise<{ bobAtAlice: ContactId; aliceAtBob: ContactId }> => {
  const { id } = await alice.agent.commands.invite({})
  const invitation = (await alice.until('invitations', {}, (all) => all.some((i) => i.id === id))).find(
    (i) => i.id === id,
  )
  if (!invitation) throw new Error('no invitation')
  const { contact: aliceAtBob } = await bob.agent.commands.acceptInvitation({ text: invitation.text })
  const waiting = await bob.until('conversation', { contact: aliceAtBob, limit: 1 }, (v) => v?.replyText != null)
  await alice.agent.commands.pasteReply({ text: waiting?.replyText ?? '' })
  const answered = await alice.until('invitations', {}, (all) => all.some((i) => i.answers.length > 0))
  const answer = answered.find((i) => i.id === id)?.answers.at(-1)?.id ?? ''
  const { contact: bobAtAlice } = await alice.agent.commands.confirmAnswer({ invitation: id, answer })
  return { bobAtAlice, aliceAtBob }
}
