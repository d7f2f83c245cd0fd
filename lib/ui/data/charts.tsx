import { later } from './later'

/** What was measured, as pictures. */
export const Charts = later(async () => (await import('./charts/screen')).ChartsScreen)
