import type { ItemId } from '../../contract/ids'
import { ITEM_TYPES } from '../../contract/item-types'
import type { PageParams, PageRecord, PageResults } from '../../contract/page-api'
import { encodeText } from '../../contract/wire'
import { sha256 } from '../../crypto/hash'
import { type Entry, itemOf } from '../../items/entry'
import type { Cover, Given } from '../../permissions/permissions'
import { give, includes, matches } from '../../permissions/scope'
import { PageFault } from './fault'
import { checkFields, type Question, recordsWith, scopeOf } from './question'
import { byName, entriesOf, idOf, type Named, type Site } from './site'

const MAX_ANSWER = 4 << 20

/** `data_types`: what there could be, whoever has it. */
export const types = (): PageResults['data_types'] =>
  ITEM_TYPES.map(({ name: type, schema, fields }) => ({
    type,
    schema,
    fields: fields.map(({ name, kind, many }) => ({ name, kind, many: many === true })),
  }))

/** What may be read of a type now: `fields` are those of the asked ones that are given. */
export interface Readable {
  cover: Cover
  fields: readonly string[]
}

/** What the live grants give of these fields (of all, where none are named). Throws UnauthorizedError where that is nothing. */
export const readable = (
  site: Site,
  { type, fields, equals }: { type: string; fields?: readonly string[] | undefined; equals?: object | undefined },
  continues?: string,
): Readable => {
  const need = { capability: 'data.read', type, ...(continues !== undefined && { continues }) } as const
  const whole = site.permissions.cover(site, need)
  const given = (fields ?? whole?.fields ?? []).filter((field) => whole?.fields.includes(field))
  const compared = Object.keys(equals ?? {})
  if (given.length === 0 || !compared.every((field) => whole?.fields.includes(field)))
    throw new PageFault('UnauthorizedError')
  const cover = site.permissions.cover(site, { ...need, fields: [...new Set([...given, ...compared])] })
  if (!cover) throw new PageFault('UnauthorizedError')
  return { cover, fields: given }
}

/** `data_query`: a page of what is given, in the order of names. */
export const query = async (site: Site, params: PageParams<'data_query'>): Promise<PageResults['data_query']> => {
  const { type, fields, equals, limit, cursor } = params
  checkFields(type, [...fields, ...Object.keys(equals ?? {})])
  await site.data.items.ready
  const name = idOf<string>(sha256(encodeText(JSON.stringify([type, fields, equals ?? null]))))
  const may = readable(site, params, cursor === undefined ? undefined : `${name}:${cursor}`)
  const { records, next } = pageOf(site, may, type, { equals: equals ?? {}, limit, after: cursor ?? '' })
  const act = { what: 'read', type, fields: may.fields, items: records.length } as const
  const more = next === null ? null : `${name}:${next}`
  if (!(await site.permissions.use(may.cover, [act], more))) throw new PageFault('UnauthorizedError')
  return { records, ...(next !== null && { cursor: next }) }
}

const pageOf = (
  site: Site,
  { cover, fields }: Readable,
  type: string,
  { equals, limit, after }: { equals: Record<string, string | number | boolean>; limit: number; after: string },
) => {
  const records: PageRecord[] = []
  let size = 0
  const named = candidates(site, cover, type)
  for (let at = firstAfter(named, after); at < named.length; at++) {
    const { entry } = named[at] as Named
    const given = cover.give(itemOf(entry))
    if (given === null || !matches(given, equals)) continue
    const record = recordOf(site, entry, given, fields)
    if (record === null) continue
    // There is at least one more: the last that is answered with says where it goes on.
    if (records.length === limit || size > MAX_ANSWER) return { records, next: records.at(-1)?.id ?? null }
    records.push(record)
    size += entry.end - entry.start
  }
  return { records, next: null }
}

const firstAfter = (named: readonly Named[], after: string): number => {
  let [from, to] = [0, named.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((named[middle]?.name ?? '') <= after) from = middle + 1
    else to = middle
  }
  return from
}

