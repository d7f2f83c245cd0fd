/** The list of items, with search and filters. `beside` another view where there is room. */
export const Items = (_: { beside: boolean }) => null
