import type { ChangeId, FileId, ImportId, ItemId } from './ids'

/** A postal address, with the names of https://schema.org/PostalAddress. */
export interface Address {
  streetAddress?: string
  extendedAddress?: string
  postOfficeBoxNumber?: string
  postalCode?: string
  addressLocality?: string
  addressRegion?: string
  addressCountry?: string
}

/** A point on the earth in degrees (WGS 84), with the names of https://schema.org/GeoCoordinates; `elevation` in metres. */
export interface Geo {
  latitude: number
  longitude: number
  elevation?: number
}

/** The points of a way, in order: latitude, longitude, elevation in metres, milliseconds since 1970; null where unknown. */
export type Path = [latitude: number, longitude: number, elevation: number | null, at: number | null][]

/** Bytes that are kept apart from items, and what was said of them. `preview` is a small picture of it. */
export interface FileRef {
  file: FileId
  /** In bytes. */
  size: number
  mediaType: string
  preview?: FileId
}

/** One value, of the kind that the type's description names for its field. */
export type Value = string | number | boolean | Address | Geo | Path | FileRef

/** One of several values of a field, and what the person or the source calls it ("work"). */
export interface Labelled {
  value: Value
  label?: string
}

/** The values of an item by field name: one, or a list where the description says `many`. Fields without a value are missing. */
export type Fields = Record<string, Value | Labelled[]>

/** Where an item came from. */
export interface Source {
  import: ImportId
  /** What recognises the same thing in a later import: its own UID where it has one, else a hash of its content. */
  key: string
  /** A hash of the content as it was imported: another one under the same key is a newer state of it. */
  version: string
  /** It came out of a backup, where the person may have changed it: no newer state is written over it. */
  own?: true
}

/** What the item was in the format that it came in: export writes these lines again, but for the fields that were changed. */
export interface Original {
  format: 'vcard' | 'icalendar'
  /** Unfolded lines, joined by "\n". A line of bytes that are kept as a file ends in {@link FILE_MARK} and its id. */
  text: string
}

/** Stands in an original in the place of bytes that are kept as a file, before its id. */
export const FILE_MARK = '\u0001file:'

/** One item of the person's data. Types and fields: `item-types.ts`. */
export interface Item {
  id: ItemId
  type: string
  fields: Fields
  tags: string[]
  source?: Source
  original?: Original
  /** Milliseconds since 1970: when what it tells of happened, by its type's field for that. */
  occurredAt?: number
  createdAt: number
  updatedAt: number
  /** Counts the changes of this item, from 1. */
  rev: number
  /** The change or import that made it what it is: undoing that is possible as long as it stands here. */
  change: ChangeId | ImportId
  /** Since when it is in the bin. */
  binnedAt?: number
}

/** What a person or an importer says of an item; the rest is the vault's to say. */
export type Draft = Pick<Item, 'type' | 'fields' | 'tags'>

/** One thing that an importer read. */
export interface Imported extends Draft {
  key: string
  version: string
  original?: Original
  /** An item of Hearth's own, out of a backup: what it was. Where one of its id is there already, that one stays. */
  was?: Pick<Item, 'id' | 'createdAt' | 'updatedAt' | 'binnedAt'>
}

/** Packed, an item may have this many bytes: more is a file. */
export const MAX_ITEM = 4 << 20
