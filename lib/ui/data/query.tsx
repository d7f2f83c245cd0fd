import { later } from './later'

/** Counts and sums over the data. */
export const Query = later(async () => (await import('./query/screen')).QueryScreen)