/** Every item that the grants are about. */
export const candidates = (site: Site, { grants }: Pick<Cover, 'grants'>, type: string): readonly Named[] => {
  if (grants.some(({ scope }) => scope?.all)) return site.named(type)
  const ids = new Set(grants.flatMap(({ scope }) => Object.keys(scope?.records ?? {}) as ItemId[]))
  const about = entriesOf(site, ids).filter(({ id, type: of }) => of === type && isAbout(grants, id))
  return byName(site.ids, about)
}

const isAbout = (grants: Cover['grants'], id: ItemId): boolean =>
  grants.some(({ scope }) => scope !== null && includes(scope, id))

/** An item as the site sees it; null where there is nothing of it in these fields. */
const recordOf = (
  { ids }: Site,
  { id, rev, type }: Entry,
  given: Given,
  fields: readonly string[],
): PageRecord | null => {
  const shown = Object.entries(given).filter(([name]) => fields.includes(name))
  return shown.length === 0 ? null : { id: ids.of(id), rev: ids.rev(id, rev), type, ...Object.fromEntries(shown) }
}

/** `data_get`: those of the named records that are given, in this order; of others nothing is said. */
export const get = async (site: Site, { ids, fields }: PageParams<'data_get'>): Promise<PageResults['data_get']> => {
  await site.data.items.ready
  const types = new Set(
    site.permissions.live(site).flatMap(({ capability, type }) => (capability === 'data.read' && type) || []),
  )
  const found = new Map<string, PageRecord>()
  let allowed = false
  for (const type of types) {
    const may = readableOrNull(site, { type, fields })
    if (!may) continue
    allowed = true
    const records = recordsNamed(site, may, type, ids)
    if (records.length === 0) continue
    const act = { what: 'read', type, fields: may.fields, items: records.length } as const
    if (!(await site.permissions.use(may.cover, [act]))) continue
    for (const record of records) found.set(record.id, record)
  }
  if (!allowed) throw new PageFault('UnauthorizedError')
  return { records: [...new Set(ids)].flatMap((id) => found.get(id) ?? []) }
}

const readableOrNull = (site: Site, asked: Parameters<typeof readable>[1]): Readable | null => {
  try {
    return readable(site, asked)
  } catch {
    return null
  }
}

const recordsNamed = (site: Site, { cover, fields }: Readable, type: string, ids: readonly string[]): PageRecord[] => {
  const wanted = new Set(ids)
  return candidates(site, cover, type).flatMap(({ name, entry }) => {
    const given = wanted.has(name) ? cover.give(itemOf(entry)) : null
    return (given && recordOf(site, entry, given, fields)) ?? []
  })
}

/** `data_pick`: what the person picks, once; nothing is remembered but that it was. */
export const pick: Question<'data_pick'> = {
  check: ({ type, fields }) => checkFields(type, fields),
  answer: async () => null,
  ask: (site, { type, fields, multiple, purpose }) => ({
    purpose,
    durations: ['once'],
    wanted: 'once',
    parts: [{ kind: 'read', type, fields, ...recordsWith(site, type, fields), pick: { multiple }, standing: false }],
  }),
  allow: async (site, { type, fields, purpose }, ask, { asking, parts }) => {
    const [part] = asking.parts
    const scope = part?.kind === 'read' && parts[0] ? scopeOf(site, part, parts[0]) : null
    if (!scope) throw new PageFault('NotAllowedError')
    const picked = byName(site.ids, entriesOf(site, Object.keys(scope.records) as ItemId[]))
    const records = picked.flatMap(({ entry }) => {
      const given = give(scope, itemOf(entry))
      return (given && recordOf(site, entry, given, fields)) ?? []
    })
    const act = { what: 'pick', type, fields: scope.fields, items: records.length } as const
    await site.permissions.done({ ask, grantee: site.grantee, did: site.identity.did, purpose, acts: [act] })
    return { records }
  },
  noted: ({ type, fields }) => [{ what: 'pick', type, fields }],
}
