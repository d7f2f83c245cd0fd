import { later } from './later'

/** Contacts that may be one person, side by side. */
export const MergeDuplicates = later(async () => (await import('./merge/screen')).MergeScreen)
