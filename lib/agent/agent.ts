import { HearthError } from '../contract/errors'
import type { Link } from '../contract/link-api'
import { cleanName } from '../contract/name'
import type { PageServer } from '../contract/page-api'
import type { PanelCommands, Status } from '../contract/panel-api'
import { acceptInvitation } from '../conversation/accepting'
import { tendSessions } from '../conversation/beginning'
import { cancelInvitation, confirmAnswer, invite, pasteReply, refuseAnswer } from '../conversation/inviting'
import { openSealedText, sealText } from '../conversation/letters'
import { compose, contactOf } from '../conversation/sending'
import { newWords, rootOfWords, wordsOfRoot } from '../identity/words'
import { readHeader } from '../store/database'
import { suggestPassphrase } from '../vault/passphrase'
import { openWith, recoverWith, replacePassphrase, rootWith, settleIn } from './account'
import { dataCommands } from './data'
import { type Opened, type OpenedParts, openAgent } from './opened'
import { newsLeft, relaysOf } from './relays'
import { iceServersOf } from './routers'
import { type ServingParts, startServing } from './serving'
import { sitesCommands } from './sites'
import { introduceAll } from './upkeep'
import { unreadOf } from './views'
import { createWatches, type Phase, type Watches, open as whileOpen } from './watches'

/** The data key while the vault is open, in memory that outlives the worker and not the browser. */
export interface KeyKeeper {
  load(): Promise<Uint8Array | null>
  keep(key: Uint8Array): Promise<void>
  forget(): Promise<void>
}

export interface AgentParts extends OpenedParts {
  link: Link & { keepAwake(on: boolean): void; shut(): Promise<void> }
  keys: KeyKeeper
  /** Shows on the toolbar what is worth it, with how many requests wait for the person: nothing while locked. */
  show(status: Status, waiting: number): void
  pages: ServingParts
}

type Commands = {
  [K in keyof PanelCommands]: (params: Parameters<PanelCommands[K]>[0]) => Promise<ReturnType<PanelCommands[K]>>
}

/** The agent: the one that holds keys and decides. `commands` and `watch` are the panel contract, `pages` that of web pages. */
export interface Agent {
  commands: Commands
  watch: Watches['watch']
  pages: PageServer
}

