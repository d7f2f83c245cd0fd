import type { Reason } from '../contract/errors'

/** What a panel says on its port. Ids are the panel's own counter; `end` ends a watch. */
export type FromPanel =
  | { kind: 'ask'; id: number; name: string; params: unknown }
  | { kind: 'watch'; id: number; name: string; params: unknown }
  | { kind: 'end'; id: number }

/** What the agent says to a panel: the answer to an ask, or the next value of a watch. */
export type ToPanel =
  | { kind: 'answer'; id: number; value?: unknown }
  | { kind: 'error'; id: number; reason: Reason }
  | { kind: 'value'; id: number; value: unknown }
