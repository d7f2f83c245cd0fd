import { HearthError } from '../../contract/errors'
import type { AskId, ChangeId, ItemId } from '../../contract/ids'
import type { Fields, Item } from '../../contract/item'
import { titleOf } from '../../contract/item-text'
import type { PageParams, PageResults } from '../../contract/page-api'
import type { WriteView } from '../../contract/sites-api'
import { encodeText } from '../../contract/wire'
import { sha256 } from '../../crypto/hash'
import type { Write } from '../../items/editing'
import { itemOf } from '../../items/entry'
import type { Cover } from '../../permissions/permissions'
import { candidates, revsOf } from './data'
import { PageFault } from './fault'
import { checkFields, checkWhole, type Question, readsLater, refuse } from './question'
import { idOf, type Site } from './site'
import { changesTo, writtenOf } from './written'

type Put = PageParams<'data_put'>

/** One record of a `data_put`: what it is here, the fields that the site names, and those of them that would be others. */
interface Planned {
  item: ItemId
  /** As it is; null for a new one. */
  before: Item | null
  names: string[]
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
    // Before anything is awaited: how long that takes tells of the vault.
    if (!doneOf(site, id) && !coversOf(site, params)) return null
    await site.data.items.ready
    const done = doneOf(site, id)
    if (done) return { result: await finish(site, params, done) }
    const covers = coversOf(site, params)
    const change = changeOf(site, id, 'granted')
    const plan = covers && planOf(site, params, change, covers.update)
    if (!plan || !isAllowed(plan, covers)) return null
    if (!checkRevs(site, params, plan, false)) return null
    for (const act of actsOf(params)) {
      const cover = covers[act.what]
      if (cover && !(await site.permissions.use(cover, [act]))) return null
    }
    await write(site, params.type, change, plan)
    return { result: await finish(site, params, { change, ask: null }) }
  },
  ask: (site, params) => {
    const plan = planOf(site, params, IN_PROMPT, null) ?? []
    const changes = plan.map((each) => changeView(params.type, each)).filter(({ fields }) => fields.length > 0)
    // What is too much to be shown is too much to be allowed.
    const shown =
      JSON.stringify(changes).length > SHOWABLE ? { changes: [], total: 0 } : { changes, total: plan.length }
    const reads = shown.changes.some(({ item }) => item === null) && readsLater(site, params.type)
    const parts = [{ kind: 'write' as const, type: params.type, ...shown, reads }]
    return { purpose: params.purpose ?? null, durations: ['once'], wanted: 'once', parts }
  },
  allow: async (site, params, id, { asking, parts }) => {
    checkWhole(asking.parts, parts)
    const done = doneOf(site, id)
    if (done) return finish(site, params, done)
    const change = changeOf(site, id, 'allowed')
    const plan = planOf(site, params, change, null)
    if (!plan) throw new HearthError('bad-request', 'nothing to write')
    checkRevs(site, params, plan, true)
    await write(site, params.type, change, plan)
    return finish(site, params, { change, ask: recordOf(change) })
  },
  noted: (params) => actsOf(params),
}

// Only shown, never written: new items have no id before the person allows them.
const IN_PROMPT = '' as ChangeId
const SHOWABLE = 4 << 20

/** A request that is sent again comes sooner; what has the same name later is another one. */
const AGAIN = 600_000

/** The change that a request makes: within grants, or because the person allowed it. */
export const changeOf = (site: Site, id: AskId, by: 'granted' | 'allowed'): ChangeId => lastOf(site, id, by).change

const lastOf = ({ data, now }: Site, id: AskId, by: 'granted' | 'allowed') => {
  for (let n = 0; ; n++) {
    const change = idOf<ChangeId>(sha256(encodeText(`change ${by} ${id} ${n}`)))
    const made = data.changes.of(change)
    if (!made || made.at > now() - AGAIN) return { change, isDone: made !== null }
  }
}

/** A change that was made; `ask`: the person allowed it by itself, and so there is a receipt of it. */
export interface Done {
  change: ChangeId
  ask: AskId | null
}

