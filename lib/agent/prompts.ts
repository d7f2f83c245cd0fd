import { HearthError } from '../contract/errors'
import type { AskId } from '../contract/ids'
import type { RecordView, SitesWatches } from '../contract/sites-api'
import type { Mutes } from '../permissions/mutes'
import type { Ask, Asked, Outcome, Queue } from '../permissions/queue'
import { allowed, type Decided, outcomeOf, viewOf } from './deciding'
import { lateAnswers } from './late-answers'
import type { Opened } from './opened'
import { recordsWith } from './pages/question'
import { answer, askingOf, notedOf } from './pages/questions'
import type { PromptWindow } from './prompt-window'

/** What waits for the person: from a page's request to its outcome. */
export interface Prompts {
  /** Waits for the person's word, or joins a request that does. Throws too-many, too-large. */
  ask(asked: Asked): Promise<Outcome>
  /** Whether the request waits already, or was decided a moment ago. */
  isKnown(request: AskId): Promise<boolean>
  /** Its answer has left: it is not kept any longer. */
  delivered(request: AskId): Promise<void>
  allow(decided: Decided): Promise<void>
  deny(ask: AskId, mute: boolean): Promise<void>
  pickable(of: {
    ask: AskId
    part: number
    text: string
    offset: number
  }): Promise<{ records: RecordView[]; total: number }>
  /** Shows what waits, whichever tab it is of. */
  show(): Promise<void>
  view(): Promise<SitesWatches['prompt']['value']>
  /** All that the person may be asked about, the oldest first; nothing while locked. */
  waiting(): readonly Ask[]
  /** How many of them wait where the person does not see them. */
  unseen(): number
  /** Asks of these pages are answered with AbortError. What the person looks at is taken back three times only: see `PromptWindow.taken`. */
  withdraw(which: (ask: Ask) => boolean): Promise<void>
  /** The person wants to be asked again: windows open for every tab. */
  forgive(): void
  /** What is allowed has become more, or the vault was opened: some may need no question any more. */
  reconsider(): void
  /** The vault is being closed: what waits goes on waiting, unseen. */
  lock(closing: Opened): Promise<void>
}

/** What prompts are made of. `opened` waits for an agent that is just starting. */
export interface PromptParts {
  queue: Promise<Queue>
  mutes: Promise<Mutes>
  window: PromptWindow
  opened(): Promise<Opened | null>
  now(): number
  /** What is shown of it has changed. */
  changed(): void
}

const MORE = 50

