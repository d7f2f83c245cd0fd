import browser from 'webextension-polyfill'

/** What the agent sees of tabs and windows, and the one window that it opens. No address of any page is known here. */
export interface Surfaces {
  /** The tab that the person looks at: the active one of the normal window that had the focus last. */
  visibleTab(): Promise<number | null>
  /** Another tab may be visible now. */
  onLook(listener: () => void): void
  onTabClosed(listener: (tab: number) => void): void
  /** A tab shows another page, or loads a part of its own, or has another address. */
  onTabLoads(listener: (tab: number) => void): void
  /** Opens the prompt's window and answers with its id. */
  openPrompt(): Promise<number>
  /** Brings that window to the front. Rejects where it is gone. */
  showWindow(window: number): Promise<void>
  closeWindow(window: number): Promise<void>
  onWindowClosed(listener: (window: number) => void): void
}

/** The surfaces of this browser. Made while the worker starts, before anything is awaited. */
export const browserSurfaces = (): Surfaces => ({
  visibleTab: async () => {
    const window = await lastNormalWindow()
    if (window === null) return null
    const [tab] = await browser.tabs.query({ active: true, windowId: window })
    return tab?.id ?? null
  },
  onLook: (listener) => {
    browser.tabs.onActivated.addListener(() => listener())
    browser.windows.onFocusChanged.addListener((window) => {
      if (window !== browser.windows.WINDOW_ID_NONE) listener()
    })
  },
  onTabClosed: (listener) => browser.tabs.onRemoved.addListener((tab) => listener(tab)),
  onTabLoads: (listener) =>
    browser.tabs.onUpdated.addListener((tab, { status }) => {
      if (status === 'loading') listener(tab)
    }),
  openPrompt: async () => {
    const { id } = await browser.windows.create({ url: '/prompt.html', type: 'popup', width: 420, height: 660 })
    if (id === undefined) throw new Error('no window')
    return id
  },
  showWindow: async (window) => {
    await browser.windows.update(window, { focused: true })
  },
  closeWindow: async (window) => {
    await browser.windows.remove(window).catch(() => undefined) // Gone already.
  },
  onWindowClosed: (listener) => browser.windows.onRemoved.addListener((window) => listener(window)),
})

// Firefox knows no types here: where the focus is in a window of ours, the last of the others counts that was seen.
let lastSeen: number | null = null

const lastNormalWindow = async (): Promise<number | null> => {
  const options: object = { windowTypes: ['normal'] }
  const last = await browser.windows.getLastFocused(options).catch(() => null)
  if (last?.type === 'normal' && last.id !== undefined) lastSeen = last.id
  else if (lastSeen === null) lastSeen = (await browser.windows.getAll({ windowTypes: ['normal'] }))[0]?.id ?? null
  const window = lastSeen === null ? null : await browser.windows.get(lastSeen).catch(() => null)
  return window && window.state !== 'minimized' ? lastSeen : null
}
