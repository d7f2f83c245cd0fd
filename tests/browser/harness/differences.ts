// Whether two rows of figures come from the same thing, as far as so few can tell.

/** How far the first row of ranks lies from where it would lie by chance: its sum. */
const rankSum = (first: readonly number[], second: readonly number[]): number => {
  const all = [...first, ...second]
  const rank = (value: number) =>
    all.filter((other) => other < value).length + (all.filter((other) => other === value).length + 1) / 2
  return first.reduce((sum, value) => sum + rank(value), 0)
}

/**
 * Whether one can tell two states apart by these figures: Wilcoxon's rank-sum test, exact over all ways to divide them, two
 * sides, at one in a thousand. No row may have more than ten.
 */
export const isTold = (first: readonly number[], second: readonly number[]): boolean => {
  const all = [...first, ...second]
  const expected = (first.length * (all.length + 1)) / 2
  const seen = Math.abs(rankSum(first, second) - expected)
  let ways = 0
  let asFar = 0
  const divide = (from: number, chosen: number[]): void => {
    if (chosen.length === first.length) {
      ways++
      const ranks = chosen.reduce((sum, index) => sum + (ranksOf[index] ?? 0), 0)
      if (Math.abs(ranks - expected) >= seen - 1e-9) asFar++
      return
    }
    for (let index = from; index < all.length; index++) divide(index + 1, [...chosen, index])
  }
  const ranksOf = all.map((value) => rankSum([value], all.toSpliced(all.indexOf(value), 1)))
  divide(0, [])
  return asFar / ways < 0.001
}
