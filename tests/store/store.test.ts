import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { runStoreSuite } from './suite'

const outcomes = await runStoreSuite()

describe('the sealed store, on a fake IndexedDB', () => {
  it.each(outcomes)('$name', ({ failure }) => expect(failure).toBeNull())
})
