/** What a relay was asked and has not answered yet, by subscription. */
export interface Questions {
  ask(subscription: string, filter: object): void
  /** Nothing more of it is wanted. */
  close(subscription: string): void
  waits(subscription: string): boolean
  /** It has answered, or will not: whether it had been asked. */
  answered(subscription: string): boolean
  /** Whether something may still be on its way of what was closed, as nothing that we said later was answered yet. */
  leaves(subscription: string): boolean
  /** Something that was kept came: as long as that goes on, the answers are behind it. */
  heard(): void
  /** To be called from time to time. */
  look(): void
  /** Whether something that was asked before the last look has no answer. */
  silent(): boolean
}

/** `first` waits for an answer from the beginning. */
export const questions = (first: string, say: (...message: unknown[]) => void): Questions => {
  const asked = new Map([[first, { look: 0, number: 0 }]])
  const leaving = new Map<string, number>()
  let last = 0
  let looks = 0
  let lastHeard = -1

  return {
    ask: (subscription, filter) => {
      asked.set(subscription, { look: looks, number: ++last })
      leaving.delete(subscription)
      say('REQ', subscription, filter)
    },
    close: (subscription) => {
      asked.delete(subscription)
      leaving.set(subscription, ++last)
      say('CLOSE', subscription)
    },
    waits: (subscription) => asked.has(subscription),
    answered: (subscription) => {
      const question = asked.get(subscription)
      if (!question) return false
      asked.delete(subscription)
      for (const [each, number] of leaving) if (number < question.number) leaving.delete(each)
      return true
    },
    leaves: (subscription) => leaving.has(subscription),
    heard: () => {
      lastHeard = looks
    },
    look: () => {
      looks++
    },
    silent: () => [...asked.values()].some(({ look }) => Math.max(look, lastHeard) < looks),
  }
}
