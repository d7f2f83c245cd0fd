import { iceServersOf, openLab, STUN } from '../net/lab.ts'
import { arrive, bothDirect, meet, openedAgain, type Person } from '../net/person.ts'
import { openBare, restartBare, sendBare, weakBare } from './bare.ts'
import type { Measured } from './statistics.ts'

const ADDRESSES = ['10.1.0.9', '10.1.0.2']
const BYTES = 579

/** From the moment that Alice's computer has another address to both connected again; bare: to a message through, ICE restarted once the browser says "disconnected". */
export const healing = async (n: number): Promise<Measured> => {
  const lab = await openLab('cone', 'cone')
  const people: Person[] = []
  try {
    const [alice, bob] = await Promise.all([
      arrive(lab, 'alice', 'Chromium', [STUN]),
      arrive(lab, 'bob', 'Chromium', [STUN]),
    ])
    people.push(alice, bob)
    await meet(alice, bob)
    const samples: number[] = []
    const bare: number[] = []
    for (let i = 0; i < n; i++) {
      await bothDirect(alice, bob)
      await openBare(alice.bare, bob.bare, iceServersOf([STUN]))
      const noticed = weakBare(alice.bare)
      lab.move(ADDRESSES[i % 2] ?? '')
      const moved = performance.timeOrigin + performance.now()
      const restarted = noticed.then(() => restartBare(alice.bare, bob.bare))
      const [through, ...opened] = await Promise.all([
        sendBare(alice.bare, bob.bare, 1, BYTES),
        openedAgain(alice, moved),
        openedAgain(bob, moved),
        restarted,
      ])
      bare.push(through)
      samples.push(Math.max(...opened) - moved)
    }
    return { what: 'another address -> connected again', samples, bare }
  } finally {
    await Promise.all(people.map((person) => person.leave())).finally(() => lab.close())
  }
}
