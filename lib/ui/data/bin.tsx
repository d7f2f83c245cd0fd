/** What was deleted, for 30 days. */
export const Bin = () => null
