import { HearthError } from '../../contract/errors'
import type { AskId, ChangeId, ItemId } from '../../contract/ids'
import type { Fields, Item } from '../../contract/item'
import { titleOf } from '../../contract/item-text'
import type { PageParams, PageResults } from '../../contract/page-api'
import type { Scope } from '../../contract/permission'
import type { AskPart, WriteView } from '../../contract/sites-api'
import { encodeText } from '../../contract/wire'
import { sha256 } from '../../crypto/hash'
import type { Write } from '../../items/editing'
import { itemOf } from '../../items/entry'
import type { Act, Cover } from '../../permissions/permissions'
import { ruleOf } from '../../permissions/scope'
import { candidates, revsOf } from './data'
import { PageFault } from './fault'
import { checkFields, type Question, refuse, SHOWN, scopeOf } from './question'
import { idOf, type Site } from './site'
import { changesTo, writtenOf } from './written'

type Put = PageParams<'data_put'>

/** One record of a `data_put`: what it is here, and the fields that would be others. */
interface Planned {
  item: ItemId
  /** As it is; null for a new one. */
  before: Item | null
  fields: Write['fields']
}

/** `data_put`: within grants at once, else the person is asked about this one write. */
export const put: Question<'data_put'> = {
  check: ({ type, records, ifRev }) => {
    checkFields(type, [])
    const ids = records.flatMap(({ id }) => id ?? [])
    if (new Set(ids).size < ids.length) refuse('records: the same id twice')
    for (const id of Object.keys(ifRev ?? {}))
      if (!ids.includes(id)) refuse('ifRev: an id that is not among the records')
    for (const { id, ...fields } of records) {
      const written = Object.entries(fields).map(([name, value]) => writtenOf(type, name, value))
      if (id === undefined && !written.some((value) => value !== null)) refuse('records: one that says nothing')
    }
  },
  answer: async (site, params, id) => {
    await site.data.items.ready
    const { change, isDone } = changeOf(site, id)
    if (isDone) return { result: answerOf(site, params, change) }
    const covers = coversOf(site, params)
    const plan = covers && planOf(site, params, change, covers.update)
    if (!plan || !isAllowed(plan, covers)) return null
    if (!checkRevs(site, params, plan, false)) return null
    if (covers.create && !(await site.permissions.use(covers.create, actsOf(params.type, plan, true)))) return null
    if (covers.update && !(await site.permissions.use(covers.update, actsOf(params.type, plan, false)))) return null
    await write(site, params.type, change, plan)
    return { result: answerOf(site, params, change) }
  },
  ask: (site, params) => {
    const plan = planOf(site, params, IN_PROMPT, null) ?? []
    const part: AskPart = {
      kind: 'write',
      type: params.type,
      changes: plan.slice(0, SHOWN).map((each) => changeView(params.type, each)),
      total: plan.length,
    }
    return { purpose: params.purpose ?? null, durations: ['once'], wanted: 'once', parts: [part] }
  },
  allow: async (site, params, id, { asking, parts }) => {
    const [part] = asking.parts
    const { change } = changeOf(site, id)
    const plan = planOf(site, params, change, null)
    if (!plan || part?.kind !== 'write' || !parts[0]) throw new HearthError('bad-request', 'nothing to write')
    const scope = scopeOf(site, { ...part, changes: viewsOf(params.type, plan) }, parts[0])
    if (!scope) throw new PageFault('NotAllowedError')
    checkRevs(site, params, plan, true)
    const kept = plan.flatMap((each) => narrowed(each, scope))
    const acts = [...actsOf(params.type, kept, true), ...actsOf(params.type, kept, false)]
    const { grantee, identity, permissions } = site
    await write(site, params.type, change, kept)
    await permissions.done({ ask: id, grantee, did: identity.did, purpose: params.purpose ?? null, acts })
    return answerOf(site, params, change)
  },
  noted: ({ type, records }) =>
    [...new Set(records.map(({ id }) => (id === undefined ? 'create' : 'update')))].map((what) => ({
      what: what as 'create' | 'update',
      type,
      fields: namesIn(records),
    })),
}

// Only shown, never written: new items have no id before the person allows them.
const IN_PROMPT = '' as ChangeId

/** A request that is sent again comes sooner; what has the same name later is another one. */
const AGAIN = 600_000

/** The change that a request makes, and whether it was made: the worker may have died before anybody heard of it. */
export const changeOf = ({ data, now }: Site, id: AskId): { change: ChangeId; isDone: boolean } => {
  for (let n = 0; ; n++) {
    const change = idOf<ChangeId>(sha256(encodeText(`change ${id} ${n}`)))
    const made = data.changes.of(change)
    if (!made || made.at > now() - AGAIN) return { change, isDone: made !== null }
  }
}

const newItemOf = (change: ChangeId, index: number): ItemId => idOf(sha256(encodeText(`item ${change} ${index}`)))

const namesIn = (records: Put['records']): string[] => [
  ...new Set(records.flatMap(({ id: _, ...fields }) => Object.keys(fields))),
]

