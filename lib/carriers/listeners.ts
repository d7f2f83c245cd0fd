export interface Listeners<Args extends unknown[]> {
  /** Returns how to stop. */
  add(listener: (...args: Args) => unknown): () => void
  /** Calls every listener; resolves once all have finished. One that throws keeps nothing from the others. */
  tell(...args: Args): Promise<void>
  clear(): void
}

export const listeners = <Args extends unknown[]>(): Listeners<Args> => {
  // A wrapper each, so that the same function added twice is two listeners.
  const all = new Set<{ listener: (...args: Args) => unknown }>()
  return {
    add: (listener) => {
      const entry = { listener }
      all.add(entry)
      return () => void all.delete(entry)
    },
    tell: async (...args) => {
      await Promise.allSettled([...all].map(async ({ listener }) => listener(...args)))
    },
    clear: () => all.clear(),
  }
}
