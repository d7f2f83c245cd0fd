import type { ChangeId } from '../../contract/ids'
import type { Fields } from '../../contract/item'
import { itemType } from '../../contract/item-types'
import type { PageParams } from '../../contract/page-api'
import type { AskPart } from '../../contract/sites-api'
import { type Entry, itemOf } from '../../items/entry'
import type { Act, Cover } from '../../permissions/permissions'
import { candidates } from './data'
import { checkWhole, type Question, recordView } from './question'
import type { Site } from './site'
import { changeOf, type Done, doneOf, recordOf } from './writing'

type Params = PageParams<'data_delete'>

/** `data_delete`: into the bin, within grants at once, else the person is asked. */
export const remove: Question<'data_delete'> = {
  check: () => {},
  answer: async (site, params, id) => {
    // Before anything is awaited: how long that takes tells of the vault.
    if (!doneOf(site, id) && typesOf(site).length === 0) return null
    await site.data.items.ready
    const done = doneOf(site, id)
    if (done) return { result: await finish(site, params, done) }
    const within = coveredBy(site, params.ids)
    if (!within) return null
    for (const { cover, entries } of within) if (!(await site.permissions.use(cover, actsOf(entries)))) return null
    const entries = within.flatMap((each) => each.entries)
    await bin(site, changeOf(site, id, 'granted'), entries)
    return { result: null }
  },
  ask: (site, params) => ({
    purpose: params.purpose ?? null,
    durations: ['once'],
    wanted: 'once',
    parts: partsOf(meant(site, params)),
  }),
  allow: async (site, params, id, { asking, parts }) => {
    checkWhole(asking.parts, parts)
    const done = doneOf(site, id)
    if (done) return finish(site, params, done)
    const allowed = asking.parts.flatMap((part, index) =>
      part.kind === 'delete' && parts[index]?.allow ? part.type : [],
    )
    const entries = meant(site, params).filter(({ type }) => allowed.includes(type))
    const change = changeOf(site, id, 'allowed')
    await bin(site, change, entries)
    return finish(site, params, { change, ask: recordOf(change) })
  },
  noted: () => [{ what: 'delete', type: null, fields: [] }],
}

/** The types of which it may delete something. */
const typesOf = ({ permissions, grantee, tab }: Site): string[] => {
  const types = permissions
    .live({ grantee, tab })
    .flatMap(({ capability, type }) => (capability === 'data.delete' && type) || [])
  return [...new Set(types)]
}

/** The grants to delete that together are about all of these; null where they are not, or a name is none of their items'. */
const coveredBy = (site: Site, ids: readonly string[]): { cover: Cover; entries: Entry[] }[] | null => {
  const wanted = new Set(ids)
  const within = typesOf(site).flatMap((type) => {
    const cover = site.permissions.cover(site, { capability: 'data.delete', type })
    const entries = cover
      ? candidates(site, cover, type)
          .filter(({ name, entry }) => wanted.has(name) && cover.allows(itemOf(entry), []))
          .map(({ entry }) => entry)
      : []
    return cover && entries.length > 0 ? [{ cover, entries }] : []
  })
  const found = within.reduce((count, { entries }) => count + entries.length, 0)
  return found === wanted.size ? within : null
}

/** The items of these names that are there, or in the bin. */
const named = ({ data, ids }: Site, names: readonly string[], inBin: boolean): Entry[] => {
  const all = data.items.all().flatMap(({ id, binned }) => (binned === inBin ? [id] : []))
  return [...ids.find(names, all).values()].flatMap((id) => data.items.get(id) ?? [])
}

/** What a deletion is about; nothing at all where one name is no item's that this site could know. */
const meant = (site: Site, { ids }: Params): Entry[] => {
  const entries = named(site, ids, false)
  return entries.length < new Set(ids).size ? [] : entries
}

const partsOf = (entries: readonly Entry[]): AskPart[] => {
  const types = [...new Set(entries.map(({ type }) => type))]
  if (types.length === 0) return [{ kind: 'delete', type: 'Thing', records: [], total: 0 }]
  return types.map((type) => {
    const of = entries.filter((entry) => entry.type === type)
    // All that tells it apart from another of its name; of a way there is nothing to read.
    const fields = (itemType(type)?.fields ?? []).flatMap(({ name, kind }) => (kind === 'path' ? [] : name))
    const records = of.map((entry) => {
      const view = recordView(entry, fields)
      return { ...view, fields: begun(view.fields) }
    })
    return { kind: 'delete', type, records, total: of.length }
  })
}

// Of a thousand long texts only the beginning is shown, and need not be sent.
const begun = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, 500) : value]),
  )

const actsOf = (entries: readonly Entry[]): Act[] =>
  [...new Set(entries.map(({ type }) => type))].map((type) => ({
    what: 'delete',
    type,
    fields: [],
    items: entries.filter((entry) => entry.type === type).length,
  }))

const bin = ({ data, grantee }: Site, change: ChangeId, entries: readonly Entry[]): Promise<void> =>
  data.editing.binAs({ change, name: grantee }, entries)

/** Makes the record of a deletion that the person allowed; once. */
const finish = async (site: Site, { ids, purpose }: Params, { change, ask }: Done): Promise<null> => {
  if (!ask) return null
  const { grantee, identity, permissions } = site
  const gone = named(site, ids, true).filter((entry) => itemOf(entry).change === change)
  await permissions.done({ ask, grantee, did: identity.did, purpose: purpose ?? null, acts: actsOf(gone) })
  return null
}