/** The change that a request has made, if it has: the worker may have died before anybody heard of it. */
export const doneOf = (site: Site, id: AskId): Done | null => {
  for (const by of ['allowed', 'granted'] as const) {
    const { change, isDone } = lastOf(site, id, by)
    if (isDone) return { change, ask: by === 'allowed' ? recordOf(change) : null }
  }
  return null
}

/** What the record of a change is made for: a request that is sent again much later is another change, with a record of its own. */
export const recordOf = (change: ChangeId): AskId => idOf(sha256(encodeText(`record ${change}`)))

const newItemOf = (change: ChangeId, index: number): ItemId => idOf(sha256(encodeText(`item ${change} ${index}`)))

const namesIn = (records: Put['records']): string[] => [
  ...new Set(records.flatMap(({ id: _, ...fields }) => Object.keys(fields))),
]

/** What a put does, by what it says: the same before and after. */
const actsOf = ({ type, records }: Put) =>
  (['create', 'update'] as const).flatMap((what) => {
    const of = records.filter(({ id }) => (id === undefined) === (what === 'create'))
    return of.length === 0 ? [] : [{ what, type, fields: namesIn(of), items: of.length }]
  })

type Covers = Record<'create' | 'update', Cover | null>

const coversOf = (site: Site, params: Put): Covers | null => {
  const covers: Covers = { create: null, update: null }
  for (const { what, type, fields } of actsOf(params)) {
    covers[what] = site.permissions.cover(site, { capability: `data.${what}`, type, fields })
    if (!covers[what]) return null
  }
  return covers
}

/**
 * What a put would do; null where a name is none that this site could know. Within grants (`cover`) only the items that these
 * are about are looked for.
 */
const planOf = (site: Site, { type, records }: Put, change: ChangeId, cover: Cover | null): Planned[] | null => {
  const known = new Set(records.flatMap(({ id: name }) => name ?? []))
  const found = new Map(
    (known.size === 0 ? [] : cover ? candidates(site, cover, type) : site.named(type))
      .filter(({ name }) => known.has(name))
      .map(({ name, entry }) => [name, itemOf(entry)]),
  )
  if (found.size < known.size) return null
  return records.map(({ id: name, ...fields }, index): Planned => {
    const before = name === undefined ? null : (found.get(name) ?? null)
    const names = Object.keys(fields)
    const written = names.map((field) => [field, writtenOf(type, field, fields[field])] as const)
    return before
      ? { item: before.id, before, names, fields: changesTo(site, before, written) }
      : {
          item: newItemOf(change, index),
          before: null,
          names,
          fields: Object.fromEntries(written.filter(([, each]) => each !== null)),
        }
  })
}

// By what is written, not by what would be another: else an answer told what a site may not read.
const isAllowed = (plan: readonly Planned[], { update }: Covers): boolean =>
  plan.every(({ before, names }) => before === null || update?.allows(before, names) === true)

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

const changeView = (type: string, { item, before, fields }: Planned): WriteView => ({
  item: before ? item : null,
  title: titleOf(type, before?.fields ?? withoutNulls(fields)).slice(0, 200),
  fields: Object.entries(fields).map(([field, after]) => ({ field, before: before?.fields[field] ?? null, after })),
})

const withoutNulls = (fields: Write['fields']): Fields =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))

const write = async (site: Site, type: string, change: ChangeId, plan: readonly Planned[]): Promise<void> => {
  const writes = plan.map(({ item, before, fields }) => ({ id: item, type, rev: before?.rev ?? null, fields }))
  await site.data.editing.writeAs({ change, name: site.grantee }, writes)
}

/** All that follows from a write, and its answer; does nothing twice. */
const finish = async (site: Site, params: Put, { change, ask }: Done): Promise<PageResults['data_put']> => {
  const { grantee, identity, permissions, data } = site
  const { type, records, purpose = null } = params
  const made = records.flatMap(({ id }, index) => (id === undefined ? newItemOf(change, index) : []))
  const created = made.filter((item) => data.items.get(item))
  if (created.length > 0) await permissions.created(site, type, created, data.changes.of(change)?.at ?? 0)
  if (ask) await permissions.done({ ask, grantee, did: identity.did, purpose, acts: actsOf(params) })
  return answerOf(site, params, change)
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
