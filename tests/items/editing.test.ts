import { beforeEach, describe, expect, it } from 'vitest'
import type { ChangeId, ItemId } from '../../lib/contract/ids'
import type { Data } from '../../lib/items/data'
import { newId } from '../../lib/items/item-store'
import { leavesOf, type PageRow, unpackItem } from '../../lib/items/page'
import { summaryOf } from '../../lib/items/summary'
import { add, bring, contact, imported, nameOf, note, Vault } from './vault'

const DAY = 86_400_000

describe('items', () => {
  let vault: Vault
  let data: Data
  beforeEach(async () => {
    vault = new Vault()
    data = await vault.open()
  })
  const last = () => data.changes.last()?.id as ChangeId
  const byName = (name: string) => vault.all().find((item) => nameOf(item) === name)

  it('are there again after the browser began anew, and so is what can be undone', async () => {
    const id = await add(data, note('one'))
    await data.editing.save(id, note('two'), 1)
    data = await vault.open()
    expect(vault.all()).toMatchObject([{ id, rev: 2, fields: { name: 'two' } }])
    expect(data.changes.last()).toMatchObject({ what: 'changed', count: 1, name: 'two' })
    expect(await data.changes.undo(last())).toEqual({ undone: 1, left: 0 })
    expect(vault.names()).toEqual(['one'])
    data = await vault.open()
    expect(await data.changes.undo(last())).toEqual({ undone: 1, left: 0 })
    expect(vault.all()).toEqual([])
    expect(data.changes.last()).toBeNull()
  })

  it('are undone one change after the other, back to the beginning', async () => {
    const id = await add(data, note('a'))
    for (const [index, name] of ['b', 'c', 'd'].entries()) await data.editing.save(id, note(name), index + 1)
    const seen: string[] = []
    for (let change = data.changes.last(); change; change = data.changes.last()) {
      await data.changes.undo(change.id)
      seen.push(...vault.names())
    }
    expect(seen).toEqual(['c', 'b', 'a'])
    expect(vault.all()).toEqual([])
  })

  it('are left as they are when they were changed since what is undone', async () => {
    const [a, b] = [await add(data, note('a')), await add(data, note('b'))]
    await data.editing.edit({ ids: [a, b] }, { do: 'tag', tag: 'both' })
    const tagging = last()
    await data.editing.save(b, note('b changed'), 2)
    expect(await data.changes.undo(tagging)).toEqual({ undone: 1, left: 1 })
    expect(vault.all().map(({ fields, tags }) => [fields.name, tags])).toEqual([
      ['a', []],
      ['b changed', []],
    ])
    await expect(data.changes.undo(tagging)).rejects.toMatchObject({ reason: 'unknown-change' })
  })

  it('are told of together with the change that made them so', async () => {
    const heard: unknown[] = []
    data.items.onChange(() => heard.push([data.changes.last()?.name ?? null, vault.names()]))
    const id = await add(data, note('a'))
    await data.editing.save(id, note('b'), 1)
    await data.changes.undo(last())
    expect(heard).toEqual([
      ['a', ['a']],
      ['b', ['b']],
      ['a', ['a']],
    ])
  })

  it('say which change of theirs can be undone', async () => {
    const [a, b] = [await add(data, note('a')), await add(data, note('b'))]
    await data.editing.save(a, note('a2'), 1)
    const edit = last()
    await data.editing.save(b, note('b2'), 1)
    expect(data.changes.lastOf(a)).toMatchObject({ id: edit, what: 'changed' })
    await data.changes.undo(edit)
    expect(data.changes.lastOf(a)).toMatchObject({ what: 'added' })
  })

  it('refuse a change from a state that is no longer true', async () => {
    const id = await add(data, note('a'))
    await data.editing.save(id, note('b'), 1)
    await expect(data.editing.save(id, note('c'), 1)).rejects.toMatchObject({ reason: 'changed-since' })
    await expect(data.editing.save(newId(), note('c'), 1)).rejects.toMatchObject({ reason: 'unknown-item' })
    await expect(data.editing.save(id, note('c'), null)).rejects.toMatchObject({ reason: 'changed-since' })
    expect(vault.names()).toEqual(['b'])
  })

  it('are added once, however often it is asked for', async () => {
    const id = newId<ItemId>()
    await data.editing.save(id, note('a'), null)
    await data.editing.save(id, note('a'), null)
    expect(vault.names()).toEqual(['a'])
    await data.changes.undo(last())
    expect(vault.all()).toEqual([])
  })

  it.each([
    ['a type that is none', { type: 'Nonsense', fields: {}, tags: [] }],
    ['a field of another type', { type: 'Note', fields: { birthDate: '1990-01-01' }, tags: [] }],
    ['a number for a text', { type: 'Note', fields: { name: 7 }, tags: [] }],
    ['a number that is none', { type: 'Measurement', fields: { value: Number.NaN }, tags: [] }],
    ['one value where there are many', { type: 'Contact', fields: { email: 'a@example.org' }, tags: [] }],
    ['a place outside of the earth', { type: 'Place', fields: { geo: { latitude: 91, longitude: 0 } }, tags: [] }],
    ['a file without an id', { type: 'File', fields: { content: { file: '../x', size: 1, mediaType: '' } }, tags: [] }],
    ['a field of the prototype', { type: 'Note', fields: JSON.parse('{"__proto__":"x"}'), tags: [] }],
    ['tags that are no texts', { type: 'Note', fields: {}, tags: [7 as never] }],
    ['a hundred and one tags', { type: 'Note', fields: {}, tags: Array.from({ length: 101 }, (_, n) => `tag ${n}`) }],
  ])('refuse %s', async (_, draft) => {
    await expect(data.editing.save(newId(), draft, null)).rejects.toMatchObject({ reason: 'bad-item' })
    expect(vault.all()).toEqual([])
  })

  it('refuse what is too large, and keep what was there', async () => {
    const id = await add(data, note('a'))
    await expect(data.editing.save(id, note('a', 'x'.repeat(5 << 20)), 1)).rejects.toMatchObject({
      reason: 'too-large',
    })
    expect(vault.all()).toMatchObject([{ rev: 1, fields: { text: 'text' } }])
    await data.editing.save(id, note('b'), 1)
  })

  it('lie in the bin for thirty days, and then no more', async () => {
    const [a, b] = [await add(data, note('a')), await add(data, note('b'))]
    await data.editing.bin({ ids: [a] })
    expect(vault.names()).toEqual(['b'])
    expect(data.view()).toMatchObject({ count: 1, binned: 1 })
    vault.passes(29 * DAY)
    await data.upkeep()
    await data.editing.restore({ ids: [a] })
    expect(vault.names()).toEqual(['a', 'b'])
    await data.editing.bin({ filter: { text: 'B' } })
    vault.passes(31 * DAY)
    await data.upkeep()
    expect(vault.all().map(nameOf)).toEqual(['a'])
    expect(await data.editing.restore({ ids: [b] })).toBe(0)
  })

  it.each([
    ['are erased', (id: ItemId) => data.editing.erase({ ids: [id] })],
    [
      'lay in the bin for thirty days',
      async () => {
        vault.passes(31 * DAY)
        await data.upkeep()
      },
    ],
  ])('leave nothing of what they were once they %s', async (_, erase) => {
    const [a, b] = [await add(data, note('a', 'secret')), await add(data, note('b', 'kept'))]
    await data.editing.edit({ ids: [a, b] }, { do: 'set', field: 'text', value: 'other' })
    const change = last()
    await data.editing.bin({ ids: [a] })
    await erase(a)
    const texts = async () => {
      const pages = await vault.store.table<PageRow>('before').all()
      return pages.flatMap(leavesOf).map((leaf) => unpackItem(leaf).fields.text)
    }
    expect(await texts()).toEqual(['kept'])
    await vault.open()
    expect(await vault.data.changes.undo(change)).toMatchObject({ undone: 1 })
    expect(vault.all().map(({ fields }) => fields.text)).toEqual(['kept'])
  })

  it('stay out of the bin where one is to be merged with itself', async () => {
    const [a, b] = [await add(data, contact('a')), await add(data, contact('b'))]
    await data.editing.merge(a, [a, b], contact('both'), { [a]: 1, [b]: 1 })
    expect(vault.names()).toEqual(['both'])
  })

  it('are erased from the bin only', async () => {
    const [a] = [await add(data, note('a')), await add(data, note('b'))]
    expect(await data.editing.erase({ filter: {} })).toBe(0)
    await data.editing.bin({ ids: [a] })
    expect(await data.editing.erase({ filter: {} })).toBe(1)
    expect(vault.all().map(nameOf)).toEqual(['b'])
    await vault.open()
    expect(vault.all().map(nameOf)).toEqual(['b'])
  })

  it('are changed many at once, as one change', async () => {
    await bring(
      data,
      Array.from({ length: 3_000 }, (_, n) => imported(`key ${n}`, `item ${n}`)),
    )
    const single = await add(data, contact('Ada'))
    expect(await data.editing.edit({ filter: { type: 'Note' } }, { do: 'set', field: 'text', value: 'new' })).toBe(
      3_000,
    )
    expect(await data.editing.edit({ filter: {} }, { do: 'tag', tag: '#all ' })).toBe(3_001)
    expect(await data.editing.edit({ filter: {} }, { do: 'tag', tag: 'all' })).toBe(0)
    expect(data.view().tags).toEqual([{ tag: 'all', count: 3_001 }])
    data = await vault.open()
    expect(data.changes.last()).toMatchObject({ what: 'changed', count: 3_001, name: null })
    expect(await data.changes.undo(last())).toEqual({ undone: 3_001, left: 0 })
    expect(await data.changes.undo(last())).toEqual({ undone: 3_000, left: 0 })
    expect(new Set(vault.all().map(({ fields, tags }) => `${fields.text ?? ''} ${tags}`))).toEqual(
      new Set(['text ', ' ']),
    )
    expect(data.items.get(single)).toBeDefined()
  })

  it('become another type only where no field is lost', async () => {
    await add(data, note('a'))
    await add(data, { type: 'Note', fields: { name: 'b' }, tags: ['x'] })
    expect(await data.editing.edit({ filter: {} }, { do: 'type', type: 'Place' })).toBe(1)
    expect(vault.all().map(({ type }) => type)).toEqual(['Note', 'Place'])
  })

  it('are listed with the parts of a name where it was not written in one piece', async () => {
    await add(data, { type: 'Contact', fields: { givenName: 'Ada', familyName: 'Lovelace', gender: 'f' }, tags: [] })
    await add(data, contact('Grace Hopper', { givenName: 'Grace' }))
    expect(data.items.all().map((entry) => summaryOf(entry).fields)).toEqual([
      { givenName: 'Ada', familyName: 'Lovelace' },
      { name: 'Grace Hopper' },
    ])
  })

  it('are merged into one, and unmerged', async () => {
    const [a, b] = [await add(data, contact('Ada L.')), await add(data, contact('Ada Lovelace'))]
    const revs = { [a]: 1, [b]: 1 } as Record<ItemId, number>
    await data.editing.merge(a, [b], contact('Ada Lovelace', { email: [{ value: 'ada@example.org' }] }), revs)
    expect(vault.names()).toEqual(['Ada Lovelace'])
    await expect(data.editing.merge(a, [b], contact('x'), revs)).rejects.toMatchObject({ reason: 'changed-since' })
    data = await vault.open()
    expect(data.changes.last()).toMatchObject({ what: 'merged', count: 2 })
    await data.changes.undo(last())
    expect(vault.names()).toEqual(['Ada L.', 'Ada Lovelace'])
    expect(byName('Ada L.')?.fields).toEqual({ name: 'Ada L.' })
  })

  it('keep a hundred changes, and every import', async () => {
    await bring(data, [imported('from a file')])
    const id = await add(data, note('0'))
    for (let n = 1; n <= 120; n++) await data.editing.save(id, note(String(n)), n)
    expect(await vault.db.table('changes').count()).toBe(101)
    expect(await vault.db.table('before').count()).toBe(100)
    data = await vault.open()
    for (let n = 0; n < 100; n++) await data.changes.undo(last())
    expect(vault.names()).toEqual(['20', 'from a file'])
    expect(data.changes.last()).toMatchObject({ what: 'imported' })
  })

  it('are found by every word, whatever its case and accents, and by their order', async () => {
    await add(data, contact('Jürgen Müller', { telephone: [{ value: '+49 (151) 123-4567', label: 'mobile' }] }))
    await add(data, { ...note('Bread', 'rye, water\nsalt'), tags: ['kitchen'] })
    await add(data, { type: 'Event', fields: { name: 'Notary', startDate: '2026-11-27T10:30' }, tags: [] })
    const find = (text: string) => data.search.find({ text }, 'name').map((entry) => nameOf(byId(entry.id)))
    const byId = (id: ItemId) => vault.all().find((item) => item.id === id) ?? { fields: {} }
    expect(find('')).toEqual(['Bread', 'Jürgen Müller', 'Notary'])
    expect(find('muller JUR')).toEqual(['Jürgen Müller'])
    expect(find('1511234')).toEqual(['Jürgen Müller'])
    expect(find('#kitch')).toEqual(['Bread'])
    expect(find('rye salt')).toEqual(['Bread'])
    expect(find('rye sugar')).toEqual([])
    expect(data.search.find({}, 'newest')[0]).toMatchObject({
      type: 'Event',
      at: new Date(2026, 10, 27, 10, 30).getTime(),
    })
  })

  it('are left alone where their page does not open, and said to be damaged', async () => {
    await bring(
      data,
      Array.from({ length: 2_000 }, (_, n) => imported(`key ${n}`)),
    )
    const [row] = await vault.db.table('items').toArray()
    row.box[40] ^= 1
    await vault.db.table('items').put(row)
    data = await vault.open()
    expect(data.view().damaged).toBe(1)
    expect(data.view().count).toBeGreaterThan(100)
    await add(data, note('goes on'))
    expect(await vault.db.table('items').get(row.id)).toEqual(row)
  })
})

