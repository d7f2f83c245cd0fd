import type { Page } from 'playwright-core'
import { keySecret, type Secret, textSecret, wordsSecret } from './forms'

const bytes = (seed: number) => Array.from({ length: 32 }, (_, i) => (i * 37 + seed) % 256)

const PLANTED = {
  plain: 'florbizant-kwellop',
  wide: 'florbizånt-kwellőp',
  encoded: 'hubrantic-zolfrey',
  words: ['velvet', 'abandon', 'zebra'],
  key: bytes(11),
  listed: bytes(5),
  squeezed: 'prondlewick-astuvial',
  typed: 'ombrafax-twillenby',
  address: 'cragdovish-penthume',
  title: 'dwexlorn-mabbity',
}

/** A text that stands on the disk only in pieces, as copies of what came before it. */
export const SQUEEZED_TEXT = PLANTED.squeezed
export const SQUEEZED = textSecret('compressed text', SQUEEZED_TEXT)

/** What {@link plant} leaves: each secret with the part of the profile in which the search has to find it. */
export const PLANTS: { secret: Secret; place: string }[] = [
  { secret: textSecret('plain text', PLANTED.plain), place: 'Local Storage' },
  { secret: textSecret('wide text', PLANTED.wide), place: 'Local Storage' },
  { secret: textSecret('text in base64', PLANTED.encoded), place: 'Local Storage' },
  { secret: wordsSecret('words', PLANTED.words), place: 'Local Storage' },
  { secret: keySecret('key', Uint8Array.from(PLANTED.key)), place: 'IndexedDB' },
  { secret: keySecret('key in JSON', Uint8Array.from(PLANTED.listed)), place: 'IndexedDB' },
  { secret: SQUEEZED, place: 'IndexedDB' },
  { secret: textSecret('typed text', PLANTED.typed), place: 'Sessions' },
  { secret: textSecret('text in an address', PLANTED.address), place: 'History' },
  { secret: textSecret('text in a title', PLANTED.title), place: 'History' },
]

/** Leaves texts and keys in a profile in every way that a careless page could. */
export const plant = async (page: Page): Promise<void> => {
  await page.evaluate(async ({ plain, wide, encoded, words, key, listed, squeezed, typed }) => {
    localStorage.setItem('plain', plain)
    localStorage.setItem('wide', wide)
    localStorage.setItem('encoded', btoa(`a${encoded}`))
    localStorage.setItem('words', words.join(' '))
    const done = (target: EventTarget, event: string) =>
      new Promise((resolve) => target.addEventListener(event, resolve))
    const request = indexedDB.open('planted')
    request.onupgradeneeded = () => request.result.createObjectStore('rows')
    await done(request, 'success')
    const write = async (values: unknown[]) => {
      const writing = request.result.transaction('rows', 'readwrite', { durability: 'strict' })
      for (const [i, value] of values.entries()) writing.objectStore('rows').put(value, `${values.length}/${i}`)
      await done(writing, 'complete')
    }
    const pieces = Array.from(squeezed, (_, i) => squeezed.slice(i, i + 8)).join('|')
    const long = `${' '.repeat(1 << 14)}${pieces}|${squeezed}`
    await write([Uint8Array.from(key), JSON.stringify(Uint8Array.from(listed)), long])
    // Enough to make LevelDB turn its log into tables.
    for (let i = 0; i < 12; i++) {
      const filling = Array.from({ length: 32 + i }, () => crypto.getRandomValues(new Uint8Array(1 << 14)))
      await write(filling)
    }
    const field = document.body.appendChild(document.createElement('textarea'))
    field.value = typed
  }, PLANTED)
  await page.goto(`${page.url()}?${PLANTED.address}`)
  await page.evaluate((title) => {
    document.title = title
  }, PLANTED.title)
}
