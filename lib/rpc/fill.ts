import browser from 'webextension-polyfill'
import type { FormFill } from '../contract/form-fill'
import { tabInFront } from './active-tab'

interface InPage {
  hearthForm?: Record<string, (...args: unknown[]) => unknown>
}

/** The page of the tab in front of the person. Only the popup may, by the click that opened it; only the top frame is touched. */
export const formFill = (): FormFill => {
  let tab: number | undefined
  const ask = async <T>(command: string, ...args: unknown[]): Promise<T | null> => {
    if (tab === undefined) return null
    try {
      const [answer] = await browser.scripting.executeScript({
        target: { tabId: tab },
        args: [command, args],
        // It runs in the page, without anything of ours around it.
        func: (name: string, params: unknown[]) =>
          (globalThis as unknown as InPage).hearthForm?.[name]?.(...params) ?? null,
      })
      return (answer?.result as T | undefined) ?? null
    } catch {
      return null
    }
  }
  return {
    look: async () => {
      tab = (await tabInFront())?.id
      if (tab === undefined) return null
      try {
        await browser.scripting.executeScript({ target: { tabId: tab }, files: ['/form.js'] })
      } catch {
        return null
      }
      return ask('look')
    },
    fill: (look, entries) => ask('fill', look, entries),
    read: (look, ids) => ask('read', look, ids),
  }
}
