import { throughChaos } from './pairings'

const size = { lines: 30, times: 1, patience: 120_000 }

throughChaos([
  { kinds: ['Chromium', 'Chromium'], by: 'relay', ...size, lines: 60 },
  { kinds: ['Firefox', 'Chromium'], by: 'relay', ...size },
  { kinds: ['Firefox', 'Firefox'], by: 'relay', ...size },
  { kinds: ['Firefox', 'Chromium'], by: 'letters', ...size },
])
