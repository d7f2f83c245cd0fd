import type { ContactId, MessageId } from '../../lib/contract/ids'
import type { MessageView } from '../../lib/contract/panel-api'
import type { Line } from './page'
import type { Person } from './person'

/** The most that a watch shows of a conversation. */
const MOST = 2_000

const newId = (): MessageId => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex') as MessageId

/** So many different lines. */
export const linesOf = (whose: string, count: number): Line[] =>
  Array.from({ length: count }, (_, n) => ({ id: newId(), text: `${whose}, line ${n + 1}` }))

/** What one of two was shown at the end. */
export interface Transcript {
  /** Texts in the order of the conversation, the person's own and those of the other. */
  own: string[]
  theirs: string[]
  /** Every state that one of their own messages is in. */
  states: string[]
}

/** A conversation, read once in the middle and once at the end: a long one is not shown whole at its end. */
export interface Reading {
  /** Reads what is there now, to be kept for the end. */
  middle(): Promise<void>
  end(): Promise<Transcript>
}

export const readingOf = (person: Person, contact: ContactId): Reading => {
  let before: MessageView[] = []
  const look = async () => {
    const view = await person.look('conversation', { contact, limit: MOST })
    if (!view) throw new Error(`${person.name} has no such conversation`)
    return view
  }
  return {
    middle: async () => {
      before = (await look()).messages
    },
    end: async () => {
      const { messages, more } = await look()
      // Only what has gone beyond the watch's first line is taken from before.
      const beyond = more ? before.filter(({ id }) => !messages.some((message) => message.id === id)) : []
      const texts = (mine: boolean) =>
        [...beyond, ...messages].filter((message) => message.mine === mine && !message.notice).map(({ text }) => text)
      const own = messages.filter((message) => message.mine)
      return { own: texts(true), theirs: texts(false), states: [...new Set(own.map(({ state }) => String(state)))] }
    },
  }
}
