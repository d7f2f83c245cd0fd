import { HearthError } from '../../contract/errors'
import type { ChangeId, ItemId } from '../../contract/ids'
import { itemType } from '../../contract/item-types'
import type { AskPart } from '../../contract/sites-api'
import { type Entry, itemOf } from '../../items/entry'
import type { Act, Cover } from '../../permissions/permissions'
import { includes } from '../../permissions/scope'
import { candidates } from './data'
import { type Question, recordView, SHOWN, scopeOf } from './question'
import type { Site } from './site'
import { changeOf } from './writing'

/** `data_delete`: into the bin, within grants at once, else the person is asked. */
export const remove: Question<'data_delete'> = {
  check: () => {},
  answer: async (site, { ids }, id) => {
    await site.data.items.ready
    const { change, isDone } = changeOf(site, id)
    if (isDone) return { result: null }
    const within = coveredBy(site, ids)
    if (!within) return null
    for (const { cover, entries } of within) if (!(await site.permissions.use(cover, actsOf(entries)))) return null
    await bin(
      site,
      change,
      within.flatMap(({ entries }) => entries),
    )
    return { result: null }
  },
  ask: (site, { ids, purpose }) => ({
    purpose: purpose ?? null,
    durations: ['once'],
    wanted: 'once',
    parts: partsOf(named(site, ids)),
  }),
  allow: async (site, { ids, purpose }, id, { asking, parts }) => {
    const entries = named(site, ids).filter((entry) => {
      const at = asking.parts.findIndex((part) => part.kind === 'delete' && part.type === entry.type)
      const [part, decided] = [asking.parts[at], parts[at]]
      const scope = part?.kind === 'delete' && decided ? scopeOf(site, part, decided) : null
      return scope !== null && includes(scope, entry.id)
    })
    if (entries.length === 0) throw new HearthError('bad-request', 'nothing to delete')
    const { grantee, identity, permissions } = site
    await bin(site, changeOf(site, id).change, entries)
    await permissions.done({ ask: id, grantee, did: identity.did, purpose: purpose ?? null, acts: actsOf(entries) })
    return null
  },
  noted: () => [{ what: 'delete', type: null, fields: [] }],
}

/** The grants to delete that together are about all of these; null where they are not, or a name is none of their items'. */
const coveredBy = (site: Site, ids: readonly string[]): { cover: Cover; entries: Entry[] }[] | null => {
  const wanted = new Set(ids)
  const types = new Set(
    site.permissions.live(site).flatMap(({ capability, type }) => (capability === 'data.delete' && type) || []),
  )
  const within = [...types].flatMap((type) => {
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

/** The items of these names; none at all where one of them is no item's that this site could know. */
const named = ({ data, ids }: Site, names: readonly string[]): Entry[] => {
  const all = data.items.all().flatMap(({ id, binned }) => (binned ? [] : [id]))
  const found = ids.find(names, all)
  return found.size < new Set(names).size ? [] : [...found.values()].flatMap((id) => data.items.get(id) ?? [])
}

const partsOf = (entries: readonly Entry[]): AskPart[] => {
  const types = [...new Set(entries.map(({ type }) => type))]
  if (types.length === 0) return [{ kind: 'delete', type: 'Thing', records: [], total: 0 }]
  return types.map((type) => {
    const of = entries.filter((entry) => entry.type === type)
    // All that tells it apart from another of its name; of a way there is nothing to read.
    const fields = (itemType(type)?.fields ?? []).flatMap(({ name, kind }) => (kind === 'path' ? [] : name))
    const records = of.slice(0, SHOWN).map((entry) => recordView(entry, fields))
    return { kind: 'delete', type, records, total: of.length }
  })
}

const actsOf = (entries: readonly Entry[]): Act[] =>
  [...new Set(entries.map(({ type }) => type))].map((type) => ({
    what: 'delete',
    type,
    fields: [],
    items: entries.filter((entry) => entry.type === type).length,
  }))

const bin = async ({ data, grantee }: Site, change: ChangeId, entries: readonly Entry[]): Promise<void> => {
  const ids: ItemId[] = entries.map((entry) => entry.id)
  await data.editing.binAs({ change, name: grantee }, ids)
}
