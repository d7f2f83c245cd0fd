import { expect, it } from 'vitest'
import { NOTHING_ARRIVED } from '../../lib/conversation/arrived'
import { acquainted, carry, contactAt, heard, say } from './pair'

it('whoever has lost what arrived before goes on acknowledging what comes, however much', async () => {
  const { alice, bob } = await acquainted()
  for (let i = 0; i < 5; i++) {
    await say(bob, `before ${i}`)
    await carry(bob, alice)
    await carry(alice, bob)
  }
  // As from the words, or an older disk.
  await alice.ledger.change((draft) => {
    const devices = contactAt(alice).devices.map((d) => ({ ...d, arrived: NOTHING_ARRIVED, heard: [], tail: [] }))
    draft.contacts.put({ ...contactAt(alice), devices })
  })
  for (let i = 0; i < 300; i++) {
    await say(bob, `after ${i}`)
    await carry(bob, alice)
    if (i % 50 === 49) await carry(alice, bob)
  }
  await carry(alice, bob)
  expect(heard(alice)).toHaveLength(305)
  expect([...bob.ledger.outbox.values()]).toEqual([])
  expect(contactAt(alice).devices[0]?.arrived.extra).toEqual([])
})
