import { later } from './later'

/** What happened when. */
export const Timeline = later(async () => (await import('./timeline/screen')).TimelineScreen)
