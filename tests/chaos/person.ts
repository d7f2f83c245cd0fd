import type { ContactId } from '../../lib/contract/ids'
import type { PanelCommands, PanelWatches } from '../../lib/contract/panel-api'
import type { Home } from './home'
import type { ChaosPage, Line } from './page'

const PASSPHRASE = 'kettle orbit velvet canyon mosaic'
/** Only ends a hang. */
const PATIENCE = 120_000

type Watched<K extends keyof PanelWatches> = PanelWatches[K]['value']

/** Somebody in a browser that things happen to. What is asked while one happens is asked again when it is over. */
export interface Person {
  readonly name: string
  readonly home: Home
  ask<K extends keyof PanelCommands>(
    name: K,
    params: Parameters<PanelCommands[K]>[0],
  ): Promise<ReturnType<PanelCommands[K]>>
  look<K extends keyof PanelWatches>(name: K, params: PanelWatches[K]['params']): Promise<Watched<K>>
  /** The first value that fits; throws after `patience` milliseconds, saying what was there last. */
  until<K extends keyof PanelWatches>(
    name: K,
    params: PanelWatches[K]['params'],
    fits: (value: Watched<K>) => boolean,
    patience?: number,
  ): Promise<Watched<K>>
  /** Says these lines at once; resolves when all of them are kept. */
  write(contact: ContactId, lines: readonly Line[]): Promise<void>
  /** Even while something happens. */
  lock(): Promise<void>
  unlock(): Promise<void>
  /** Lets something happen to the browser; one after the other. Resolves when it is over and the vault open. */
  suffer(evil: () => Promise<void>): Promise<void>
  /** Resolves when nothing happens any more. */
  calm(): Promise<void>
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const call = <K extends keyof ChaosPage>(name: K, ...params: unknown[]): string =>
  `chaosPage.${name}(${params.map((param) => JSON.stringify(param)).join(', ')})`

export const personIn = (name: string, home: Home): Person => {
  let trouble: Promise<void> = Promise.resolve()
  let struck = 0
  let over = 0

  const evaluate = async <T>(expression: string): Promise<T> => {
    for (;;) {
      await trouble
      const before = struck
      try {
        return await home.evaluate<T>(expression)
      } catch (error) {
        // The page went with what happened to it; else it is our own fault.
        if (struck === before && over === struck) throw error
      }
    }
  }

  const asking = async <K extends keyof PanelCommands>(
    by: <T>(expression: string) => Promise<T>,
    command: K,
    params: unknown,
  ): Promise<ReturnType<PanelCommands[K]>> => {
    for (;;) {
      const before = struck
      const answer = await by<Awaited<ReturnType<ChaosPage['ask']>>>(call('ask', command, params))
      if ('value' in answer) return answer.value as ReturnType<PanelCommands[K]>
      const dueToTrouble = answer.reason === 'locked' && by === evaluate && (struck !== before || over !== struck)
      if (answer.reason !== 'interrupted' && !dueToTrouble) throw new Error(`${name}: ${command}: ${answer.reason}`)
    }
  }
  const look = <K extends keyof PanelWatches>(watch: K, params: PanelWatches[K]['params']): Promise<Watched<K>> =>
    evaluate(call('look', watch, params))

  return {
    name,
    home,
    ask: (command, params) => asking(evaluate, command, params),
    look,
    until: async (watch, params, fits, patience = PATIENCE) => {
      const deadline = Date.now() + patience
      for (;;) {
        const value = await look(watch, params)
        if (fits(value)) return value
        if (Date.now() > deadline) throw new Error(`${name}: ${watch} stayed: ${JSON.stringify(value)}`)
        await pause(100)
      }
    },
    write: async (contact, lines) => {
      const answer = await evaluate<{ reason?: string }>(call('write', contact, lines))
      if (answer.reason) throw new Error(`${name}: a line was refused: ${answer.reason}`)
    },
    lock: () => asking(home.evaluate, 'lock', {}),
    unlock: () => asking(home.evaluate, 'unlock', { passphrase: PASSPHRASE }),
    suffer: (evil) => {
      trouble = trouble.then(async () => {
        struck++
        await evil()
        over++
      })
      return trouble
    },
    calm: () => trouble,
  }
}

/** Somebody new, past first run; with these relays, or only by hand. */
export const arrive = async (name: string, home: Home, relays: string[]): Promise<Person> => {
  const person = personIn(name, home)
  await person.ask('createIdentity', { name, passphrase: PASSPHRASE })
  await person.ask('confirmWords', {})
  await person.ask('chooseWays', { routers: { kind: 'none' }, relays })
  return person
}

/** Lets two people meet by an invitation and its reply; resolves, when they are connected, with what each calls the other. */
export const meet = async (alice: Person, bob: Person): Promise<[ContactId, ContactId]> => {
  const { id } = await alice.ask('invite', {})
  const open = await alice.until('invitations', {}, (all) => all.some((one) => one.id === id))
  const text = open.find((one) => one.id === id)?.text ?? ''
  const { contact: hers } = await bob.ask('acceptInvitation', { text })
  const replied = await bob.until('conversation', { contact: hers, limit: 1 }, (view) => view?.replyText != null)
  await alice.ask('pasteReply', { text: replied?.replyText ?? '' })
  const answered = await alice.until('invitations', {}, (all) => all.some(({ answers }) => answers.length > 0))
  const { id: invitation = id, answers = [] } = answered.find((one) => one.answers.length > 0) ?? {}
  const { contact: his } = await alice.ask('confirmAnswer', { invitation, answer: answers[0]?.id ?? '' })
  for (const [person, contact] of [
    [alice, his],
    [bob, hers],
  ] as const)
    await person.until('conversation', { contact, limit: 1 }, (view) => view?.connection.state === 'direct')
  return [his, hers]
}
