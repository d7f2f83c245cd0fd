/** Counts and sums over the data. */
export const Query = () => null
