/** What bare WebRTC took between two pages of Chromium in the same networks, in milliseconds: three connects each, or a heal. */
export const BARE = {
  'same LAN, None': '337 to 612',
  'cone and cone, STUN': '390 to 648',
  'symmetric both, TURN': '576 to 809',
  'UDP blocked, TURN over TCP': '545 to 798',
  '100 ms each way, 5 % lost': '1346 to 3492',
  'outage of 7 s': 'healed by itself',
  'outage of 45 s': '2700 after restart by hand',
  'another address': '1850 after restart by hand',
} as const

export type Row = keyof typeof BARE

const figures: { row: Row; outcome: string }[] = []

/** Notes what a row came to. */
export const note = (row: Row, outcome: string): void => void figures.push({ row, outcome })

/** The rows so far, beside the bare figures. */
export const table = (): string =>
  [
    ['network', 'bare WebRTC, ms', 'Hearth'] as const,
    ...figures.map(({ row, outcome }) => [row, BARE[row], outcome] as const),
  ]
    .map(([row, bare, outcome]) => `${row.padEnd(28)} ${bare.padEnd(28)} ${outcome}`)
    .join('\n')
