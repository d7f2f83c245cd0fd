const MINUTE = 60_000
/**
 * What one account may cost us in a minute, in milliseconds of work: for nothing, or beyond what an ordinary frame takes (one
 * that skips the most it may takes a third of a second); and in all.
 */
const WASTE = 2_000
const SHARE = 10_000
/** What all may together. Above it only whoever has cost next to nothing is heard: one who floods must not silence the rest. */
const TOTAL = 15_000
const NEXT_TO_NOTHING = 1_000

interface Spent {
  since: number
  all: number
  wasted: number
}

/** The work that others' frames make us do, by whose account it is on; forgotten after a minute. */
export interface Costs {
  /** Whether what comes on this account is dropped unread until its minute is over. */
  isSpent(account: string): boolean
  /** Whether that is because it was for nothing: ordinary messages in great numbers are not. */
  isWasteful(account: string): boolean
  /** `ms` of work, of which so much was `wasted`. */
  charge(account: string, ms: number, wasted: number): void
}

export const createCosts = (now: () => number): Costs => {
  const accounts = new Map<string, Spent>()
  let total: Spent = { since: now(), all: 0, wasted: 0 }

  const isOver = ({ since }: Spent): boolean => Math.abs(now() - since) >= MINUTE
  const of = (account: string): Spent => {
    const current = accounts.get(account)
    if (current && !isOver(current)) return current
    const fresh = { since: now(), all: 0, wasted: 0 }
    accounts.set(account, fresh)
    return fresh
  }
  const ofAll = (): Spent => {
    if (isOver(total)) total = { since: now(), all: 0, wasted: 0 }
    return total
  }
  return {
    isSpent: (account) => {
      const { all, wasted } = of(account)
      return wasted > WASTE || all > SHARE || (ofAll().all > TOTAL && all > NEXT_TO_NOTHING)
    },
    isWasteful: (account) => of(account).wasted > WASTE,
    charge: (account, ms, wasted) => {
      const spent = of(account)
      spent.all += ms
      spent.wasted += wasted
      ofAll().all += ms
    },
  }
}
