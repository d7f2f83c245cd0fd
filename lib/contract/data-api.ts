import type { ChangeId, FileId, ImportId, ItemId } from './ids'
import type { Draft, Fields, Imported, Item, Labelled, Value } from './item'

/** Which items: all that meet every condition. */
export interface Filter {
  /** Words that all occur somewhere in the item, whatever their case and accents. */
  text?: string
  type?: string
  tag?: string
  /** Milliseconds since 1970, of when it happened: from, and before. */
  from?: number
  before?: number
  import?: ImportId
  /** What is in the bin, instead of what is not. */
  binned?: true
}

/** `newest`: by when it happened, else was made. */
export type Order = 'newest' | 'oldest' | 'name' | 'changed'

/** An item as a list shows it: of its fields only those that name it and tell about it, and long texts cut. */
export interface ItemSummary {
  id: ItemId
  type: string
  fields: Fields
  tags: string[]
  /** When it happened, else when it was made. */
  at: number
  preview: FileId | null
}

export interface ItemsView {
  /** How many there are of the filter; `items` are those of `offset` to `offset + limit`. */
  total: number
  offset: number
  items: ItemSummary[]
}

/** What the whole of the data is. */
export interface DataSummary {
  /** Still being opened after the browser or the worker began anew: counts grow until it is done. */
  loading: boolean
  count: number
  types: { type: string; count: number }[]
  tags: { tag: string; count: number }[]
  binned: number
  /** Rows that do not open. They are left as they are, and nothing of them is shown. */
  damaged: number
  /** What "Undo" would undo. */
  last: ChangeView | null
}

/** What a change did, to how many items. */
export interface ChangeView {
  id: ChangeId
  what: 'added' | 'changed' | 'binned' | 'restored' | 'merged' | 'imported'
  count: number
  at: number
  /** The name of the one item, or of the file that was imported. */
  name: string | null
  /** The site that did it, where it was not the person. */
  author?: string
}

/** What undoing did: items that were changed again since are left as they are, and counted. */
export interface Undone {
  undone: number
  left: number
}

/** One change to many items. */
export type Edit =
  | { do: 'tag'; tag: string }
  | { do: 'untag'; tag: string }
  | { do: 'set'; field: string; value: Value | Labelled[] | null }
  | { do: 'type'; type: string }

/** These items, or all of a filter. */
export type Selection = { ids: ItemId[] } | { filter: Filter }

/** Something that an importer could not read or keep, and where: a line of the file, or the place within an archive. */
export interface Problem {
  line: number | null
  where: string | null
  reason: ProblemReason
  /** A little of what stands there. */
  what: string
}

/** Why. Every reason has words in `assets/locales` under `unread`. */
export const PROBLEMS = [
  'not-understood',
  'too-large',
  'too-deep',
  'cut-off',
  'bad-date',
  'bad-number',
  'bad-encoding',
  'bad-address',
  'missing',
  'encrypted',
  'damaged',
  'unsafe-link',
  'unknown-kind',
  'too-many',
] as const
export type ProblemReason = (typeof PROBLEMS)[number]

/** `same`: it was there already. `kept`: it was there, and the person had changed it. `refused`: read, and not to be kept (too large). */
export interface ImportCounts {
  added: number
  updated: number
  same: number
  kept: number
  refused: number
}

export interface ImportView {
  id: ImportId
  /** The file's name, or what was read instead ("Bookmarks of this browser"). */
  name: string
  format: string
  startedAt: number
  endedAt: number | null
  /** `interrupted`: it ended without being finished; like `cancelled`, nothing of it was kept. */
  state: 'running' | 'done' | 'cancelled' | 'interrupted' | 'undone'
  counts: ImportCounts
  /** The first thousand; `unread` counts all. */
  problems: Problem[]
  unread: number
}

/** Contacts that may be one person, and why. */
export interface Duplicates {
  ids: ItemId[]
  because: 'email' | 'telephone' | 'name'
}

/** What to work out of the items of a filter: one number for each group. */
export interface Query {
  filter: Filter
  /** Of these only those whose fields say exactly this; empty where a field says nothing. */
  only?: { field: string; is: string }[]
  /** By type, tag, a field's value, or a span of time; null: all in one. */
  group: { by: 'type' | 'tag' } | { by: 'field'; field: string } | { by: 'time'; span: Span } | null
  /** `count` of items, or what becomes of a field of numbers. */
  measure: { of: 'count' } | { of: 'sum' | 'mean' | 'least' | 'most'; field: string }
}

export type Span = 'day' | 'week' | 'month' | 'year'

