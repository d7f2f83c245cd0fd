import browser from 'webextension-polyfill'
import type { FormFill, PageForm } from '../contract/form-fill'
import { tabInFront } from './active-tab'

/** The page of the tab in front of the person. Only the popup may, by the click that opened it; only the top frame is touched. */
export const formFill = (): FormFill => {
  let tab: number | undefined
  const ask = async <K extends keyof PageForm>(
    command: K,
    ...params: Parameters<PageForm[K]>
  ): Promise<ReturnType<PageForm[K]> | null> => {
    if (tab === undefined) return null
    try {
      const [answer] = await browser.scripting.executeScript({
        target: { tabId: tab },
        args: [command, params],
        // It runs in the page, without anything of ours around it.
        func: (name: K, given: Parameters<PageForm[K]>) => {
          const { hearthForm } = globalThis as { hearthForm?: PageForm }
          return (hearthForm?.[name] as ((...all: typeof given) => unknown) | undefined)?.(...given) ?? null
        },
      })
      return (answer?.result as ReturnType<PageForm[K]> | undefined) ?? null
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