/** Takes up what waited when the worker died. To be called while the worker starts: the window's end is heard from then on. */
export const createPrompts = ({ queue: opening, mutes, window, opened, now, changed }: PromptParts): Prompts => {
  let askable: readonly Ask[] = []
  let last = ''
  let stale = true
  let alarm: ReturnType<typeof setTimeout> | undefined
  let turn: Promise<unknown> = Promise.resolve()

  /** One after the other: nothing is allowed, denied, withdrawn or answered by a grant at the same time. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }
  /** Looks at all that waits, answers what needs no question, and shows what does. */
  const tended = async (): Promise<void> => {
    const queue = await opening
    const here = await opened()
    await expire(queue, here)
    if (here && stale) {
      stale = false
      for (const ask of queue.waiting()) await settle(queue, here, ask)
    }
    const isMuted = await mutedBy(here)
    askable = here ? queue.waiting().filter((ask) => !isMuted(ask)) : []
    await window.tend(askable)
    const muted = queue.waiting().filter((ask) => isMuted(ask) && window.sees(ask.tab))
    answerLate(muted.map(({ id }) => id))
    const next = JSON.stringify([askable, window.shown(askable)].map((asks) => asks.map(({ id }) => id)))
    if (next !== last) changed()
    last = next
  }
  const tend = (): Promise<void> => inTurn(tended)
  const retend = () => void tend().catch(() => undefined)

  const expire = async (queue: Queue, here: Opened | null): Promise<void> => {
    const { late, next } = await queue.expire()
    await note(here, late, 'withdrawn')
    clearTimeout(alarm)
    if (next !== null) alarm = setTimeout(retend, Math.max(0, next - now()))
  }
  const note = async (here: Opened | null, asks: readonly Ask[], outcome: 'withdrawn' | 'muted'): Promise<void> => {
    const entries = asks.flatMap((ask) => notedOf(ask, outcome))
    if (here && entries.length > 0) await here.permissions.note(entries).catch(() => undefined)
  }

  /** Answers what grants allow by now, and what was done before the worker died. */
  const settle = async (queue: Queue, here: Opened, ask: Ask): Promise<void> => {
    try {
      const answered = await outcomeOf(() => answer(here.site(ask), ask, ask.id))
      if (answered) await queue.decide(ask.id, answered)
    } catch {
      // Locked in the middle: it is looked at again.
    }
  }

  const mutedBy = async (here: Opened | null): Promise<(ask: Ask) => boolean> => {
    const by = here?.permissions ?? (await mutes)
    return ({ grantee }) => by.isMuted(grantee)
  }
  const answerLate = lateAnswers((id) =>
    inTurn(async () => {
      const [queue, here] = [await opening, await opened()]
      const ask = queue.get(id)
      // The person may have ended it meanwhile: then it is shown.
      if (ask?.state === 'waiting' && (await mutedBy(here))(ask)) {
        await queue.decide(id, { error: 'NotAllowedError' })
        await note(here, [ask], 'muted')
      }
      retend()
    }),
  )

  const refuse = async (here: Opened, ask: Ask, forGood: boolean): Promise<void> => {
    try {
      // By tab, too: who asks in one from many origins is not asked for many times.
      window.taken(ask.tab)
      await here.permissions.refuse(ask.grantee, notedOf(ask, 'denied'), forGood)
    } finally {
      await (await opening).decide(ask.id, { error: 'NotAllowedError' })
      retend()
    }
  }
  window.onClosed((shown) =>
    inTurn(async () => {
      const here = await opened()
      const ask = shown ? (await opening).get(shown) : undefined
      if (here && ask?.state === 'waiting') await refuse(here, ask, false)
      else retend()
    }),
  )
  window.onLook(retend)

  /** One that waits, with the open agent. Throws `locked`, `unknown-request`. */
  const find = async (id: AskId): Promise<{ here: Opened; ask: Ask }> => {
    const here = await opened()
    if (!here) throw new HearthError('locked')
    const ask = (await opening).get(id)
    if (ask?.state !== 'waiting') throw new HearthError('unknown-request')
    return { here, ask }
  }
  const outcome = async (id: AskId): Promise<Outcome> => (await opening).outcome(id)

  retend()
  return {
    ask: async (asked) => {
      const isUnseen = (ask: Ask) => !window.sees(ask.tab) && !window.isShowing(ask.id)
      const id = await (await opening).ask(asked, window.sees(asked.tab) ? isUnseen : undefined)
      const done = outcome(id)
      window.asked(asked.tab)
      retend()
      return done
    },
    isKnown: async (request) => (await opening).get(request) !== undefined,
    delivered: async (request) => (await opening).delivered(request),
    allow: (decided) =>
      inTurn(async () => {
        const { here, ask } = await find(decided.ask)
        const done = await allowed(here, ask, decided)
        if (done) await (await opening).decide(ask.id, done)
        retend()
      }),
    deny: (id, forGood) =>
      inTurn(async () => {
        const { here, ask } = await find(id)
        await refuse(here, ask, forGood)
      }),
    pickable: async ({ ask: id, part: index, text, offset }) => {
      const { here, ask } = await find(id)
      const site = here.site(ask)
      const part = askingOf(site, ask).parts[index]
      if (part?.kind !== 'read' || !part.pick) throw new HearthError('bad-request', 'nothing to pick')
      const from = Math.max(0, Math.floor(offset) || 0)
      return recordsWith(site, part.type, part.fields, { text: text.slice(0, 200), offset: from, limit: MORE })
    },
    show: async () => {
      if (!(await opened())) throw new HearthError('locked')
      window.showAll()
      await tend()
    },
    view: async () => {
      const here = await opened()
      if (!here) return null
      // A worker that has just started must not say that nothing waits before it looked.
      await turn
      const queue = await opening
      // What was decided a moment ago is not asked any more.
      const shown = window.shown(askable).filter(({ id }) => queue.get(id)?.state === 'waiting')
      const [first] = shown
      return { view: first ? (await viewOf(here, first)).view : null, more: Math.max(0, shown.length - 1) }
    },
    waiting: () => askable,
    unseen: () => askable.length - (window.isOpen() && askable.length > 0 ? 1 : 0),
    withdraw: (which) =>
      inTurn(async () => {
        const gone = await (await opening).withdraw((ask) => ask.state === 'waiting' && which(ask))
        if (gone.length === 0) return
        const here = await opened()
        const shown = gone.find(({ id }) => window.isShowing(id))
        // Of the tab, not of the site: another page may have sent it away.
        if (shown) window.taken(shown.tab)
        await note(here, gone, 'withdrawn')
        retend()
      }),
    forgive: () => {
      window.forgive()
      retend()
    },
    reconsider: () => {
      stale = true
      retend()
    },
    lock: async ({ permissions }) => {
      stale = true
      await (await mutes).keep(permissions.sites())
      await (await opening).lock()
      // Not awaited: it waits for the lock itself.
      retend()
    },
  }
}
