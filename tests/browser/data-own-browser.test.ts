import { rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { grantedExtension } from './harness/extension'
import { inChromium, inFirefox, type Somebody } from './harness/hands'

const OVEN = 'https://ofenbau.example/?a=1&b=2'

/** A bookmark in a folder, and a page that was visited twice. `api`: what the browser calls itself. */
const live = (hands: Somebody, api: string): Promise<unknown> =>
  hands.evaluate(`(async () => {
    const folder = await ${api}.bookmarks.create({ title: 'Öfen & <Herde>' })
    await ${api}.bookmarks.create({ parentId: folder.id, title: 'How heaters "store" warmth', url: '${OVEN}' })
    await ${api}.history.addUrl({ url: 'https://hut.example/' })
  })()`)

const bringBoth = async (hands: Somebody): Promise<void> => {
  await hands.click('Bring in bookmarks')
  await hands.sees(/How heaters "store" warmth\n+Bookmark · https:\/\/ofenbau\.example\/\?a=1&b=2/)
  await hands.press('Import')
  await hands.sees('Bookmarks of this browser is in')
  await hands.press('Bring in more')
  await hands.click('Bring in history')
  await hands.sees(/https:\/\/hut\.example\/\n+Activity/)
  await hands.press('Import')
  await hands.sees('History of this browser is in')
  await hands.press('Bring in more')
}

describe("the browser's own data", () => {
  // Nobody can press Chromium's question here: the permissions are given from the start.
  it('comes in from Chromium', async () => {
    const extension = grantedExtension()
    const hands = await inChromium({ extension })
    try {
      await live(hands, 'chrome')
      await hands.goto('#data/import')
      await bringBoth(hands)
      await hands.click('Bring in bookmarks')
      await hands.press('Import')
      await hands.sees('Nothing in Bookmarks of this browser is new')
    } finally {
      await hands.leave()
      rmSync(extension, { recursive: true, force: true })
    }
  })

  it('comes in from Firefox once it is allowed, and the permission is given back', async () => {
    const hands = await inFirefox()
    try {
      await hands.goto('#data/import')
      await hands.sees('Bring in bookmarks')
      expect(await hands.evaluate('browser.bookmarks === undefined')).toBe(true)
      await hands.click('Bring in bookmarks')
      await hands.sees('Cancel')
      await hands.press('Cancel')
      await hands.click('Bring in history')
      await hands.sees('Cancel')
      await hands.press('Cancel')
      await live(hands, 'browser')
      await bringBoth(hands)
      for (const name of ['Forget the permission for bookmarks', 'Forget the permission for history']) {
        await hands.press(name)
        await hands.sees('The permission is given back.')
      }
      const left = await hands.evaluate('browser.permissions.getAll().then(({ permissions }) => permissions.join())')
      expect(left).not.toMatch(/bookmarks|history/)
    } finally {
      await hands.leave()
    }
  })
})
