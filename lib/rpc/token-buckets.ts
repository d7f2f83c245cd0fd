const BURST = 50
const PER_SECOND = 20
/** More origins than anybody has open at once. */
const MOST = 500

interface Bucket {
  tokens: number
  at: number
}

/** How often each origin may call: 50 at once, then 20 a second. Those that called longest ago are forgotten first. */
export class TokenBuckets {
  readonly #now: () => number
  readonly #buckets = new Map<string, Bucket>()
  constructor(now: () => number) {
    this.#now = now
  }

  /** Of how many origins something is remembered. */
  get size(): number {
    return this.#buckets.size
  }

  /** Takes a token of this origin's; false where none is left. */
  take(origin: string): boolean {
    const now = this.#now()
    const { tokens, at } = this.#buckets.get(origin) ?? { tokens: BURST, at: now }
    // A clock that was set back gives nothing and takes nothing.
    const left = Math.min(BURST, tokens + (Math.max(0, now - at) * PER_SECOND) / 1000)
    this.#buckets.delete(origin)
    this.#buckets.set(origin, { tokens: left < 1 ? left : left - 1, at: now })
    for (const [oldest] of this.#buckets) {
      if (this.#buckets.size <= MOST) break
      this.#buckets.delete(oldest)
    }
    return left >= 1
  }
}
