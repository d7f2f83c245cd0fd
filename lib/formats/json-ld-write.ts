import type { Fields, Item, Value } from '../contract/item'
import { isList } from '../contract/item-text'
import { itemType } from '../contract/item-types'

/** What begins every name that schema.org has none for. */
export const OURS = 'hearth:'
/** What begins the name of every item. */
export const ITEM_URN = 'urn:hearth:item:'

/** The same in every file, and nothing in it has to be fetched. */
const CONTEXT = { '@vocab': 'https://schema.org/', hearth: 'urn:hearth:' }

/** Items as JSON-LD with the names of schema.org, without loss: one item on a line. */
export async function* writeJsonLd(items: AsyncIterable<Item> | Iterable<Item>): AsyncGenerator<string> {
  yield `{"@context":${JSON.stringify(CONTEXT)},"@graph":[`
  let comma = ''
  for await (const item of items) {
    yield `${comma}\n${JSON.stringify(nodeOf(item))}`
    comma = ','
  }
  yield '\n]}\n'
}

const nodeOf = ({ id, type, fields, tags, ...rest }: Item): Record<string, unknown> => {
  const described = itemType(type)?.fields.map(({ name }) => name) ?? []
  const known: [string, unknown][] = []
  const others: [string, unknown][] = []
  for (const [name, value] of Object.entries(fields))
    (described.includes(name) ? known : others).push([name, fieldOf(value)])
  const ours = { type, ...rest, ...(others.length && { fields: fromEntries(others) }) }
  return {
    '@id': `${ITEM_URN}${id}`,
    '@type': itemType(type)?.schema ?? 'Thing',
    ...fromEntries(known),
    ...(tags.length && { keywords: tags }),
    ...fromEntries(Object.entries(ours).map(([name, value]) => [`${OURS}${name}`, value])),
  }
}

/** Also of a field that is called `__proto__`. */
const fromEntries = (entries: [string, unknown][]): Record<string, unknown> => Object.fromEntries(entries)

const fieldOf = (value: Fields[string]): unknown => {
  if (!isList(value)) return written(value)
  return value.map(({ value: each, label }) =>
    label === undefined ? written(each) : { '@type': 'PropertyValue', value: written(each), name: label },
  )
}

const written = (value: Value): unknown => {
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) return { '@type': 'GeoShape', [`${OURS}points`]: value }
  if ('latitude' in value) return { '@type': 'GeoCoordinates', ...value }
  if (!('file' in value)) return { '@type': 'PostalAddress', ...value }
  const { file, size, mediaType, preview } = value
  return {
    '@type': 'MediaObject',
    [`${OURS}file`]: file,
    contentSize: size,
    encodingFormat: mediaType,
    ...(preview && { [`${OURS}preview`]: preview }),
  }
}
