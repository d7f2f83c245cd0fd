import { throughChaos } from './pairings'

const size = { lines: 1_000, times: 12, patience: 600_000 }

throughChaos([
  { kinds: ['Chromium', 'Chromium'], by: 'relay', ...size },
  { kinds: ['Firefox', 'Chromium'], by: 'relay', ...size },
  { kinds: ['Firefox', 'Firefox'], by: 'relay', ...size },
  { kinds: ['Firefox', 'Chromium'], by: 'letters', ...size },
])