describe('what others write on the person’s word', () => {
  const author = { change: 'c'.repeat(32) as ChangeId, name: 'https://notes.example' }
  const fresh = 'f'.repeat(32) as ItemId

  it('is one change under their name, done once, and undone in one', async () => {
    const vault = new Vault()
    const { editing, changes } = await vault.open()
    const id = newId<ItemId>()
    await editing.save(id, { ...note('Mine'), tags: ['own'] }, null)
    const writes = [
      { id: fresh, type: 'Note', rev: null, fields: { name: 'Theirs' } },
      { id, type: 'Note', rev: 1, fields: { name: 'Changed', text: null } },
    ]
    await editing.writeAs(author, writes)
    await editing.writeAs(author, writes)
    expect(changes.last()).toMatchObject({
      id: author.change,
      what: 'changed',
      count: 2,
      name: null,
      author: author.name,
    })
    expect(vault.all()).toMatchObject([
      { id, fields: { name: 'Changed' }, tags: ['own'], rev: 2 },
      { id: fresh, fields: { name: 'Theirs' }, tags: [], rev: 1 },
    ])
    await vault.open()
    expect(vault.data.changes.of(author.change)).toMatchObject({ count: 2 })
    await vault.data.changes.undo(author.change)
    expect(vault.all()).toMatchObject([{ id, fields: { name: 'Mine', text: 'text' }, tags: ['own'] }])
    expect(vault.data.changes.of(author.change)).toBe(null)
  })

  const write = (text: string) => [{ id: newId<ItemId>(), type: 'Note', rev: null, fields: { text } }]

  it('pushes out nothing that the person or another site did, and in thirty days nothing of its own', async () => {
    const vault = new Vault()
    const { editing, changes } = await vault.open()
    const id = newId<ItemId>()
    await editing.save(id, note('Mine'), null)
    const own = changes.last()?.id as ChangeId
    await editing.writeAs({ change: newId(), name: 'https://other.example' }, write('Another’s'))
    const other = changes.last()?.id as ChangeId
    await editing.writeAs(author, [{ id, type: 'Note', rev: 1, fields: { name: '1' } }])
    for (let n = 2; n <= 110; n++)
      await editing.writeAs({ ...author, change: newId() }, [{ id, type: 'Note', rev: n, fields: { name: `${n}` } }])
    await vault.open()
    expect(vault.data.changes.of(other)).toMatchObject({ author: 'https://other.example' })
    for (let n = 110; n >= 1; n--) await vault.data.changes.undo(vault.data.changes.lastOf(id)?.id as ChangeId)
    expect(vault.all().find((item) => item.id === id)).toMatchObject({ fields: { name: 'Mine' } })
    expect(await vault.data.changes.undo(own)).toEqual({ undone: 1, left: 0 })
  })

  it('is forgotten after thirty days, but for the last hundred', async () => {
    const vault = new Vault()
    const { editing, changes } = await vault.open()
    const all = Array.from({ length: 101 }, () => newId<ChangeId>())
    for (const change of all) await editing.writeAs({ ...author, change }, write(change))
    vault.passes(30 * 86_400_000)
    await editing.writeAs(author, write('later'))
    expect(all.filter((change) => changes.of(change))).toEqual(all.slice(2))
  })

  it('is refused where it is the thousand and first in thirty days', async () => {
    const vault = new Vault()
    const { editing } = await vault.open()
    for (let n = 0; n < 1_000; n++) await editing.writeAs({ ...author, change: newId() }, write(`${n}`))
    await expect(editing.writeAs(author, write('one more'))).rejects.toMatchObject({ reason: 'too-many' })
    expect(vault.all()).toHaveLength(1_000)
    await editing.writeAs({ change: newId(), name: 'https://other.example' }, write('Another’s'))
  })

  it('is all refused where one of it is', async () => {
    const vault = new Vault()
    const { editing, changes } = await vault.open()
    const id = newId<ItemId>()
    await editing.save(id, note('Mine'), null)
    const one = { id: fresh, type: 'Note', rev: null, fields: { name: 'Theirs' } }
    for (const [other, reason] of [
      [{ id, type: 'Note', rev: 7, fields: { name: 'x' } }, 'changed-since'],
      [{ id: newId<ItemId>(), type: 'Note', rev: 1, fields: { name: 'x' } }, 'unknown-item'],
      [{ id, type: 'Note', rev: 1, fields: { wings: 2 } }, 'bad-item'],
    ] as const)
      await expect(editing.writeAs(author, [one, other])).rejects.toMatchObject({ reason })
    await expect(editing.binAs(author, [{ id, rev: 7 }])).rejects.toMatchObject({ reason: 'changed-since' })
    await editing.binAs(author, [{ id, rev: 1 }])
    await editing.binAs(author, [{ id, rev: 1 }])
    expect(changes.last()).toMatchObject({ what: 'binned', count: 1, author: author.name })
    await expect(
      editing.writeAs({ ...author, change: newId() }, [{ id, type: 'Note', rev: 2, fields: { name: 'x' } }]),
    ).rejects.toMatchObject({ reason: 'unknown-item' })
    expect(vault.names()).toEqual([])
  })
})