/** Starts the agent; a vault that was open when the worker stopped is open again. */
export const startAgent = (parts: AgentParts): Agent => {
  const { db, link, keys, now, show, onOnline, socket, session } = parts
  let phase: Phase = 'locked'

  const settledPhase = async (): Promise<Phase> => {
    await settled
    return phase
  }
  const serving = startServing(parts.pages, {
    // No page waits for a passphrase that is being tried: it would tell that somebody is there.
    opened: async () => {
      await started
      return whileOpen(phase, (opened) => opened)
    },
    now,
    changed: () => changed('sites'),
  })
  const watches = createWatches(settledPhase, serving.prompts)
  const enter = (next: Phase): void => {
    phase = next
    changed(null)
  }
  const changed: Watches['changed'] = (what) => {
    watches.changed(what)
    if (what === 'data') return serving.dataChanged()
    if (typeof phase === 'string') show({ phase }, 0)
    else show({ phase: 'open', unread: unreadOf(phase.ledger) }, serving.prompts.unseen())
  }

  const open = async (key: Uint8Array): Promise<void> => {
    // Kept first: what is open and cannot be found again after the worker's death would be open twice.
    await keys.keep(key)
    const opened = await openAgent({ db, link, now, changed, onOnline, socket, session }, key).catch(
      async (error: unknown) => {
        await keys.forget()
        throw error
      },
    )
    link.keepAwake(true)
    opened.permissions.onGrants(serving.grantsChanged)
    enter(opened)
    serving.begin()
  }
  const start = async (): Promise<void> => {
    const key = await keys.load().catch(() => null)
    if (key) await open(key).catch(() => undefined)
    // Where it cannot be read now, on a full disk, somebody may live here: whoever unlocks hears why it does not open.
    const isHome = await readHeader(db).then(
      (header) => header !== null,
      () => true,
    )
    if (typeof phase === 'string') enter(isHome ? 'locked' : 'empty')
  }
  /** Opening, locking and the like happen one after another; everything else waits for them. */
  const started = start()
  let settled: Promise<unknown> = started
  const passage = <T>(work: () => Promise<T>): Promise<T> => {
    const done = settled.then(work)
    settled = done.catch(() => undefined)
    return done
  }

  const checkOpen = (): Opened => {
    if (typeof phase === 'string') throw new HearthError('locked')
    return phase
  }
  /** The open agent, or `locked`. */
  const opened = async (): Promise<Opened> => {
    await settled
    return checkOpen()
  }
  const settle = (root: Uint8Array, name: string | null, passphrase: string, setup: 'words' | 'ways') =>
    passage(async () => open(await settleIn(db, { root, name, passphrase, setup }, now())))

  const commands: Commands = {
    suggestPassphrase: async () => ({ passphrase: suggestPassphrase() }),
    createIdentity: async ({ name, passphrase }) => {
      const words = newWords()
      await settle(rootOfWords(words.join(' ')), name, passphrase, 'words')
      return { words }
    },
    confirmWords: async () => {
      const { save } = await opened()
      await save((now) => (now.setup === 'words' ? { ...now, setup: 'ways' } : now))
    },
    restoreIdentity: async ({ words, name, passphrase }) =>
      settle(rootOfWords(words), name.trim() === '' ? null : name, passphrase, 'ways'),
    chooseWays: async ({ routers, relays }) => {
      const { save } = await opened()
      iceServersOf(routers)
      const chosen = relaysOf(relays)
      await save((now) => ({ ...now, routers, relays: chosen, setup: now.setup === 'ways' ? 'done' : now.setup }))
      serving.begin()
    },
    chooseRouters: async ({ routers }) => {
      const { save } = await opened()
      iceServersOf(routers)
      await save((now) => ({ ...now, routers }))
    },
    chooseRelays: async ({ relays }) => {
      const { save, ledger, context, relay } = await opened()
      const chosen = relaysOf(relays)
      if (chosen.length === 0) {
        // Who is away hears of it by the relays that are given up, or would leave things where nobody looks.
        await introduceAll(ledger, { ...context.self(), relays: chosen }, now())
        await newsLeft(ledger, relay)
      }
      await save((now) => ({ ...now, relays: chosen }))
      if (chosen.length > 0) await introduceAll(ledger, context.self(), now())
    },
    unlock: ({ passphrase }) =>
      passage(async () => {
        if (typeof phase === 'string') await open(await openWith(db, passphrase))
      }),
    recover: async ({ words, passphrase }) => {
      const root = rootOfWords(words)
      await passage(async () => {
        if (typeof phase === 'string') await open(await recoverWith(db, root, passphrase))
      })
    },
    lock: () =>
      passage(async () => {
        if (typeof phase === 'string') return
        const closing = phase
        await keys.forget()
        enter('locked')
        await serving.end(closing)
        await closing.close()
        link.keepAwake(false)
        await link.shut()
      }),
    showWords: async ({ passphrase }) => {
      // In its turn: nothing is shown any more once a lock that came first is done.
      const root = await passage(async () => {
        checkOpen()
        return rootWith(db, passphrase)
      })
      checkOpen()
      return { words: wordsOfRoot(root) }
    },
    changePassphrase: ({ passphrase, next }) =>
      passage(async () => {
        checkOpen()
        await replacePassphrase(db, passphrase, next)
      }),
    rename: async ({ name }) => {
      const { save, ledger, context } = await opened()
      const clean = cleanName(name)
      await save((now) => ({ ...now, name: clean }))
      await introduceAll(ledger, context.self(), now())
    },

    invite: async () => invite((await opened()).context),
    cancelInvitation: async ({ id }) => cancelInvitation((await opened()).context, id),
    pasteReply: async ({ text }) => pasteReply((await opened()).context, text),
    confirmAnswer: async ({ invitation, answer }) => ({
      contact: await confirmAnswer((await opened()).context, invitation, answer),
    }),
    refuseAnswer: async ({ invitation, answer }) => refuseAnswer((await opened()).context, invitation, answer),
    acceptInvitation: async ({ text }) => ({ contact: await acceptInvitation((await opened()).context, text) }),

    sendMessage: async ({ contact, id, text }) => {
      if (!/^[0-9a-f]{32}$/.test(id)) throw new HearthError('bad-request')
      const { ledger, context } = await opened()
      await ledger.change((draft) => {
        tendSessions(draft, context.self(), contact, now())
        compose(draft, contact, { kind: 'text', text }, now(), id)
      })
    },
    markRead: async ({ contact }) => {
      const { ledger } = await opened()
      if (contactOf(ledger.contacts, contact).unread === 0) return
      await ledger.change((draft) => draft.contacts.put({ ...contactOf(draft.contacts, contact), unread: 0 }))
    },
    setDraft: async ({ contact, text }) => {
      const { ledger, saveDraft } = await opened()
      contactOf(ledger.contacts, contact)
      if (text.length > 64_000) throw new HearthError('too-large')
      await saveDraft(contact, text)
    },
    sealText: async ({ contact, text }) => sealText((await opened()).context, contact, text),
    openSealedText: async ({ text }) => {
      const { context, delivery } = await opened()
      return openSealedText(context, delivery, text)
    },
    ...dataCommands(async () => (await opened()).data),
    ...sitesCommands(opened, serving.prompts),
  }
  return { commands, watch: watches.watch, pages: serving.pages }
}
