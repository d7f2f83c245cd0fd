import type { AskId } from '../contract/ids'
import type { Ask, AskStorage } from '../permissions/queue'
import { mutedUntil, NO_REFUSALS, type Refusals, refused } from '../permissions/refusals'
import type { Surfaces } from './surfaces'

/** The one window that asks the person, and what it may show. */
export interface PromptWindow {
  /** Opens it for what waits in the visible tab, shows the next, or closes it. */
  tend(waiting: readonly Ask[]): Promise<void>
  /**
   * Of what waits, what may be shown, the first of it first: in the window what the visible tab asks for (everything, where
   * the person wanted to see it); on a prompt that somebody opened by hand, everything.
   */
  shown(waiting: readonly Ask[]): Ask[]
  isOpen(): boolean
  /** Whether the person looks at that tab. */
  sees(tab: number): boolean
  /** Whether this is the one request that is on the screen. */
  isShowing(ask: AskId): boolean
  /** What was on the screen for this tab was refused, or taken back: after three times in 30 seconds no window opens for it, for a minute and longer. */
  taken(tab: number): void
  /** Forgets that. */
  forgive(): void
  /** Something new waits for this tab: it is shown even where the window was closed before. */
  asked(tab: number): void
  /** Everything that waits is shown, whichever tab it is of. */
  showAll(): void
  /** The person closed it, over this request. */
  onClosed(listener: (shown: AskId | null) => Promise<void>): void
  /** Another tab is visible. */
  onLook(listener: () => void): void
}

interface State {
  window: number | null
  shown: AskId | null
  /** Opened for all that waits. */
  all: boolean
  /** The tab over which it was closed: it stays closed until that is looked at anew. */
  quiet: number | null
  /** The last tabs for which it was shown in vain, and how often. */
  taken: (Refusals & { tab: number })[]
}

const FEW = 20
const CLOSED = { window: null, shown: null, all: false } as const

/** Keeps the window; where it was survives the worker in `slot`. */
export const promptWindow = (surfaces: Surfaces, slot: AskStorage, now: () => number): PromptWindow => {
  let state: State = { ...CLOSED, quiet: null, taken: [] }
  let visible: number | null = null
  let opening = false
  let listener: (shown: AskId | null) => Promise<void> = async () => {}
  const loaded = slot.load().then(
    (kept) => {
      if (isState(kept)) state = kept
    },
    () => undefined,
  )
  const keep = async (next: State): Promise<void> => {
    const same = JSON.stringify(next) === JSON.stringify(state)
    state = next
    if (!same) await slot.save(next).catch(() => undefined)
  }
  surfaces.onWindowClosed((window) => {
    void loaded.then(async () => {
      if (window !== state.window) return
      const { shown } = state
      await keep({ ...state, ...CLOSED, quiet: visible })
      await listener(shown)
    })
  })

  const shown: PromptWindow['shown'] = (waiting) => {
    const isByHand = state.window === null && !opening
    const mine = isByHand || state.all ? [...waiting] : waiting.filter(({ tab }) => tab === visible)
    // What is on the screen stays there until it is decided.
    return mine.sort((a, b) => Number(b.id === state.shown) - Number(a.id === state.shown))
  }
  const isQuiet = (tab: number | null): boolean =>
    state.quiet === tab || state.taken.some((each) => each.tab === tab && mutedUntil(each, now()) !== null)
  const close = async (): Promise<void> => {
    const { window } = state
    await keep({ ...state, ...CLOSED })
    if (window !== null) await surfaces.closeWindow(window)
  }

  return {
    tend: async (waiting) => {
      await loaded
      const before = visible
      visible = await surfaces.visibleTab().catch(() => null)
      if (before !== null && visible !== before && state.quiet !== visible) state = { ...state, quiet: null }
      const here = state.all ? waiting : waiting.filter(({ tab }) => tab === visible)
      if (here.length === 0) return close()
      if (state.window === null && !state.all && isQuiet(visible)) return
      const first = here.find(({ id }) => id === state.shown) ?? here[0]
      opening = state.window === null
      // Refused while the browser shuts down: it is tried again with the next that happens.
      const window = state.window ?? (await surfaces.openPrompt().catch(() => null))
      opening = false
      await keep({ ...state, window, shown: window === null ? null : (first?.id ?? null) })
    },
    shown,
    isOpen: () => state.window !== null,
    sees: (tab) => tab === visible,
    isShowing: (ask) => state.window !== null && ask === state.shown,
    taken: (tab) => {
      const before = state.taken.find((each) => each.tab === tab) ?? NO_REFUSALS
      const others = state.taken.filter((each) => each.tab !== tab)
      state = { ...state, taken: [{ ...refused(before, now()), tab }, ...others].slice(0, FEW) }
    },
    forgive: () => {
      state = { ...state, taken: [] }
    },
    asked: (tab) => {
      if (state.quiet === tab) state = { ...state, quiet: null }
    },
    showAll: () => {
      if (state.window !== null) void surfaces.showWindow(state.window).catch(() => undefined)
      state = { ...state, all: true, quiet: null }
    },
    onClosed: (to) => {
      listener = to
    },
    onLook: (to) => surfaces.onLook(to),
  }
}

const isState = (kept: unknown): kept is State =>
  typeof kept === 'object' &&
  kept !== null &&
  'window' in kept &&
  'shown' in kept &&
  'all' in kept &&
  'taken' in kept &&
  Array.isArray(kept.taken)
