/** Brings data in from files and from this browser. */
export const Import = () => null
