import { base64 } from '@scure/base'
import type { Reason } from '../contract/errors'
import type { LinkEvent } from '../contract/link-api'

/** What the agent says to the link on its port. `took` confirms one event; commands are answered by id. */
export type ToLink =
  | { kind: 'command'; id: number; name: string; params: unknown }
  | { kind: 'took'; number: number }
  | { kind: 'keep-awake'; on: boolean }

/** What the link says to the agent. `awake` says nothing: that it arrives keeps the worker from being stopped. */
export type FromLink =
  | { kind: 'answer'; id: number; value?: unknown }
  | { kind: 'error'; id: number; reason: Reason }
  | { kind: 'event'; number: number; event: unknown }
  | { kind: 'awake' }

/** Ports carry JSON: every byte string among the fields (of commands, answers and events alike) becomes `{ base64 }`. */
export const packBytes = (value: unknown): unknown =>
  mapFields(value, (field) => (field instanceof Uint8Array ? { base64: base64.encode(field) } : field))

/** The other way round. */
export const unpackBytes = (value: unknown): unknown =>
  mapFields(value, (field) => (isPacked(field) ? base64.decode(field.base64) : field))

/** An event as it was before {@link packBytes}. */
export const unpackEvent = (event: unknown): LinkEvent => unpackBytes(event) as LinkEvent

const mapFields = (value: unknown, change: (field: unknown) => unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, field]) => [name, change(field)]))
    : value

const isPacked = (field: unknown): field is { base64: string } =>
  typeof field === 'object' && field !== null && typeof (field as { base64?: unknown }).base64 === 'string'
