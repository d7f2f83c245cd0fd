import type { PanelCommands, PanelWatches } from '../../lib/contract/panel-api.ts'

/** A page of either browser, as far as it is asked to run something. */
export interface Runs {
  evaluate<T, A>(work: (arg: A) => T | Promise<T>, arg: A): Promise<T>
}

/** What the bench puts into a panel's page: the panel port, bare, and a clock that both browsers share. */
interface Bench {
  now(): number
  ask<K extends keyof PanelCommands>(
    name: K,
    params: Parameters<PanelCommands[K]>[0],
  ): Promise<ReturnType<PanelCommands[K]>>
  /** The first value that fits, and when it came. */
  until<K extends keyof PanelWatches>(
    name: K,
    params: PanelWatches[K]['params'],
    fits: (value: PanelWatches[K]['value']) => boolean,
  ): Promise<{ value: PanelWatches[K]['value']; at: number }>
  /** When the document fits. */
  seen(fits: () => boolean): Promise<number>
  /** When the open conversation shows this text at its end. */
  shows(text: string): Promise<number>
  /** When a key was last pressed. */
  pressedAt: number
}

interface Chromium {
  runtime: {
    connect(info: { name: string }): {
      postMessage(message: unknown): void
      onMessage: { addListener(listener: (message: unknown) => void): void }
    }
  }
}

declare global {
  var bench: Bench
}

const begin = () => {
  const { runtime } = (globalThis as unknown as { chrome: Chromium }).chrome
  const port = runtime.connect({ name: 'panel' })
  const asked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const watched = new Map<number, (value: unknown) => void>()
  let ids = 0
  port.onMessage.addListener((message: unknown) => {
    const { kind, id, value, reason } = message as { kind: string; id: number; value: unknown; reason?: string }
    if (kind === 'value') watched.get(id)?.(value)
    else if (reason === undefined) asked.get(id)?.resolve(value)
    else asked.get(id)?.reject(new Error(reason))
  })
  const now = () => performance.timeOrigin + performance.now()
  const bench: Bench = {
    now,
    ask: (name, params) =>
      new Promise((resolve, reject) => {
        const id = ++ids
        asked.set(id, { resolve: resolve as (value: unknown) => void, reject })
        port.postMessage({ kind: 'ask', id, name, params })
      }),
    until: (name, params, fits) =>
      new Promise((resolve) => {
        const id = ++ids
        watched.set(id, (value) => {
          if (!fits(value as never)) return
          const at = now()
          watched.delete(id)
          port.postMessage({ kind: 'end', id })
          resolve({ value: value as never, at })
        })
        port.postMessage({ kind: 'watch', id, name, params })
      }),
    seen: (fits) =>
      new Promise((resolve) => {
        const look = () => {
          if (!fits()) return
          observer.disconnect()
          resolve(now())
        }
        const observer = new MutationObserver(look)
        observer.observe(document.body, { subtree: true, childList: true, characterData: true })
        look()
      }),
    shows: (text) => {
      const last = () => [...document.querySelectorAll('[role=log] article')].at(-1)
      return bench.seen(() => last()?.textContent?.includes(text) === true)
    },
    pressedAt: 0,
  }
  addEventListener('keydown', ({ timeStamp }) => (bench.pressedAt = performance.timeOrigin + timeStamp), true)
  globalThis.bench = bench
}

/** Puts the bench into a page, once after each load. */
export const install = (page: Runs): Promise<void> => page.evaluate(begin, undefined)
