import type { Provider } from './provider'

/** What a page dispatches to find providers, and what each of them answers with (as in EIP-6963). */
export const REQUEST_EVENT = 'hearth:requestProvider'
export const ANNOUNCE_EVENT = 'hearth:announceProvider'

/** A provider as it is announced. `uuid` is another one in every document; `rdns` is a hint, not a proof. */
export interface Announcement {
  info: { uuid: string; name: string; icon: string; rdns: string; apiVersion: number }
  provider: Provider
}

/** The first provider that is announced within that time; null where there is none. */
export const announcedProvider = (timeout: number): Promise<Provider | null> =>
  new Promise((resolve) => {
    const end = (provider: Provider | null): void => {
      clearTimeout(timer)
      removeEventListener(ANNOUNCE_EVENT, heard)
      resolve(provider)
    }
    const heard = (event: Event): void => {
      const { provider } = ((event as CustomEvent<Announcement | null>).detail ?? {}) as Partial<Announcement>
      if (provider) end(provider)
    }
    const timer = setTimeout(() => end(null), timeout)
    addEventListener(ANNOUNCE_EVENT, heard)
    dispatchEvent(new Event(REQUEST_EVENT))
  })
