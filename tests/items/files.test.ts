import { beforeEach, describe, expect, it } from 'vitest'
import type { FileId, ItemId } from '../../lib/contract/ids'
import type { Draft } from '../../lib/contract/item'
import type { Data } from '../../lib/items/data'
import { newId } from '../../lib/items/item-store'
import { add, note, Vault } from './vault'

const HOUR = 3_600_000

describe('a file', () => {
  let vault: Vault
  let data: Data
  let file: FileId
  beforeEach(async () => {
    vault = new Vault()
    data = await vault.open()
    file = newId()
  })
  const keep = (...pieces: number[]) =>
    pieces.reduce(
      (before, piece) => before.then(() => data.files.add(file, piece, Uint8Array.of(piece))),
      Promise.resolve(),
    )
  const holding = (size = 3): Draft => ({
    ...{ type: 'File', tags: [] },
    fields: { name: 'f', content: { file, size, mediaType: 'text/plain' } },
  })
  const pieces = () => vault.db.table('files').count()

  it('is there for an editor that was left open overnight, behind a lock', async () => {
    await keep(0, 1, 2)
    vault.passes(12 * HOUR)
    data = await vault.open()
    await data.upkeep()
    await add(data, holding())
    expect(await data.files.read(file, 2)).toEqual(Uint8Array.of(2))
  })

  it('is not forgotten while pieces of it still come, however long ago the first one did', async () => {
    await keep(0)
    vault.passes(30 * HOUR)
    await keep(1)
    await data.upkeep()
    expect(await pieces()).toBe(2)
  })

  it('is forgotten a day after nobody named it, and then no item can', async () => {
    await keep(0, 1, 2)
    vault.passes(25 * HOUR)
    await data.upkeep()
    expect(await pieces()).toBe(0)
    await expect(add(data, holding())).rejects.toMatchObject({ reason: 'bad-item' })
    expect(await add(data, holding(0))).toBeDefined()
  })

  it('stays as long as an item, the bin or a change that can be undone names it', async () => {
    await keep(0)
    const id = await add(data, holding(1))
    await data.editing.bin({ ids: [id] })
    vault.passes(25 * HOUR)
    await data.upkeep()
    expect(await pieces()).toBe(1)
    await data.editing.restore({ ids: [id] })
    await data.editing.save(id, { ...holding(), fields: { name: 'f' } }, data.items.get(id)?.rev ?? 0)
    await data.upkeep()
    expect(await pieces()).toBe(1)
    await data.changes.undo(data.changes.last()?.id as never)
    expect(await data.files.read(file, 0)).toEqual(Uint8Array.of(0))
  })

  it('that was named while others are forgotten stays', async () => {
    await keep(0)
    vault.passes(25 * HOUR)
    const swept = data.upkeep()
    await data.editing.save(newId<ItemId>(), holding(1), null)
    await swept
    expect(await pieces()).toBe(1)
  })

  it('does not end where a piece is missing or does not open', async () => {
    await keep(0, 1, 2, 3)
    await vault.db.table('files').delete(`${file}.1`)
    const row = await vault.db.table('files').get(`${file}.2`)
    row.box[row.box.length - 1] ^= 1
    await vault.db.table('files').put(row)
    expect(await data.files.read(file, 0)).toEqual(Uint8Array.of(0))
    await expect(data.files.read(file, 1)).rejects.toMatchObject({ reason: 'vault-damaged' })
    await expect(data.files.read(file, 2)).rejects.toMatchObject({ reason: 'vault-damaged' })
    expect(await data.files.read(file, 3)).toEqual(Uint8Array.of(3))
    expect(await data.files.read(file, 4)).toBeNull()
  })

  it('stays where a page does not open that may name it', async () => {
    await keep(0)
    await add(data, holding(1))
    await add(data, note('another'))
    const [row] = await vault.db.table('items').toArray()
    row.box[row.box.length - 1] ^= 1
    await vault.db.table('items').put(row)
    data = await vault.open()
    expect(data.items.damaged).toBe(1)
    vault.passes(25 * HOUR)
    await data.upkeep()
    expect(await pieces()).toBe(1)
  })
})
