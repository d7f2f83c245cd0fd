/** Numbers that look drawn, and are the same again for the same seed. */
export interface Dice {
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number
  pick<T>(from: readonly T[]): T
  shuffle<T>(all: readonly T[]): T[]
  /** Dice of somebody's own: how often others throw theirs changes nothing for them. */
  of(name: string): Dice
}

/** Mulberry32, from a seed of 32 bits. */
export const diceOf = (seed: number): Dice => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    whole,
    pick: (from) => from[whole(0, from.length - 1)] as (typeof from)[number],
    shuffle: (all) =>
      all
        .map((value) => ({ value, rank: next() }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ value }) => value),
    of: (name) => diceOf([...name].reduce((hash, letter) => Math.imul(hash, 31) + letter.charCodeAt(0), seed)),
  }
}

/** The seed of this run: drawn, or HEARTH_SEED to have an earlier run again. */
export const seedOfRun = (): number => Number(process.env.HEARTH_SEED ?? Math.floor(Math.random() * 2 ** 32))
