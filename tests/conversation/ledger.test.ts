import { describe, expect, it } from 'vitest'
import { HearthError } from '../../lib/contract/errors'
import type { ContactId } from '../../lib/contract/ids'
import { openLedger, type RowChange, type Shelf } from '../../lib/conversation/ledger'
import type { KeptPrekey } from '../../lib/conversation/records'

const prekey = (id: string, createdAt = 0): KeptPrekey =>
  ({ id, createdAt, forgetAt: 0, record: null, opened: [], keys: {} }) as unknown as KeptPrekey

const shelf = (write: (changes: readonly RowChange[]) => Promise<void> = async () => {}) => {
  const written: RowChange[][] = []
  const value: Shelf = {
    all: async () => [],
    newest: async () => [],
    write: async (changes) => {
      await write(changes)
      written.push([...changes])
    },
  }
  return { value, written }
}

describe('ledger', () => {
  it('shows nothing of a step before its transaction is durable', async () => {
    let finish = () => {}
    const { value } = shelf(() => new Promise((resolve) => (finish = resolve)))
    const ledger = await openLedger(value)
    const changed = ledger.change((draft) => draft.prekeys.put(prekey('a')))
    expect(ledger.prekeys.get('a')).toBeUndefined()
    finish()
    await changed
    expect(ledger.prekeys.get('a')).toEqual(prekey('a'))
  })

  it('writes the steps that waited in one transaction, each seeing the one before', async () => {
    let finish = () => {}
    let first = true
    const { value, written } = shelf(() => {
      if (!first) return Promise.resolve()
      first = false
      return new Promise((resolve) => (finish = resolve))
    })
    const ledger = await openLedger(value)
    const steps = [ledger.change((draft) => draft.prekeys.put(prekey('first')))]
    for (let i = 1; i <= 5; i++)
      steps.push(ledger.change((draft) => draft.prekeys.put(prekey('n', (draft.prekeys.get('n')?.createdAt ?? 0) + 1))))
    finish()
    await Promise.all(steps)
    expect(written).toHaveLength(2)
    expect(ledger.prekeys.get('n')?.createdAt).toBe(5)
  })

  it('leaves no trace of a step that throws, and runs the others', async () => {
    const { value, written } = shelf()
    const ledger = await openLedger(value)
    const bad = ledger.change((draft) => {
      draft.prekeys.put(prekey('half'))
      throw new HearthError('damaged')
    })
    const good = ledger.change((draft) => draft.prekeys.put(prekey('whole')))
    await expect(bad).rejects.toMatchObject({ reason: 'damaged' })
    await good
    expect([...ledger.prekeys.values()]).toEqual([prekey('whole')])
    expect(written.flat().map((c) => c.id)).toEqual(['whole'])
  })

  it('keeps the old state when the disk is full, and goes on afterwards', async () => {
    let full = true
    const { value } = shelf(async () => {
      if (full) throw new HearthError('storage-full')
    })
    const ledger = await openLedger(value)
    await expect(ledger.change((draft) => draft.prekeys.put(prekey('a')))).rejects.toMatchObject({
      reason: 'storage-full',
    })
    expect(ledger.prekeys.get('a')).toBeUndefined()
    full = false
    await ledger.change((draft) => draft.prekeys.put(prekey('b')))
    expect([...ledger.prekeys.values()]).toEqual([prekey('b')])
  })

  it('starts a new round for a step that is asked for by whoever waited for the last', async () => {
    const ledger = await openLedger(shelf().value)
    for (let i = 0; i < 20; i++) await ledger.change((draft) => draft.prekeys.put(prekey(String(i))))
    expect([...ledger.prekeys.values()]).toHaveLength(20)
  })

  it('iterates over what is committed and what the step itself changed', async () => {
    const ledger = await openLedger(shelf().value)
    await ledger.change((draft) => {
      draft.prekeys.put(prekey('a'))
      draft.prekeys.put(prekey('b'))
    })
    const seen = await ledger.change((draft) => {
      draft.prekeys.delete('a')
      draft.prekeys.put(prekey('c'))
      return [...draft.prekeys.values()].map((p) => p.id).sort()
    })
    expect(seen).toEqual(['b', 'c'])
  })

  it('tells whose messages a commit brought', async () => {
    const ledger = await openLedger(shelf().value)
    const told: ContactId[][] = []
    ledger.onCommit(({ contacts }) => told.push([...contacts]))
    const contact = 'c1' as ContactId
    await ledger.change((draft) =>
      draft.messages.put({ id: 'm1', contact, position: 1 } as Parameters<typeof draft.messages.put>[0]),
    )
    expect(told).toEqual([[contact]])
  })

  it.each(['at once', 'one after another'])(
    'lets everything else have its turn between steps that take long: %s',
    async (how) => {
      const { value, written } = shelf()
      const ledger = await openLedger(value)
      let turns = 0
      const ticking = setInterval(() => turns++, 1)
      const step = (i: number) =>
        ledger.change((draft) => {
          for (const until = performance.now() + 30; performance.now() < until; );
          if (i % 2 === 1) throw new HearthError('damaged')
          draft.prekeys.put(prekey(String(i)))
        })
      if (how === 'at once') await Promise.allSettled(Array.from({ length: 10 }, (_, i) => step(i)))
      else for (let i = 0; i < 10; i++) await step(i).catch(() => undefined)
      clearInterval(ticking)
      expect(turns).toBeGreaterThanOrEqual(3)
      expect(written.flat().map(({ id }) => id)).toEqual(['0', '2', '4', '6', '8'])
    },
  )

  it('has written what waited over several stretches when it is closed', async () => {
    const { value, written } = shelf()
    const ledger = await openLedger(value)
    for (let i = 0; i < 5; i++)
      void ledger.change((draft) => {
        for (const until = performance.now() + 30; performance.now() < until; );
        draft.prekeys.put(prekey(String(i)))
      })
    await ledger.close()
    expect(written.flat().map(({ id }) => id)).toEqual(['0', '1', '2', '3', '4'])
    expect(written.length).toBeGreaterThan(1)
  })

  it('takes no step after it was closed', async () => {
    const ledger = await openLedger(shelf().value)
    await ledger.close()
    await expect(ledger.change(() => 1)).rejects.toMatchObject({ reason: 'locked' })
  })
})
