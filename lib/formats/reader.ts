import type { Problem } from '../contract/data-api'
import type { FileRef, Imported } from '../contract/item'

/** What a reader found next: an item, or something that it could not read. */
export type Read = { item: Imported } | { problem: Problem }

/** What a reader needs of the world around it. */
export interface ReaderContext {
  /** Keeps bytes apart from items. A reader awaits it, so that no more than one file is held at a time. */
  keepFile(bytes: Uint8Array, mediaType: string): Promise<FileRef>
}

/**
 * Reads one file, in pieces as they come, and yields what it finds in the order of the file. It holds a bounded part of it at a
 * time, and never throws for what the file says: what cannot be read is a problem. Whoever stops asking ends it.
 */
export type Reader = (chunks: AsyncIterable<string>, context: ReaderContext) => AsyncGenerator<Read>
