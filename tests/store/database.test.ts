import 'fake-indexeddb/auto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { reasonOf } from '../../lib/contract/errors'
import { openDatabase, readHeader, writeHeader } from '../../lib/store/database'

const broken = () => {
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('internal error opening backing store', 'UnknownError')
  })
}
const roomOf = (quota: number) =>
  vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota, usage: 5_000_000 }) } })

describe('a database that could not be opened', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
  })

  it('is opened when it is used again', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const db = openDatabase('again')
    broken()
    await expect(readHeader(db)).rejects.toThrow()
    vi.restoreAllMocks()
    await expect.poll(() => readHeader(db)).toBeNull()
  })

  it.each([
    ['says storage-full where no room is left', 5_000_000, 'storage-full'],
    ['blames no full disk where there is room', 50_000_000, 'internal'],
  ])('%s', async (_, quota, reason) => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    roomOf(quota)
    const db = openDatabase(`full-${quota}`)
    broken()
    expect(await writeHeader(db, new Uint8Array(8)).catch(reasonOf)).toBe(reason)
  })

  it('stays closed where it was closed on purpose', async () => {
    const db = openDatabase('closed')
    expect(await readHeader(db)).toBeNull()
    db.close()
    await new Promise((resolve) => setTimeout(resolve))
    await expect(readHeader(db)).rejects.toMatchObject({ name: 'DatabaseClosedError' })
  })
})