const coversOf = (site: Site, { type, records }: Put): { create: Cover | null; update: Cover | null } | null => {
  const cover = (what: 'create' | 'update', of: Put['records']) =>
    of.length === 0
      ? null
      : (site.permissions.cover(site, { capability: `data.${what}`, type, fields: namesIn(of) }) ?? undefined)
  const create = cover(
    'create',
    records.filter(({ id }) => id === undefined),
  )
  const update = cover(
    'update',
    records.filter(({ id }) => id !== undefined),
  )
  return create === undefined || update === undefined ? null : { create, update }
}

/**
 * What a put would do; null where a name is none that this site could know. Within grants (`cover`) only the items that these
 * are about are looked for.
 */
const planOf = (site: Site, { type, records }: Put, change: ChangeId, cover: Cover | null): Planned[] | null => {
  const names = new Set(records.flatMap(({ id: name }) => name ?? []))
  const found = new Map(
    (names.size === 0 ? [] : cover ? candidates(site, cover, type) : site.named(type))
      .filter(({ name }) => names.has(name))
      .map(({ name, entry }) => [name, itemOf(entry)]),
  )
  if (found.size < names.size) return null
  return records.map(({ id: name, ...fields }, index): Planned => {
    const before = name === undefined ? null : (found.get(name) ?? null)
    const written = Object.entries(fields).map(([field, value]) => [field, writtenOf(type, field, value)] as const)
    return before
      ? { item: before.id, before, fields: changesTo(site, before, written) }
      : {
          item: newItemOf(change, index),
          before: null,
          fields: Object.fromEntries(written.filter(([, each]) => each !== null)),
        }
  })
}

const isAllowed = (plan: readonly Planned[], { update }: { update: Cover | null }): boolean =>
  plan.every(({ before, fields }) => before === null || update?.allows(before, Object.keys(fields)) === true)

/**
 * Whether records are still what the site thinks they are; throws InvalidStateError where they are not. Of what a site may not
 * read it hears neither, unless the person is asked: then false.
 */
const checkRevs = (
  site: Site,
  { type, records, ifRev = {} }: Put,
  plan: readonly Planned[],
  isAsked: boolean,
): boolean => {
  const revs = revsOf(site, type)
  return plan.every(({ before }, index) => {
    const name = records[index]?.id
    const rev = name !== undefined && Object.hasOwn(ifRev, name) ? ifRev[name] : undefined
    if (!before || rev === undefined || rev === revs.of(before, null)) return true
    if (isAsked && rev === revs.of(before, before.rev)) return true
    if (!isAsked && !revs.isGiven(before)) return false
    throw new PageFault('InvalidStateError')
  })
}

const viewsOf = (type: string, plan: readonly Planned[]): WriteView[] => plan.map((each) => changeView(type, each))

const changeView = (type: string, { item, before, fields }: Planned): WriteView => ({
  item: before ? item : null,
  title: titleOf(type, before?.fields ?? withoutNulls(fields)).slice(0, 200),
  fields: Object.entries(fields).map(([field, after]) => ({ field, before: before?.fields[field] ?? null, after })),
})

const withoutNulls = (fields: Write['fields']): Fields =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))

/** What the person left of it; nothing of an item of which nothing is left. */
const narrowed = (planned: Planned, scope: Scope): Planned[] => {
  const left = Object.entries(planned.fields).filter(([name]) =>
    planned.before ? ruleOf(scope, planned.item, name) !== null : scope.fields.includes(name),
  )
  return left.length === 0 ? [] : [{ ...planned, fields: Object.fromEntries(left) }]
}

const actsOf = (type: string, plan: readonly Planned[], creating: boolean): Act[] => {
  const of = plan.filter(({ before }) => (before === null) === creating)
  const fields = [...new Set(of.flatMap((each) => Object.keys(each.fields)))]
  return of.length === 0 ? [] : [{ what: creating ? 'create' : 'update', type, fields, items: of.length }]
}

const write = async (site: Site, type: string, change: ChangeId, plan: readonly Planned[]): Promise<void> => {
  const writes = plan.map(({ item, before, fields }) => ({ id: item, type, rev: before?.rev ?? null, fields }))
  await site.data.editing.writeAs({ change, name: site.grantee }, writes)
  const created = plan.flatMap(({ item, before }) => (before ? [] : [item]))
  if (created.length > 0) await site.permissions.created(site, type, created)
}

/** The records of a put as they are now, in its order. */
const answerOf = (site: Site, { type, records }: Put, change: ChangeId): PageResults['data_put'] => {
  const names = records.flatMap(({ id: name }) => name ?? [])
  const revs = revsOf(site, type)
  const known = site.ids.find(names, names.length === 0 ? [] : site.named(type).map(({ entry }) => entry.id))
  return {
    records: records.flatMap(({ id: name }, index) => {
      const item = name === undefined ? newItemOf(change, index) : known.get(name)
      const entry = item && site.data.items.get(item)
      return entry ? [{ id: site.ids.of(entry.id), rev: revs.of(itemOf(entry), null) }] : []
    }),
  }
}
