import type { Problem } from '../contract/data-api'
import type { FileId, ItemId } from '../contract/ids'
import type { Address, Fields, FileRef, Geo, Imported, Item, Labelled, Path, Value } from '../contract/item'
import { itemType } from '../contract/item-types'
import { digest, problem } from './imported'
import type { Element } from './json'
import { ITEM_URN, OURS } from './json-ld-write'
import type { Read } from './reader'
import { readSchema } from './schema-org'

type Node = Record<string, unknown>

/** Whether a value of a JSON file says what it is, as JSON-LD does. */
export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  (Object.hasOwn(value, '@type') || Object.hasOwn(value, '@id'))

/** Whether a value is a node of our export. */
export const isOurs = (value: unknown): boolean => isNode(value) && typeof value[`${OURS}type`] === 'string'

/** What a node is as an import: one of our export what it was, any other by the names of schema.org. */
export const readNode = (node: Node, line: number | null): Read[] => {
  if (!isOurs(node)) return readSchema(node, line)
  const item = itemOf(node)
  return [item ? { item: importedOf(item) } : problem('damaged', JSON.stringify(node), line)]
}

/** The items of our export, whole, as a backup restores them. What is none of ours, or damaged, is a problem. */
export async function* readItems(
  elements: AsyncIterable<Element | { problem: Problem }>,
): AsyncGenerator<{ item: Item } | { problem: Problem }> {
  for await (const read of elements) {
    if ('problem' in read) yield read
    else {
      const item = isNode(read.value) ? itemOf(read.value) : null
      yield item ? { item } : problem('damaged', JSON.stringify(read.value), read.line)
    }
  }
}

/** What recognises it is what did when it came, if it came from elsewhere. */
const importedOf = ({ id, type, fields, tags, source, original, rev }: Item): Imported => {
  const version = source?.rev === rev ? source.version : digest([type, fields, tags])
  return { type, fields, tags, key: source?.key ?? id, version, ...(original && { original }) }
}

/** The item that a node of our export was; null where something in it is not as we write it. */
const itemOf = (node: Node): Item | null => {
  const ours = (name: string) => node[`${OURS}${name}`]
  const id = String(node['@id']).slice(ITEM_URN.length)
  const type = ours('type')
  const [createdAt, updatedAt, rev] = [ours('createdAt'), ours('updatedAt'), ours('rev')]
  const tags = node.keywords ?? []
  if (!/^[0-9a-f]{32}$/.test(id) || typeof type !== 'string' || !isTexts(tags)) return null
  if (!isNumber(createdAt) || !isNumber(updatedAt) || !isNumber(rev)) return null
  const fields = fieldsOf(node, type)
  const rest = restOf(node)
  return fields && rest && { id: id as ItemId, type, fields, tags, createdAt, updatedAt, rev, ...rest }
}

const restOf = (node: Node): Partial<Item> | null => {
  const rest: Partial<Item> = {}
  for (const name of ['occurredAt', 'binnedAt'] as const) {
    const at = node[`${OURS}${name}`]
    if (at === undefined) continue
    if (!isNumber(at)) return null
    rest[name] = at
  }
  const source = node[`${OURS}source`] as Item['source']
  if (source && ![source.import, source.key, source.version].every((each) => typeof each === 'string')) return null
  const original = node[`${OURS}original`] as Item['original']
  if (original && (!['vcard', 'icalendar'].includes(original.format) || typeof original.text !== 'string')) return null
  return { ...rest, ...(source && { source }), ...(original && { original }) }
}

const fieldsOf = (node: Node, type: string): Fields | null => {
  const others = node[`${OURS}fields`] ?? {}
  if (typeof others !== 'object' || Array.isArray(others)) return null
  const described = new Set(itemType(type)?.fields.map(({ name }) => name))
  const entries = [...Object.entries(node).filter(([name]) => described.has(name)), ...Object.entries(others as Node)]
  const read = entries.map(([name, value]): [string, Fields[string] | null] => [name, fieldOf(value)])
  return read.some(([, value]) => value === null) ? null : (Object.fromEntries(read) as Fields)
}

const fieldOf = (value: unknown): Fields[string] | null => {
  if (!Array.isArray(value)) return decoded(value)
  const values = value.map((each: unknown): Labelled | null => {
    const labelled = isNode(each) && each['@type'] === 'PropertyValue'
    const read = decoded(labelled ? each.value : each)
    const label = labelled ? each.name : undefined
    return read === null ? null : { value: read, ...(label !== undefined && { label: String(label) }) }
  })
  return values.includes(null) ? null : (values as Labelled[])
}

const decoded = (value: unknown): Value | null => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (!isNode(value)) return null
  const { '@type': type, ...rest } = value
  if (type === 'PostalAddress')
    return Object.values(rest).every((each) => typeof each === 'string') ? (rest as Address) : null
  if (type === 'GeoCoordinates')
    return isNumber(rest.latitude) && isNumber(rest.longitude) ? (rest as unknown as Geo) : null
  if (type === 'GeoShape') return isPath(rest[`${OURS}points`]) ? (rest[`${OURS}points`] as Path) : null
  return type === 'MediaObject' ? fileOf(rest) : null
}

const fileOf = (node: Node): FileRef | null => {
  const { contentSize: size, encodingFormat: mediaType } = node
  const [file, preview] = [node[`${OURS}file`], node[`${OURS}preview`]]
  if (typeof file !== 'string' || !isNumber(size) || typeof mediaType !== 'string') return null
  return { file: file as FileId, size, mediaType, ...(typeof preview === 'string' && { preview: preview as FileId }) }
}

const isNumber = (value: unknown): value is number => typeof value === 'number'
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')
const isPath = (value: unknown): value is Path =>
  Array.isArray(value) &&
  value.every((point) => Array.isArray(point) && point.length === 4 && point.every((n) => n === null || isNumber(n)))
