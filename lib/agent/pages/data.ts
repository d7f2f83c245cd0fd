import { canonical } from '../../contract/canonical'
import type { ItemId } from '../../contract/ids'
import type { Item } from '../../contract/item'
import { ITEM_TYPES } from '../../contract/item-types'
import type { PageParams, PageRecord, PageResults } from '../../contract/page-api'
import { encodeText } from '../../contract/wire'
import { sha256 } from '../../crypto/hash'
import { itemOf } from '../../items/entry'
import type { Cover, Given } from '../../permissions/permissions'
import { give, giveTogether, includes, matches } from '../../permissions/scope'
import { PageFault } from './fault'
import { checkFields, type Question, quoted, recordsWith, refuse, scopeOf } from './question'
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

interface Wanted {
  type: string
  fields?: readonly string[] | undefined
  equals?: object | undefined
}

/** What the live grants give of these fields (of all, where none are named); null where that is nothing. */
export const readable = (site: Site, { type, fields, equals }: Wanted, continues?: string): Readable | null => {
  const need = { capability: 'data.read', type, ...(continues !== undefined && { continues }) } as const
  const whole = site.permissions.cover(site, need)
  const given = (fields ?? whole?.fields ?? []).filter((field) => whole?.fields.includes(field))
  const compared = Object.keys(equals ?? {})
  if (given.length === 0 || !compared.every((field) => whole?.fields.includes(field))) return null
  const cover = site.permissions.cover(site, { ...need, fields: [...new Set([...given, ...compared])] })
  return cover && { cover, fields: given }
}

/** What is readable once the items are there. Throws UnauthorizedError: at once, so that loading is no clock for strangers. */
export const mayRead = async (site: Site, wanted: Wanted, continues?: string): Promise<Readable> => {
  if (!readable(site, wanted, continues)) unauthorized()
  await site.data.items.ready
  return readable(site, wanted, continues) ?? unauthorized()
}

const unauthorized = (): never => {
  throw new PageFault('UnauthorizedError')
}

/** What of an item is an answer: the given ones of these fields; null where that is nothing, or `equals` says otherwise. */
export const shownOf = (
  { cover, fields }: Readable,
  item: Item,
  equals: PageParams<'data_query'>['equals'] = {},
): Given | null => {
  const given = cover.give(item)
  return given && matches(given, equals) ? onlyOf(given, fields) : null
}

const onlyOf = (given: Given, fields: readonly string[]): Given | null => {
  const shown = Object.entries(given).filter(([name]) => fields.includes(name))
  return shown.length === 0 ? null : Object.fromEntries(shown)
}

/** `data_query`: a page of what is given, in the order of names. */
export const query = async (site: Site, params: PageParams<'data_query'>): Promise<PageResults['data_query']> => {
  const { type, fields, equals, cursor } = params
  checkFields(type, [...fields, ...Object.keys(equals ?? {})])
  const name = idOf<string>(sha256(encodeText(JSON.stringify([type, fields, equals ?? null]))))
  const may = await mayRead(site, params, cursor === undefined ? undefined : `${name}:${cursor}`)
  const { records, next } = pageOf(site, may, params)
  const act = { what: 'read', type, fields: may.fields, items: records.length } as const
  const more = next === null ? null : `${name}:${next}`
  if (!(await site.permissions.use(may.cover, [act], more))) throw new PageFault('UnauthorizedError')
  return { records, ...(next !== null && { cursor: next }) }
}

const pageOf = (site: Site, may: Readable, { type, equals, limit, cursor = '' }: PageParams<'data_query'>) => {
  const records: PageRecord[] = []
  let size = 0
  const named = candidates(site, may.cover, type)
  const record = recordsOf(site, type)
  for (let at = firstAfter(named, cursor); at < named.length; at++) {
    const { entry } = named[at] as Named
    const item = itemOf(entry)
    const shown = shownOf(may, item, equals)
    if (shown === null) continue
    // There is at least one more: the last that is answered with says where it goes on.
    if (records.length === limit || size > MAX_ANSWER) return { records, next: records.at(-1)?.id ?? null }
    records.push(record(item, shown))
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

/** Items of a type as the site sees them. */
const recordsOf = (site: Site, type: string) => {
  const revs = revsOf(site, type)
  return (item: Item, shown: Given): PageRecord => {
    return { id: site.ids.of(item.id), rev: revs.of(item, item.rev), type, ...shown }
  }
}

/**
 * The revs of items of a type: of what lasting grants to read give, so that they tell of no other change. `otherwise`: of what
 * where there are none; the state of the whole item is only for what the person gave once.
 */
export const revsOf = (site: Site, type: string) => {
  const scopes = site.permissions
    .live(site)
    .flatMap(({ capability, type: of, duration, scope }) =>
      capability === 'data.read' && of === type && duration !== 'once' ? (scope ?? []) : [],
    )
  const given = (item: Item) => giveTogether(scopes, item)
  return {
    isGiven: (item: Item): boolean => given(item) !== null,
    of: (item: Item, otherwise: number | null): string => site.ids.rev(item.id, canonical(given(item) ?? otherwise)),
  }
}

/** `data_get`: those of the named records that are given, in this order; of others nothing is said. */
export const get = async (site: Site, { ids, fields }: PageParams<'data_get'>): Promise<PageResults['data_get']> => {
  const unknown = fields?.find((name) => !ITEM_TYPES.some((type) => type.fields.some((field) => field.name === name)))
  if (unknown !== undefined) refuse(`fields: no type has a field ${quoted(unknown)}`)
  readableTypes(site, fields)
  await site.data.items.ready
  const found = new Map<string, PageRecord>()
  for (const { type, may } of readableTypes(site, fields)) {
    const records = recordsNamed(site, may, type, new Set(ids))
    if (records.length === 0) continue
    const act = { what: 'read', type, fields: may.fields, items: records.length } as const
    if (!(await site.permissions.use(may.cover, [act]))) continue
    for (const record of records) found.set(record.id, record)
  }
  return { records: [...new Set(ids)].flatMap((id) => found.get(id) ?? []) }
}

/** The types of which any of these fields is given. Throws UnauthorizedError where there are none. */
const readableTypes = (site: Site, fields: readonly string[] | undefined) => {
  const types = site.permissions.live(site).map(({ capability, type }) => (capability === 'data.read' ? type : null))
  const found = [...new Set(types)].flatMap((type) => {
    const may = type === null ? null : readable(site, { type, fields })
    return type !== null && may ? [{ type, may }] : []
  })
  return found.length > 0 ? found : unauthorized()
}

const recordsNamed = (site: Site, may: Readable, type: string, wanted: ReadonlySet<string>): PageRecord[] => {
  const record = recordsOf(site, type)
  return candidates(site, may.cover, type).flatMap(({ name, entry }) => {
    const item = wanted.has(name) ? itemOf(entry) : null
    const shown = item && shownOf(may, item)
    return shown ? [record(item, shown)] : []
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
    const record = recordsOf(site, type)
    const records = picked.flatMap(({ entry }) => {
      const item = itemOf(entry)
      const shown = onlyOf(give(scope, item) ?? {}, fields)
      return shown ? [record(item, shown)] : []
    })
    const act = { what: 'pick', type, fields: scope.fields, items: records.length } as const
    await site.permissions.done({ ask, grantee: site.grantee, did: site.identity.did, purpose, acts: [act] })
    return { records }
  },
  noted: ({ type, fields }) => [{ what: 'pick', type, fields }],
}
