import type { Surfaces } from '../../lib/agent/surfaces'
import type { AskStorage } from '../../lib/permissions/queue'

/** Tabs and windows as the agent sees them, and the memory of the browser that outlives the worker. */
export class FakeBrowser {
  visible: number | null = 1
  /** The prompt's windows that are open. */
  readonly windows = new Set<number>()
  /** How often one was opened. */
  opened = 0
  readonly memory = new Map<string, string>()
  #look: (() => void)[] = []
  #tabClosed: ((tab: number) => void)[] = []
  #tabLoads: (tab: number) => void = () => {}
  #windowClosed: ((window: number) => void)[] = []

  /** What a worker that starts finds; whoever listened before is dead. */
  surfaces(): Surfaces {
    this.#look = []
    this.#tabClosed = []
    this.#windowClosed = []
    return {
      visibleTab: async () => this.visible,
      onLook: (listener) => void this.#look.push(listener),
      onTabClosed: (listener) => void this.#tabClosed.push(listener),
      onTabLoads: (listener) => {
        this.#tabLoads = listener
      },
      openPrompt: async () => {
        this.windows.add(++this.opened)
        return this.opened
      },
      showWindow: async () => {},
      closeWindow: async (window) => this.closeWindow(window),
      onWindowClosed: (listener) => void this.#windowClosed.push(listener),
    }
  }
  slot(name: string): AskStorage {
    return {
      load: async () => JSON.parse(this.memory.get(name) ?? 'null'),
      save: async (value) => void this.memory.set(name, JSON.stringify(value)),
    }
  }
  look(tab: number | null): void {
    this.visible = tab
    for (const listener of this.#look) listener()
  }
  /** Another page is loaded there, or a part of the same. */
  load(tab: number): void {
    this.#tabLoads(tab)
  }
  closeTab(tab: number): void {
    for (const listener of this.#tabClosed) listener(tab)
  }
  closeWindow(window = this.opened): void {
    if (this.windows.delete(window)) for (const listener of this.#windowClosed) listener(window)
  }
}
