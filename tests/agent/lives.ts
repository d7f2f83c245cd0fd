import type { WebSocketLike } from '../../lib/carriers/relay-session'
import type { ContactId, MessageId } from '../../lib/contract/ids'
import type { ConversationView } from '../../lib/contract/panel-api'
import { toHex } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'
import type { HearthDatabase } from '../../lib/store/database'
import type { Air } from './air'
import { again, type Kept, type Person } from './world'

/** The moment of a write at which somebody dies: the `step`th from now, just before it counts or just after. */
export interface Death {
  step: number
  when: 'before' | 'after'
}

/** Somebody who dies and is started again, as often as it takes. */
export interface Lives {
  /** What the conversation shows, as it was last pushed. */
  view(): ConversationView | null
  /** Writes that counted, over all lives. */
  steps(): number
  dieAt(death: Death): void
  isDead(): boolean
  /** They do not die any more. */
  spare(): void
  /** Breaks their connections. */
  cut(): void
  /** Closes the browser. */
  leave(): void
  /** Starts them, killing who lives. */
  start(): Promise<void>
  /** Asks until an answer came, with a new life after each death. */
  ask<T>(question: (person: Person) => Promise<T>): Promise<T>
  /** Asks once; null where they died over it. */
  attempt<T>(question: (person: Person) => Promise<T>): Promise<T | null>
  say(text: string): Promise<void>
}

/** Somebody with one contact, from what was kept of them. */
export const lives = async (
  air: Air,
  kept: Kept,
  name: string,
  contact: ContactId,
  socket: (url: string) => WebSocketLike,
): Promise<Lives> => {
  let steps = 0
  let death: Death | null = null
  let dead = false
  let seen: ConversationView | null = null
  let mourn = () => {}
  let end: Promise<'died'> = new Promise(() => {})

  const die = (): Promise<never> => {
    death = null
    dead = true
    self.leave()
    mourn()
    return new Promise(() => {})
  }
  /** Counts the transactions that write, and lets one be the last. */
  const disk = (db: HearthDatabase) => {
    const run = db.transaction.bind(db) as (...args: unknown[]) => PromiseLike<unknown>
    const counted = (mode: string, ...rest: unknown[]) => {
      if (mode !== 'rw') return run(mode, ...rest)
      const last = death?.step === ++steps ? death.when : null
      if (last === 'before') return die()
      const done = run(mode, ...rest)
      return last === 'after' ? done.then(die) : done
    }
    Object.assign(db, { transaction: counted })
  }
  const self: Person = await again(air, name, kept, { socket, disk })

  const begin = () => {
    end = new Promise((resolve) => {
      mourn = () => resolve('died')
    })
    const { agent } = self
    agent.watch('conversation', { contact, limit: 2_000 }, (value) => {
      if (self.agent === agent) seen = value
    })
  }
  begin()

  let starting: Promise<void> | null = null
  const startOver = async () => {
    do {
      dead = false
      // Whoever still waits for an answer asks the next life.
      mourn()
      // After a lock as well: passphrases are slow, and asked for elsewhere.
      self.giveKey(kept.key)
      const born = self.crash()
      begin()
      await Promise.race([born, end])
    } while (dead)
  }
  const start = () => {
    starting ??= startOver().finally(() => {
      starting = null
    })
    return starting
  }
  const once = async <T>(question: (person: Person) => Promise<T>): Promise<{ value: T } | 'died'> => {
    if (dead || starting) await start()
    return Promise.race([question(self).then((value) => ({ value })), end])
  }
  const ask = async <T>(question: (person: Person) => Promise<T>): Promise<T> => {
    const answer = await once(question)
    return answer === 'died' ? ask(question) : answer.value
  }
  return {
    view: () => seen,
    steps: () => steps,
    dieAt: ({ step, when }) => {
      death = { step: steps + step, when }
    },
    isDead: () => dead,
    spare: () => {
      death = null
    },
    cut: () => self.link.cut(),
    leave: () => {
      dead = true
      self.leave()
    },
    start,
    ask,
    attempt: async (question) => {
      const answer = await once(question)
      return answer === 'died' ? null : answer.value
    },
    say: async (text) => {
      const id = toHex(random(16)) as MessageId
      await ask((person) => person.say(contact, text, id))
    },
  }
}
