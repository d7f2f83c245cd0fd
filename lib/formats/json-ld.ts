import type { FileId, ItemId } from '../contract/ids'
import type { Address, Fields, FileRef, Geo, Imported, Labelled, Original, Path, Source, Value } from '../contract/item'
import { itemType } from '../contract/item-types'
import { problem, versionOf } from './imported'
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
  const item = importedOf(node)
  return [item ? { item } : problem('damaged', JSON.stringify(node), line)]
}

/** The item that a node of our export was; null where something in it is not as we write it. */
const importedOf = (node: Node): Imported | null => {
  const ours = (name: string) => node[`${OURS}${name}`]
  const id = String(node['@id']).slice(ITEM_URN.length)
  const [type, createdAt, updatedAt, binnedAt] = [ours('type'), ours('createdAt'), ours('updatedAt'), ours('binnedAt')]
  const tags = node.keywords ?? []
  if (!/^[0-9a-f]{32}$/.test(id) || typeof type !== 'string' || !isTexts(tags)) return null
  if (!isTime(createdAt) || !isTime(updatedAt) || (binnedAt !== undefined && !isTime(binnedAt))) return null
  const source = (ours('source') ?? {}) as Partial<Source>
  const original = ours('original') as Original | undefined
  const fields = fieldsOf(node, type)
  if (!fields || !isSource(source) || (original && !isOriginal(original))) return null
  // What recognises it is what did when it came, if it came from elsewhere.
  const { key = id, version = versionOf(type, fields, tags) } = source
  const was = { id: id as ItemId, createdAt, updatedAt, ...(binnedAt !== undefined && { binnedAt }) }
  return { type, fields, tags, key, version, ...(original && { original }), was }
}

const isTime = (value: unknown): value is number => Number.isSafeInteger(value)
const isSource = ({ key = '', version = '' }: Partial<Source>) => typeof key === 'string' && typeof version === 'string'
const isOriginal = ({ format, text }: Original) => ['vcard', 'icalendar'].includes(format) && typeof text === 'string'

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
