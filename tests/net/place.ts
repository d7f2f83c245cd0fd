import { afterAll } from 'vitest'
import { type Host, type Lab, type Line, openLab, type Router } from './lab'
import { arrive, type Kind, type Person } from './person'
import { type Talk, talk } from './talk'

/** Two homes, who lives where, and which servers both chose. */
export interface Network {
  a: Router
  b: Router
  servers: string[]
  /** Where Bob is; without: in the other home. */
  where?: Host
  /** Alice's browser; without: Chromium, as Bob's. */
  hers?: Kind
  line?: Line
}

export interface Place {
  lab: Lab
  alice: Person
  bob: Person
  lines: Talk
}

const open = new Set<() => Promise<unknown>>()
// Also of a test that hangs, whose end never comes.
afterAll(() => Promise.all([...open].map((clear) => clear())))

/** Builds the network, brings two new people into it, and clears everything away when `work` has ended. */
export const inNetwork = async (
  { a, b, servers, where = 'bob', hers = 'Chromium', line }: Network,
  work: (place: Place) => Promise<void>,
): Promise<void> => {
  const lab = await openLab(a, b, line)
  const arriving = [arrive(lab, 'alice', hers, servers), arrive(lab, where, 'Chromium', servers)] as const
  const clear = async () => {
    open.delete(clear)
    const arrived = await Promise.allSettled(arriving)
    const people = arrived.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    await Promise.all(people.map((person) => person.leave())).finally(() => lab.close())
  }
  open.add(clear)
  try {
    const [alice, bob] = await Promise.all(arriving)
    await work({ lab, alice, bob, lines: talk(alice, bob) })
  } finally {
    if (open.has(clear)) await clear()
  }
}
