import { expect, it } from 'vitest'
import { newId } from '../../lib/items/item-store'
import { add, bring, imported, note, Vault } from './vault'

it('nothing is written once the vault is locked, and what was asked before is', async () => {
  const vault = new Vault()
  const data = await vault.open()
  await bring(
    data,
    Array.from({ length: 600 }, (_, n) => imported(`key ${n}`)),
  )
  const before = data.editing.edit({ filter: {} }, { do: 'tag', tag: 'before' })
  const id = newId<never>()
  await data.imports.start(id, 'x', 'csv')
  data.close()
  const closed = vault.store.close()
  await expect(add(data, note('after'))).rejects.toMatchObject({ reason: 'locked' })
  await expect(data.imports.finish(id)).rejects.toMatchObject({ reason: 'locked' })
  await expect(data.files.add(newId(), 0, Uint8Array.of(1))).rejects.toMatchObject({ reason: 'locked' })
  await closed
  expect(await before).toBe(600)
  await vault.open()
  expect(vault.data.view()).toMatchObject({ count: 600, tags: [{ tag: 'before', count: 600 }] })
})