export interface QueryResult {
  /** By time: the oldest first, without gaps; else the greatest first. `at` begins the span. */
  rows: { label: string; at: number | null; value: number; count: number }[]
  /** More groups than are shown. */
  more: number
  /** Items without the field, or with no number in it. */
  without: number
}

/** What is measured: its name, unit, how often, and when first and last. `total` where values seem to add up (steps). */
export interface Series {
  property: string
  unit: string
  count: number
  total: boolean
  from: number
  to: number
  last: number
}

/**
 * A measured property over time, a value for each span in which there is one. `total` where values add up (steps), else the
 * mean; `least` and `most` are of what a span holds: its days where they add up.
 */
export interface SeriesView {
  property: string
  unit: string
  span: Span | 'each'
  total: boolean
  points: { at: number; value: number; least: number; most: number; count: number }[]
}

/** Items of one span of time, the newest first. */
export interface TimelineView {
  /** Every span between the first and the last, with how many happened in it. */
  spans: { at: number; count: number }[]
  span: Span
}

/** What panels may ask of the person's data. Unless said otherwise everything throws `locked`, and what writes `storage-full`. */
export interface DataCommands {
  /** Adds the item, or changes it from the state `rev`; durable when it answers. Errors: bad-item, too-large, changed-since, unknown-item. */
  saveItem(params: { id: ItemId; draft: Draft; rev: number | null }): void
  /** Into the bin, where it stays for 30 days. */
  binItems(params: { items: Selection }): { count: number }
  restoreItems(params: { items: Selection }): { count: number }
  /** What is in the bin, for good. Cannot be undone. */
  eraseItems(params: { items: Selection }): { count: number }
  editItems(params: { items: Selection; edit: Edit }): { count: number }
  /** Undoes one change. Errors: unknown-change. */
  undo(params: { change: ChangeId }): Undone

  /** Makes one contact of several: `draft` takes the place of `into`, the others go to the bin, in one change. Errors as `saveItem`. */
  mergeItems(params: { into: ItemId; others: ItemId[]; draft: Draft; revs: Record<ItemId, number> }): void
  /** These are different people: not suggested again. */
  keepApart(params: { ids: ItemId[] }): void

  /** Begins an import; asking again with its id goes on with it, after the batch that it answers with. Errors: busy (another one runs), bad-request. */
  startImport(params: { id: ImportId; name: string; format: string }): { batches: number }
  /** Batches are numbered from 0; one that was kept already is answered and not kept again. Errors: interrupted (nothing of it is there any more). */
  addToImport(params: {
    id: ImportId
    batch: number
    items: Imported[]
    problems: Problem[]
    unread: number
  }): ImportCounts
  /** All of it is there, at once. */
  finishImport(params: { id: ImportId }): ImportView
  /** Nothing of it is there. */
  cancelImport(params: { id: ImportId }): void
  /** Takes away what an import brought; what the person changed since goes to the bin. */
  undoImport(params: { id: ImportId }): Undone

  /** Keeps bytes in pieces of at most {@link FILE_PIECE}, base64, numbered from 0; gone if no item names them a day after the last piece. */
  addToFile(params: { file: FileId; piece: number; bytes: string }): void
  /** One piece; null after the last. Errors: vault-damaged (it does not open, or is missing between others). */
  readFile(params: { file: FileId; piece: number }): { bytes: string } | null
  /** Items as they are, for export: the next of them after `after`, about a megabyte. */
  readItems(params: { filter: Filter; after: ItemId | null }): { items: Item[]; last: ItemId | null }
  query(params: { query: Query }): QueryResult
  duplicates(params: Record<never, never>): { groups: Duplicates[] }
}

/** What panels may watch of it; all null while locked. */
export interface DataWatches {
  data: { params: Record<never, never>; value: DataSummary | null }
  items: { params: { filter: Filter; order: Order; offset: number; limit: number }; value: ItemsView | null }
  /** `undo` is the newest change to this item that can be undone. `item` is null where there is none of that id. */
  item: { params: { id: ItemId }; value: { item: Item | null; undo: ChangeView | null } | null }
  imports: { params: Record<never, never>; value: ImportView[] | null }
  measured: { params: Record<never, never>; value: Series[] | null }
  series: {
    /** `total` says otherwise than {@link Series} guesses. */
    params: {
      property: string
      unit: string
      from: number | null
      before: number | null
      points: number
      total?: boolean
    }
    value: SeriesView | null
  }
  timeline: { params: { filter: Filter; span: Span }; value: TimelineView | null }
}

/** Bytes in a piece of a file. */
export const FILE_PIECE = 512 << 10
