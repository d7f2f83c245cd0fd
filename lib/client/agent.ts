import type { Events, Params, Results } from './spelled-out'

/** Names of methods: what they take is in {@link Params}, what they answer with in {@link Results}. */
export type Method = keyof Params

/** The person's own agent, as far as it lets this page ask. */
export interface Agent {
  /**
   * Asks for something. Rejects with an {@link AgentError}. `id` (64 characters at most): the same request asked again, after a
   * reload, joins the one that waits. `signal`: stops waiting and rejects with its reason.
   */
  request<M extends Method>(
    asked: { method: M; id?: string; signal?: AbortSignal } & (undefined extends Params[M]
      ? { params?: Params[M] }
      : { params: Params[M] }),
  ): Promise<Results[M]>
  /** Listens until `off`. `dataChanged` comes for what was subscribed to by `data_subscribe`. */
  on<E extends keyof Events>(event: E, listener: (data: Events[E]) => void): void
  off<E extends keyof Events>(event: E, listener: (data: Events[E]) => void): void
}

/** What requests reject with: `name` is as of a DOMException (`NotAllowedError`), `code` as of EIP-1193 and JSON-RPC (4001). */
export interface AgentError extends Error {
  code: number
}

/** `timeout`: how long a provider may take to announce itself, 1,000 ms by default. `id`: of another build of the extension. */
export interface ConnectOptions {
  timeout?: number
  id?: string
}
