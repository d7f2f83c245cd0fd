/** Counts what may happen `count` times in any `span` milliseconds: 0 and counted, or how many milliseconds until the next may. */
export const ceiling = (count: number, span: number, now: () => number): (() => number) => {
  let times: number[] = []
  return () => {
    const at = now()
    // A clock that was set back must not hold anything up for longer than the span.
    times = times.filter((time) => at - time < span && time <= at)
    if (times.length < count) {
      times.push(at)
      return 0
    }
    return Math.max(1, (times[0] ?? at) + span - at)
  }
}

/** An allowance of `most` that grows back by `perSecond`: false once more was taken than there was. */
export const allowance = (most: number, perSecond: number, now: () => number): ((cost: number) => boolean) => {
  let left = most
  let at = now()
  return (cost) => {
    const passed = Math.max(0, now() - at)
    at = now()
    left = Math.min(most, left + (passed * perSecond) / 1_000) - cost
    return left >= 0
  }
}

/** The `n`th pause, from 1: doubled each time up to `most`, and half of it by chance, so that not everybody comes back at once. */
export const pause = (n: number, first: number, most: number, chance: number): number => {
  const full = Math.min(most, first * 2 ** Math.min(n - 1, 30))
  return full / 2 + (full / 2) * chance
}
