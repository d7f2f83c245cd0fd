import { throughChaos } from './pairings'

throughChaos([{ lines: 1_000, times: 12, patience: 600_000 }])
