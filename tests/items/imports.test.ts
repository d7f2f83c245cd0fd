import { beforeEach, describe, expect, it } from 'vitest'
import type { ImportId, ItemId } from '../../lib/contract/ids'
import type { Data } from '../../lib/items/data'
import { newId } from '../../lib/items/item-store'

import { openStaging } from '../../lib/items/staging'
import { summaryOf } from '../../lib/items/summary'
import { add, bring, contact, imported, nameOf, note, Vault } from './vault'

describe('an import', () => {
  let vault: Vault
  let data: Data
  beforeEach(async () => {
    vault = new Vault()
    data = await vault.open()
  })
  const many = (from: number, to: number, text?: string) =>
    Array.from({ length: to - from }, (_, n) =>
      imported(`key ${from + n}`, `item ${String(from + n).padStart(5, '0')}`, text),
    )

  it('brings everything at once, and it is there again after the browser began anew', async () => {
    const id = newId<ImportId>()
    await data.imports.start(id, 'many.csv', 'csv')
    for (let batch = 0; batch < 4; batch++) {
      await data.imports.add(id, batch, { items: many(batch * 500, batch * 500 + 500), problems: [], unread: 0 })
      expect(vault.names()).toEqual([])
    }
    expect(await data.imports.finish(id)).toMatchObject({ state: 'done', counts: { added: 2_000 } })
    expect(vault.names()).toHaveLength(2_000)
    await vault.open()
    expect(vault.names()).toHaveLength(2_000)
    expect(vault.data.imports.all()).toMatchObject([{ id, state: 'done', name: 'many.csv' }])
  })

  it('adds nothing the second time', async () => {
    await bring(data, many(0, 300))
    const second = await bring(data, many(0, 300))
    expect(vault.names()).toHaveLength(300)
    expect(data.imports.all().find(({ id }) => id === second)?.counts).toMatchObject({ added: 0, same: 300 })
  })

  it('knows the same thing twice in one file', async () => {
    await bring(data, [imported('a'), imported('a'), imported('b')])
    expect(vault.names()).toEqual(['a', 'b'])
  })

  it('brings a newer state, but never over what the person changed', async () => {
    await bring(data, [imported('a', 'a', 'old'), imported('b', 'b', 'old')])
    const [, b] = vault.all()
    await data.editing.save(b?.id as never, note('b', 'mine'), b?.rev ?? 0)
    await bring(data, [imported('a', 'a', 'new'), imported('b', 'b', 'new')])
    expect(vault.all().map(({ fields, rev }) => [fields.text, rev])).toEqual([
      ['new', 2],
      ['mine', 2],
    ])
    expect(data.imports.all()[0]?.counts).toMatchObject({ updated: 1, kept: 1 })
    await vault.open()
    expect(vault.all().map(({ fields }) => fields.text)).toEqual(['new', 'mine'])
  })

  it('leaves nothing when it is cancelled', async () => {
    await bring(data, [imported('a', 'a', 'old')])
    const id = newId<ImportId>()
    await data.imports.start(id, 'x', 'csv')
    await data.imports.add(id, 0, { items: [imported('a', 'a', 'new'), ...many(0, 300)], problems: [], unread: 0 })
    const pages = await vault.db.table('items').count()
    expect(pages).toBeGreaterThan(1)
    await data.imports.cancel(id)
    expect(await vault.db.table('items').count()).toBe(1)
    expect(vault.all().map(({ fields }) => fields.text)).toEqual(['old'])
    await expect(data.imports.add(id, 1, { items: [], problems: [], unread: 0 })).rejects.toMatchObject({
      reason: 'interrupted',
    })
    await vault.open()
    expect(vault.data.imports.all()[0]).toMatchObject({ state: 'cancelled', counts: { added: 0 } })
  })

  it('goes on where it was when the worker died, and counts nothing twice', async () => {
    const id = newId<ImportId>()
    await data.imports.start(id, 'x', 'csv')
    await data.imports.add(id, 0, { items: many(0, 400), problems: [], unread: 0 })
    data = await vault.open()
    expect(vault.names()).toEqual([])
    expect(await data.imports.start(id, 'x', 'csv')).toEqual({ batches: 1 })
    await data.imports.add(id, 0, { items: many(0, 400), problems: [], unread: 0 })
    await data.imports.add(id, 1, { items: many(200, 600), problems: [], unread: 0 })
    data = await vault.open()
    await data.imports.add(id, 2, { items: many(600, 700), problems: [], unread: 0 })
    expect(await data.imports.finish(id)).toMatchObject({ counts: { added: 700, same: 200 } })
    expect(vault.names()).toHaveLength(700)
    // Said once more by a panel that did not hear the answer.
    expect(await data.imports.finish(id)).toMatchObject({ state: 'done' })
  })

  it('lets no second one in, and refuses an id that has ended', async () => {
    const id = newId<ImportId>()
    await data.imports.start(id, 'x', 'csv')
    await expect(data.imports.start(newId(), 'y', 'csv')).rejects.toMatchObject({ reason: 'busy' })
    await data.imports.cancel(id)
    await expect(data.imports.start(id, 'x', 'csv')).rejects.toMatchObject({ reason: 'bad-request' })
  })

  it('is undone as a whole: what it brought goes, what it changed comes back, what the person changed goes to the bin', async () => {
    await bring(data, [imported('a', 'a', 'old')])
    const own = await add(data, note('mine'))
    const id = await bring(data, [imported('a', 'a', 'new'), imported('b'), ...many(0, 1_200)])
    const b = vault.all().find((item) => nameOf(item) === 'b')
    await data.editing.save(b?.id as never, note('b', 'mine'), 1)
    data = await vault.open()
    expect(await data.imports.undo(id)).toEqual({ undone: 1_201, left: 1 })
    expect(vault.names()).toEqual(['a', 'mine'])
    expect(vault.all().map(({ fields, binnedAt }) => [fields.name, fields.text, binnedAt !== undefined])).toEqual([
      ['a', 'old', false],
      ['b', 'mine', true],
      ['mine', 'text', false],
    ])
    expect(data.items.get(own)).toBeDefined()
    await vault.open()
    expect(vault.names()).toEqual(['a', 'mine'])
    await expect(vault.data.imports.undo(id)).rejects.toMatchObject({ reason: 'unknown-change' })
  })

  it('lists what it cannot keep, and keeps the rest', async () => {
    const id = newId<ImportId>()
    await data.imports.start(id, 'x', 'json')
    const bad = { ...imported('bad'), fields: { name: 'bad', nonsense: 'x' } }
    const large = imported('large', 'large', 'x'.repeat((4 << 20) + 1))
    await data.imports.add(id, 0, { items: [imported('a'), bad, large], problems: [], unread: 7 })
    expect(await data.imports.finish(id)).toMatchObject({
      counts: { added: 1, refused: 2 },
      unread: 9,
      problems: [
        { reason: 'not-understood', what: 'bad' },
        { reason: 'too-large', what: 'large' },
      ],
    })
  })

  it('refuses item by item what the vault has no room for, and lists it', async () => {
    await bring(data, many(0, 100))
    const room = { items: 150, bytes: 1 << 20 }
    const staging = await openStaging(newId(), [], data.items, room)
    const laid = staging.lay(many(50, 250), 0)
    expect(laid.counts).toMatchObject({ same: 50, added: 50, refused: 100 })
    expect(new Set(laid.problems.map(({ reason }) => reason))).toEqual(new Set(['too-many']))
    staging.keep(laid)
    expect(staging.lay(many(250, 260), 0).counts).toMatchObject({ added: 0, refused: 10 })
    const heavy = await openStaging(newId(), [], data.items, { items: 1_000, bytes: 60_000 })
    const large = heavy.lay(
      Array.from({ length: 10 }, (_, n) => imported(`large ${n}`, 'large', 'x'.repeat(9_000))),
      0,
    )
    expect(large.counts.added).toBeGreaterThan(0)
    expect(large.counts.added + large.counts.refused).toBe(10)
    expect(large.counts.refused).toBeGreaterThan(5)
  })

  it('brings items of a backup back as they were, and leaves alone what is there', async () => {
    const kept = await add(data, note('kept'))
    const changed = await add(data, note('changed'))
    await data.editing.bin({ ids: [await add(data, note('binned'))] })
    const backup = vault.all().map(({ id, type, fields, tags, createdAt, updatedAt, binnedAt }) => ({
      ...{ type, fields, tags, key: `item:${id}`, version: '' },
      was: { id, createdAt, updatedAt, ...(binnedAt !== undefined && { binnedAt }) },
    }))
    await data.editing.save(changed, note('changed since'), 1)
    await bring(data, backup)
    expect(data.imports.all()[0]?.counts).toMatchObject({ added: 0, same: 2, kept: 1 })
    const other = new Vault()
    await bring(await other.open(), backup)
    await other.open()
    expect(other.names()).toEqual(['changed', 'kept'])
    expect(other.all().map(({ id, createdAt }) => [id, createdAt])).toEqual(
      backup.map(({ was }) => [was.id, was.createdAt]),
    )
    expect(other.all().some(({ id }) => id === kept)).toBe(true)
    expect(other.data.view()).toMatchObject({ count: 2, binned: 1 })
    await bring(other.data, [{ ...imported(`item:${kept}`, 'kept', 'newer'), version: 'newer' }])
    expect(other.all().find(({ id }) => id === kept)?.fields.text).toBe('text')
  })

  it('keeps two things that one file gives the same number, and knows both again', async () => {
    const both = [imported('uid:1', 'Ada', 'x'), imported('uid:1', 'Bob', 'y')]
    await bring(data, both)
    expect(vault.names()).toEqual(['Ada', 'Bob'])
    for (const _ of [1, 2]) {
      await bring(data, both)
      expect(vault.names()).toEqual(['Ada', 'Bob'])
    }
  })

  it('takes two newer states of one thing in one batch for two things', async () => {
    await bring(data, [imported('a', 'a', 'old')])
    await bring(data, [imported('a', 'a', 'new'), imported('a', 'a', 'newer')])
    await vault.open()
    expect(vault.all().map(({ fields }) => fields.text)).toEqual(expect.arrayContaining(['new', 'newer']))
    expect(vault.all()).toHaveLength(2)
  })

  it('does not take a contact for the event of the same number', async () => {
    await bring(data, [imported('uid:1', 'note')])
    await bring(data, [{ ...contact('Ada'), key: 'uid:1', version: 'b' }])
    expect(vault.names()).toEqual(['Ada', 'note'])
    await bring(data, [{ ...contact('Ada Lovelace'), key: 'uid:1', version: 'c' }])
    expect(vault.names()).toEqual(['Ada Lovelace', 'note'])
  })

  it('never writes over what the person changed while it ran', async () => {
    await bring(data, [imported('a', 'a', 'old'), imported('b', 'b', 'old')])
    const id = newId<ImportId>()
    await data.imports.start(id, 'x', 'csv')
    const items = [imported('a', 'a', 'new'), imported('b', 'b', 'new'), imported('c')]
    await data.imports.add(id, 0, { items, problems: [], unread: 0 })
    const [a] = vault.all()
    await data.editing.save(a?.id as never, note('a', 'mine'), a?.rev ?? 0)
    expect(await data.imports.finish(id)).toMatchObject({ counts: { added: 1, updated: 1, kept: 1 } })
    const texts = () => vault.all().map(({ fields }) => fields.text)
    expect(texts()).toEqual(['mine', 'new', 'text'])
    await vault.open()
    expect(texts()).toEqual(['mine', 'new', 'text'])
  })

  it('leaves nothing behind where all of what it brings was changed while it ran', async () => {
    await bring(data, [imported('a', 'a', 'old')])
    const id = newId<ImportId>()
    await data.imports.start(id, 'x', 'csv')
    await data.imports.add(id, 0, { items: [imported('a', 'a', 'new')], problems: [], unread: 0 })
    const [a] = vault.all()
    await data.editing.save(a?.id as never, note('a', 'mine'), a?.rev ?? 0)
    expect(await data.imports.finish(id)).toMatchObject({ counts: { updated: 0, kept: 1 } })
    await vault.open()
    expect(vault.all().map(({ fields }) => fields.text)).toEqual(['mine'])
  })

  it('is not begun anew by a batch that comes while it ends', async () => {
    const [one, two] = [newId<ImportId>(), newId<ImportId>()]
    await data.imports.start(one, 'x', 'csv')
    const ended = data.imports.cancel(one)
    // As a message that comes later would: the cancelling has begun.
    for (let turn = 0; turn < 3; turn++) await Promise.resolve()
    const late = data.imports.add(one, 0, { items: many(0, 10), problems: [], unread: 0 })
    await expect(late).rejects.toMatchObject({ reason: 'interrupted' })
    await ended
    await data.imports.start(two, 'y', 'csv')
    await data.imports.add(two, 0, { items: many(10, 20), problems: [], unread: 0 })
    expect(await data.imports.finish(two)).toMatchObject({ id: two, name: 'y', counts: { added: 10 } })
    expect(vault.names()).toHaveLength(10)
  })

  it('is there as a whole or not at all where it is cancelled while it is finished', async () => {
    const id = newId<ImportId>()
    await data.imports.start(id, 'x', 'csv')
    await data.imports.add(id, 0, { items: many(0, 50), problems: [], unread: 0 })
    const finished = data.imports.finish(id)
    await data.imports.cancel(id)
    expect(await finished).toMatchObject({ state: 'done' })
    await vault.open()
    expect(vault.names()).toHaveLength(50)
    expect(vault.data.imports.all()).toMatchObject([{ state: 'done' }])
  })

  it('brings back what the person had changed, where the same came in again before the backup', async () => {
    await bring(data, [imported('a', 'a', 'came')])
    const [a] = vault.all()
    await data.editing.save(a?.id as never, note('a', 'mine'), a?.rev ?? 0)
    const backup = vault.all().map(({ id, type, fields, tags, createdAt, updatedAt, source }) => ({
      ...{ type, fields, tags, key: source?.key ?? '', version: source?.version ?? '' },
      was: { id, createdAt, updatedAt },
    }))
    const other = new Vault()
    await bring(await other.open(), [imported('a', 'a', 'came')])
    await bring(other.data, backup)
    await other.open()
    expect(other.all().map(({ fields }) => fields.text)).toEqual(['mine'])
  })

  it('brings an item of a backup once, whatever the file says of it', async () => {
    const was = { id: newId<ItemId>(), createdAt: 1, updatedAt: 1 }
    await bring(data, [
      { ...imported('a', 'first'), was },
      { ...imported('b', 'second'), was },
    ])
    expect(vault.names()).toEqual(['first'])
    await vault.open()
    expect(vault.names()).toEqual(['first'])
  })

  it('remembers of what could not be read no more than a list of imports can carry', async () => {
    const id = newId<ImportId>()
    await data.imports.start(id, 'x', 'json')
    const long = 'x'.repeat(1 << 20)
    const problems = [{ line: 1, where: long, reason: 'missing' as const, what: long }]
    await data.imports.add(id, 0, { items: [], problems, unread: 1 })
    expect(JSON.stringify(data.imports.all()).length).toBeLessThan(1_000)
  })

  it('shows of a long address or label in a list no more than of any text', async () => {
    const long = 'x'.repeat(1 << 19)
    const address = { streetAddress: long, addressLocality: 'Oslo' }
    await add(
      data,
      contact('Ada', { address: [{ value: address, label: long }], email: [{ value: long, label: long }] }),
    )
    const [entry] = data.search.find({}, 'newest')
    const { fields } = summaryOf(entry as never)
    expect(JSON.stringify(fields).length).toBeLessThan(2_000)
    expect(fields.address).toMatchObject([{ value: { addressLocality: 'Oslo' } }])
  })
})
