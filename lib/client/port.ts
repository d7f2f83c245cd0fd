import type { PageError } from '../contract/page-api'

// On a page that the person enabled two scripts of ours run: one in the page's own world, which its scripts can call, and one
// beside it, which the agent hears. A MessagePort joins them; what it carries is JSON as text: no more crosses, and bounded.

/** The page's side says this once it listens for {@link JOIN_EVENT}; the other side says that, with the port. */
export const HELLO_EVENT = 'hearth:hello'
export const JOIN_EVENT = 'hearth:join'

/** What the page's side says. */
export type FromPage =
  | { kind: 'ask'; n: number; method: string; params?: unknown; id?: string }
  | { kind: 'on'; event: string }
  | { kind: 'off'; event: string }

/** What the other side says. */
export type ToPage =
  | { kind: 'answer'; n: number; result?: unknown; error?: PageError }
  | { kind: 'event'; event: string; data: unknown }
