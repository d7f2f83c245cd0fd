import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { activeTab } from '../../lib/rpc/active-tab'
import { keepPageScripts } from '../../lib/rpc/page-scripts'
import { fake, granted, injected, registered, settle } from './fake-browser'

vi.mock('webextension-polyfill', async () => ({ default: (await import('./fake-browser')).fake }))

const SHOP = 'https://shop.example'
let stop: () => void = () => undefined
const ids = () => registered.map(({ id, matches }) => `${id} ${matches.join(' ')}`)

beforeEach(() => {
  vi.spyOn(fake.tabs, 'query').mockResolvedValue([])
})
afterEach(() => {
  stop()
  granted.clear()
  registered.length = 0
  injected.length = 0
  vi.restoreAllMocks()
})

describe('our scripts in pages', () => {
  const keep = async (): Promise<void> => {
    stop = keepPageScripts()
    await settle()
  }

  it('are nowhere until a site is enabled, then there, and nowhere again', async () => {
    await keep()
    expect(ids()).toEqual([])
    await activeTab().enable(SHOP)
    await activeTab().enable('http://localhost:3000')
    await settle()
    const both = 'http://localhost/* https://shop.example/*'
    expect(ids()).toEqual([`page-bridge ${both}`, `page-provider ${both}`])
    expect(registered).toMatchObject([{}, { world: 'MAIN', runAt: 'document_start', allFrames: false }])
    await activeTab().disable(SHOP)
    await settle()
    expect(ids()).toEqual(['page-bridge http://localhost/*', 'page-provider http://localhost/*'])
    await activeTab().disable('http://localhost')
    await settle()
    expect(ids()).toEqual([])
  })

  it('are put right when the worker starts, and written only where something changed', async () => {
    granted.add(`${SHOP}/*`)
    const write = vi.spyOn(fake.scripting, 'registerContentScripts')
    await keep()
    expect(ids()).toHaveLength(2)
    stop()
    await keep()
    expect(write).toHaveBeenCalledOnce()
    stop()
    granted.clear()
    await keep()
    expect(ids()).toEqual([])
  })

  it('go into the pages that are open, of enabled sites only', async () => {
    const tabs = [
      { id: 1, url: `${SHOP}/a` },
      { id: 2, url: 'https://other.example/' },
      { id: 3 },
      { id: 4, url: 'about:blank' },
    ]
    vi.spyOn(fake.tabs, 'query').mockResolvedValue(tabs)
    await keep()
    await activeTab().enable(SHOP)
    await settle()
    expect(injected.map(({ target, files }) => [target.tabId, ...files])).toEqual([
      [1, '/page-bridge.js'],
      [1, '/page-provider.js'],
    ])
  })

  it('do not care for bookmarks, or for patterns that no page of ours has', async () => {
    granted.add('file:///*').add('http://shop.example/*').add('moz-extension://x/*')
    await keep()
    fake.permissions.onAdded.tell({ permissions: ['bookmarks'] })
    await settle()
    expect(ids()).toEqual([])
    expect(fake.tabs.query).not.toHaveBeenCalled()
  })
})

describe('the active tab', () => {
  const look = (tab: object | undefined) => {
    vi.spyOn(fake.tabs, 'query').mockResolvedValue(tab ? [tab] : [])
    return activeTab().look()
  }

  it('is a site, enabled or not, with its port', async () => {
    expect(await look({ id: 5, url: `${SHOP}:444/cart` })).toEqual({
      origin: `${SHOP}:444`,
      enabled: false,
      needed: true,
    })
    await activeTab().enable(`${SHOP}:444`)
    expect(await look({ id: 5, url: `${SHOP}:444/cart` })).toMatchObject({ enabled: true })
    expect(await activeTab().enabled()).toEqual([SHOP])
  })

  it.each([
    ['nowhere', undefined],
    ['a tab whose address is not told', { id: 5 }],
    ['a page of the browser', { id: 5, url: 'about:config' }],
    ['a page of ours', { id: 5, url: 'moz-extension://x/home.html' }],
    ['http', { id: 5, url: 'http://shop.example/' }],
    ['no address at all', { id: 5, url: '' }],
  ])('is no site as %s', async (_, tab) => {
    expect(await look(tab)).toBeNull()
  })

  it('need not be enabled where pages reach us by themselves', async () => {
    vi.spyOn(fake.runtime, 'getManifest').mockReturnValue({ externally_connectable: {} })
    expect(await look({ id: 5, url: SHOP })).toMatchObject({ needed: false })
  })

  it('says it where the browser was told all', async () => {
    granted.add('https://*/*')
    expect(await activeTab().enabled()).toEqual(['https://*'])
  })
})
