import { expect, it } from 'vitest'
import { wayOf } from '../../lib/carriers/way'

const pair = (local: readonly [string, string?], remote: readonly [string, string?]): object[] => [
  { id: 'other', type: 'candidate-pair', localCandidateId: 'elsewhere', remoteCandidateId: 'elsewhere' },
  { id: 'pair', type: 'candidate-pair', localCandidateId: 'local', remoteCandidateId: 'remote' },
  { id: 'local', type: 'local-candidate', candidateType: local[0], address: local[1] },
  { id: 'remote', type: 'remote-candidate', candidateType: remote[0], address: remote[1] },
]
const selected = (stats: object[]): object[] => [
  ...stats,
  { id: 'transport', type: 'transport', selectedCandidatePairId: 'pair' },
]

it.each([
  ['local', ['host', '192.168.1.2'], ['host', '192.168.1.3']],
  ['local', ['host', '192.168.1.2'], ['prflx', '']],
  ['local', ['host', '192.168.1.2'], ['prflx']],
  ['local', ['host', '00000000-0000-4000-8000-000000000000.local'], ['host', '10.0.0.1']],
  ['local', ['host', 'fd00::2'], ['host', 'fd00::3']],
  ['local', ['host', '2001:db8:1:1::2'], ['host', '2001:db8:1:1:ff::3']],
  ['router', ['host', '2001:db8:1:1::2'], ['host', '2001:db8:1:2::3']],
  ['router', ['host', '203.0.113.5'], ['host', '198.51.100.5']],
  ['router', ['host', '192.168.1.2'], ['srflx', '203.0.113.5']],
  ['router', ['srflx', '203.0.113.5'], ['srflx', '203.0.113.6']],
  ['router', ['prflx', '203.0.113.5'], ['host', '203.0.113.6']],
  ['router', ['host', '203.0.113.5'], ['prflx', '']],
  ['turn', ['relay', '203.0.113.5'], ['host', '192.168.1.3']],
  ['turn', ['host', '192.168.1.2'], ['relay', '203.0.113.5']],
] as const)('is %s from %j to %j', (way, local, remote) => {
  expect(wayOf(selected(pair(local, remote)))).toBe(way)
})

it('is not guessed where the browser does not say which pair is in use', () => {
  expect(wayOf([])).toBe(null)
  expect(wayOf(pair(['host', '10.0.0.2'], ['host', '10.0.0.3']))).toBe(null)
  expect(wayOf([{ id: 'transport', type: 'transport', selectedCandidatePairId: 'pair' }])).toBe(null)
})

it('is found by the older mark of Firefox', () => {
  const stats = pair(['host', '10.0.0.2'], ['host', '10.0.0.3'])
  expect(wayOf(stats.map((stat) => ('id' in stat && stat.id === 'pair' ? { ...stat, selected: true } : stat)))).toBe(
    'local',
  )
})
