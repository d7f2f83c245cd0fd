import '../english'
import { describe, expect, it } from 'vitest'
import type { ChangeView } from '../../../lib/contract/data-api'
import type { ChangeId } from '../../../lib/contract/ids'
import { changeWords } from '../../../lib/ui/data/change-words'

describe('the last change', () => {
  it.each([
    [{ what: 'added' }, 'Added 2 items.'],
    [{ what: 'changed', count: 1, name: 'Mira\nof the hut' }, 'Changed “Mira”.'],
    [{ what: 'imported', name: 'all.vcf' }, 'Imported “all.vcf”.'],
    // A site is no name of an item.
    [{ what: 'added', count: 1, author: 'https://shop.example' }, 'shop.example added 1 item.'],
    [{ what: 'changed', count: 1_200, author: 'http://localhost:80' }, 'http://localhost:80 changed 1,200 items.'],
    [{ what: 'binned', author: 'https://shop.example', name: 'https://shop.example' }, 'shop.example deleted 2 items.'],
    [{ what: 'added', count: 1, name: 'https://shop.example' }, 'Added “https://shop.example”.'],
  ] as [Partial<ChangeView>, string][])('%o is told as: %s', (part, words) => {
    expect(changeWords({ id: '' as ChangeId, what: 'added', count: 2, at: 0, name: null, ...part })).toBe(words)
  })
})
