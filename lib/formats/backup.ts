import { Encrypter } from 'age-encryption'
import type { FileId } from '../contract/ids'
import type { Item } from '../contract/item'
import { type ArchivePart, writeArchive } from './archive-write'
import { textStream } from './byte-stream'
import { filesIn } from './item-files'

/** The form of a backup. Whoever changes the form counts it up; an older Hearth then says that it is too old for it. */
export const BACKUP_VERSION = 1
export const BACKUP_ITEMS = 'items.json'
export const BACKUP_FILES = 'files/'

const README = `This is a backup of Hearth.

items.json  everything, one JSON object each: its type and fields have the names of https://schema.org
files/      the files that items name, by their ids

Hearth restores it from the encrypted file. An export ("Export everything") has the same data in more open formats.
`

/** Everything as a zip, encrypted to a passphrase: `age -d` opens it. `bytesOf` gives a file's bytes. */
export const writeBackup = async (
  items: () => AsyncIterable<Item>,
  bytesOf: (file: FileId) => ReadableStream<Uint8Array>,
  passphrase: string,
  at: number,
): Promise<ReadableStream<Uint8Array>> => {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  return encrypter.encrypt(writeArchive(parts(items, bytesOf), at))
}

async function* parts(
  items: () => AsyncIterable<Item>,
  bytesOf: (file: FileId) => ReadableStream<Uint8Array>,
): AsyncGenerator<ArchivePart> {
  yield { path: 'README.txt', bytes: new Blob([README]).stream() }
  const files = new Set<FileId>()
  yield { path: BACKUP_ITEMS, bytes: textStream(itemsText(items(), files)) }
  for (const file of files) yield { path: `${BACKUP_FILES}${file}`, bytes: bytesOf(file), stored: { size: 0 } }
}

async function* itemsText(items: AsyncIterable<Item>, files: Set<FileId>): AsyncGenerator<string> {
  let separator = ''
  yield `{"format":"hearth-backup","version":${BACKUP_VERSION},"items":[`
  for await (const item of items) {
    for (const file of filesIn(item)) files.add(file)
    yield `${separator}\n${JSON.stringify(item)}`
    separator = ','
  }
  yield '\n]}\n'
}
