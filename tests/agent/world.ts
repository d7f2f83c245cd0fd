import 'fake-indexeddb/auto'
import { type Agent, startAgent } from '../../lib/agent/agent'
import { type Opened, openAgent } from '../../lib/agent/opened'
import type { WebSocketLike } from '../../lib/carriers/relay-session'
import type { ContactId, MessageId } from '../../lib/contract/ids'
import type { ConversationView, PanelWatches } from '../../lib/contract/panel-api'
import { toHex } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'
import { type HearthDatabase, openDatabase } from '../../lib/store/database'
import { type Air, createAir } from './air'
import { FakeBrowser } from './fake-browser'

/** How a person's agent reaches relays, and what may happen to its disk. */
export interface Surroundings {
  socket?(url: string): WebSocketLike
  /** Sees the database of each life of the agent before the agent does. */
  disk?(db: HearthDatabase): void
  /** The tabs and windows around it, where somebody looks at them. */
  browser?: FakeBrowser
}

/** All that a browser keeps of a person: the stored rows, and the session's key. */
export interface Kept {
  rows: Record<string, unknown[]>
  key: Uint8Array | null
}

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
  say(contact: ContactId, text: string, id?: MessageId): Promise<MessageId>
  /** The browser's session storage takes no key any more, or again. */
  refuseKeys(refuse: boolean): void
  /** The browser is closed: nothing of it runs until `crash` starts it again. */
  leave(): void
  /** What is kept of them, for `again`. */
  kept(): Promise<Kept>
  /** The worker dies and starts again: memory is gone, the disk (unless something happens to it) and the session's key are not. */
  crash(disk?: (db: HearthDatabase) => Promise<unknown>): Promise<void>
  /** The session's key is there again after a lock, as if the passphrase had been asked for. */
  giveKey(key: Uint8Array | null): void
  /** Everything is gone but the twelve words, with which the person begins anew. */
  restore(): Promise<void>
}

const PATIENCE = 20_000
export const PASSPHRASE = 'seven quiet embers under ash'
let count = 0

interface Life {
  name: string
  clock: { now: number }
  around: Surroundings
  /** Named once, and again where somebody begins anew with their words. */
  database: string
  key: Uint8Array | null
  refusing: boolean
}

/** What an agent serves pages with, in this browser. */
export const pageParts = (browser: FakeBrowser) => ({
  surfaces: browser.surfaces(),
  asks: browser.slot('asks'),
  window: browser.slot('prompt'),
  tabs: browser.slot('tabs'),
  mutes: browser.slot('mutes'),
  version: '0',
})

/** Starts an agent on what a life has kept; `end` ends it without a word. */
const boot = (air: Air, life: Life) => {
  let over = false
  const sockets: WebSocketLike[] = []
  const db = openDatabase(life.database)
  life.around.disk?.(db)
  const link = air.link()
  const agent = startAgent({
    db,
    link,
    keys: {
      load: async () => life.key?.slice() ?? null,
      keep: async (next) => {
        if (life.refusing) throw new DOMException('no room', 'QuotaExceededError')
        life.key = next.slice()
      },
      forget: async () => {
        life.key = null
      },
    },
    now: () => Date.now() + life.clock.now,
    onOnline: () => () => undefined,
    socket: (url) => {
      // Who was killed opens none any more.
      if (over) throw new Error('gone')
      const socket = life.around.socket?.(url) ?? new WebSocket(url)
      sockets.push(socket)
      return socket
    },
    show: () => {},
    session: async () => 'session',
    pages: pageParts(life.around.browser ?? new FakeBrowser()),
  })
  const end = () => {
    over = true
    link.die()
    db.close()
    for (const socket of sockets.splice(0)) socket.close()
  }
  return { db, link, agent, end }
}

const live = (air: Air, life: Life, relays: string[]): Person => {
  const { name } = life
  let { end, ...running } = boot(air, life)
  const restart = () => {
    ;({ end, ...running } = boot(air, life))
    Object.assign(self, running)
  }
  const self: Person = {
    name,
    ...running,
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
    say: async (contact, text, id = toHex(random(16)) as MessageId) => {
      await self.agent.commands.sendMessage({ contact, id, text })
      return id
    },
    refuseKeys: (refuse) => {
      life.refusing = refuse
    },
    leave: () => end(),
    kept: async () => {
      const db = openDatabase(life.database)
      await db.open()
      const rows = await Promise.all(db.tables.map(async (table) => [table.name, await table.toArray()] as const))
      db.close()
      return { rows: Object.fromEntries(rows), key: life.key }
    },
    crash: async (disk) => {
      end()
      if (disk) {
        const db = openDatabase(life.database)
        await disk(db)
        db.close()
      }
      restart()
      await self.until('status', {}, (status) => status.phase !== 'locked')
    },
    giveKey: (key) => {
      life.key = key
    },
    restore: async () => {
      const { words } = await self.agent.commands.showWords({ passphrase: PASSPHRASE })
      end()
      life.key = null
      life.database = `${life.database}-again`
      restart()
      await self.agent.commands.restoreIdentity({ words: words.join(' '), name, passphrase: PASSPHRASE })
      await self.agent.commands.chooseWays({ routers: { kind: 'none' }, relays })
    },
  }
  return self
}

const lifeOf = (name: string, clock: { now: number }, around: Surroundings): Life => ({
  name,
  clock,
  around,
  database: `test-${++count}-${name}`,
  key: null,
  refusing: false,
})

export const person = async (
  air: Air,
  name: string,
  clock: { now: number } = { now: 0 },
  relays: string[] = [],
  around: Surroundings = {},
): Promise<Person> => {
  const self = live(air, lifeOf(name, clock, around), relays)
  await self.agent.commands.createIdentity({ name, passphrase: PASSPHRASE })
  await self.agent.commands.confirmWords({})
  await self.agent.commands.chooseWays({ routers: { kind: 'none' }, relays })
  return self
}

/** Somebody as they were when that was kept, in a browser of their own: as often as a test likes. */
export const again = async (air: Air, name: string, kept: Kept, around: Surroundings): Promise<Person> => {
  const life = { ...lifeOf(name, { now: 0 }, around), key: kept.key }
  await copyOf(kept, life.database)
  return live(air, life, [])
}

const copyOf = async ({ rows }: Kept, database: string): Promise<void> => {
  const db = openDatabase(database)
  for (const table of (await db.open()).tables) await table.bulkAdd(rows[table.name] ?? [])
  db.close()
}

/** Somebody whose agent a test has its hands in, and who reaches nobody by itself. */
export const puppet = async (kept: Kept, name: string): Promise<Opened> => {
  const { database } = lifeOf(name, { now: 0 }, {})
  await copyOf(kept, database)
  const socket = () => {
    throw new Error('none')
  }
  const parts = { db: openDatabase(database), link: createAir().link(), changed: () => {}, onOnline: () => () => {} }
  const session = async () => 'session'
  return openAgent({ ...parts, socket, session, now: Date.now }, (kept.key as Uint8Array).slice())
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
