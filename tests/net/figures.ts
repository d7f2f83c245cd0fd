/** What one network came to: a bare RTCDataChannel between two pages, and Hearth, in the same network and run. */
export interface Figures {
  network: string
  bare: string
  hearth: string
}

/** A duration as people read it. */
export const time = (ms: number): string => (ms < 999.5 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`)

/** A table of plain text, under a line of what its columns are. */
export const table = (all: readonly Figures[]): string => {
  const rows = [{ network: 'network', bare: 'bare RTCDataChannel', hearth: 'Hearth' }, ...all]
  const width = (column: 'network' | 'bare') => Math.max(...rows.map((row) => row[column].length)) + 2
  const [first, second] = [width('network'), width('bare')]
  return rows.map((row) => `${row.network.padEnd(first)}${row.bare.padEnd(second)}${row.hearth}`).join('\n')
}
