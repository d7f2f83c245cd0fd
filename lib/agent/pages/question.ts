import { HearthError } from '../../contract/errors'
import type { AskId } from '../../contract/ids'
import type { Fields, Item } from '../../contract/item'
import { titleOf } from '../../contract/item-text'
import { itemType } from '../../contract/item-types'
import type { PageMethod, PageParams, PageResults } from '../../contract/page-api'
import type { Duration, Purpose, Scope } from '../../contract/permission'
import type { AskPart, PartDecision, RecordView } from '../../contract/sites-api'
import { type Entry, itemOf } from '../../items/entry'
import type { Noted } from '../../permissions/permissions'
import { narrow } from '../../permissions/scope'
import { PageFault } from './fault'
import type { Site } from './site'

/** Methods that the person may have to be asked about. */
export type AskedMethod = Extract<
  PageMethod,
  'agent_connect' | 'identity_signIn' | 'permissions_request' | 'data_pick' | 'data_put' | 'data_delete'
>

/** What the person is asked: the part of a prompt that depends on what is asked for. */
export interface Asking {
  purpose: Purpose | null
  /** The longest first. */
  durations: Duration[]
  wanted: Duration
  parts: AskPart[]
}

/** What the person decided of it: a part for each, `duration` one of those offered. */
export interface Decision {
  duration: Duration
  asking: Asking
  parts: readonly PartDecision[]
}

/** How one method is answered: first by grants, then by the person. */
export interface Question<M extends AskedMethod> {
  /** Refuses what no answer could be given to, in the same way locked or not. */
  check(params: PageParams<M>, now: number): void
  /** The answer where it needs no question, or null. `id`: what is done once per request is done under it. */
  answer(site: Site, params: PageParams<M>, id: AskId): Promise<{ result: PageResults[M] } | null>
  ask(site: Site, params: PageParams<M>): Asking
  /** Does what was allowed, and no more. Throws `bad-request` for a decision that goes beyond what was asked. */
  allow(site: Site, params: PageParams<M>, id: AskId, decision: Decision): Promise<PageResults[M]>
  /** What the log says of it where it is not allowed. */
  noted(params: PageParams<M>): Pick<Noted, 'what' | 'type' | 'fields'>[]
}

/** How many values are shown before the person asks for more. */
const SHOWN = 20
const LOOKED_AT = 5_000

/** Whether a site may read items of a type by a lasting grant: then also what it adds to them (`Permissions.created`). */
export const readsLater = ({ permissions, grantee, tab }: Site, type: string): boolean =>
  permissions
    .live({ grantee, tab })
    .some((grant) => grant.capability === 'data.read' && grant.type === type && grant.duration !== 'once')

/** An item with only these fields. */
export const recordView = (entry: Entry, fields: readonly string[]): RecordView => {
  const item = itemOf(entry)
  return { item: item.id, title: titleOf(item.type, item.fields).slice(0, 200), fields: only(item.fields, fields) }
}

const only = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)))

/** The items of a type that have something in these fields: what is looked for by `text`, the newest or by name. */
export const recordsWith = (
  { data }: Site,
  type: string,
  fields: readonly string[],
  { text = '', offset = 0, limit = SHOWN }: { text?: string; offset?: number; limit?: number } = {},
): { records: RecordView[]; total: number } => {
  const order = (itemType(type)?.time.length ?? 0) > 0 ? 'newest' : 'name'
  const found = data.search.find({ type, text }, order)
  // Of very many it is too long a look into each: then those are counted that have nothing to give as well.
  const having = found.length > LOOKED_AT ? found : found.filter((entry) => hasAny(itemOf(entry), fields))
  const records = having.slice(offset, offset + limit).map((entry) => recordView(entry, fields))
  return { records, total: having.length }
}

const hasAny = (item: Item, fields: readonly string[]): boolean =>
  fields.some((name) => Object.hasOwn(item.fields, name) && item.fields[name] !== undefined)

/** Throws `bad-request` unless all that is allowed of a write or a deletion is all that was shown. */
export const checkWhole = (parts: readonly AskPart[], decided: readonly PartDecision[]): void => {
  for (const [index, part] of parts.entries()) {
    const each = decided[index]
    if (each?.allow && (Object.keys(each).length > 1 || !('total' in part) || part.total === 0))
      throw new HearthError('bad-request', 'not what was shown')
  }
}

/** The scope that a decision about one part makes, or null where it is denied. Throws `bad-request`; nothing that was not shown can be named. */
export const scopeOf = (site: Site, part: AskPart, decided: PartDecision): Scope | null => {
  if (!('fields' in part)) return null
  // Where nothing is there yet, what comes later can be given.
  const isLater = part.kind === 'read' && part.standing && decided.allow && decided.all === true
  if (decided.allow && part.kind !== 'standing' && part.total === 0 && !isLater)
    throw new HearthError('bad-request', 'nothing to give')
  const shown =
    part.kind === 'read' && part.pick ? null : new Set('records' in part ? part.records.map(({ item }) => item) : [])
  return narrow(
    {
      kind: part.kind,
      type: part.type,
      fields: part.fields,
      ...(part.kind === 'read' && { pick: part.pick, standing: part.standing }),
      item: (id) => {
        const entry = shown === null || shown.has(id) ? site.data.items.get(id) : undefined
        return entry && itemOf(entry)
      },
    },
    decided,
  )
}

/** Refuses types and fields that there are none of. */
export const checkFields = (type: string, fields: readonly string[]): void => {
  const described = itemType(type) ?? refuse(`type: no type ${quoted(type)}`)
  for (const name of fields)
    if (!described.fields.some((field) => field.name === name)) refuse(`fields: ${type} has no field ${quoted(name)}`)
}

/** Throws a TypeError that says which parameter is wrong. */
export const refuse = (message: string): never => {
  throw new PageFault('TypeError', message)
}

/** A page's own word within a message to it, cut. */
export const quoted = (text: string): string => JSON.stringify(text.slice(0, 64))
