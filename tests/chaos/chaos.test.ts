import { throughChaos } from './pairings'

throughChaos([
  { lines: 60, times: 1, patience: 120_000 },
  { lines: 30, times: 1, patience: 120_000 },
  { lines: 30, times: 1, patience: 120_000 },
])
