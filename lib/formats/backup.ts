import { Encrypter } from 'age-encryption'
import type { FileId } from '../contract/ids'
import type { Item } from '../contract/item'
import { type ArchivePart, writeArchive } from './archive-write'
import { textStream } from './byte-stream'
import { filesIn } from './item-files'
import { writeJsonLd } from './json-ld-write'
import { EVERYTHING, EXPORT_FILES } from './recognise'

/** The form of a backup. Whoever changes it counts it up; an older Hearth then says that it is too old for it. */
export const BACKUP_VERSION = 1
/** The first file of a backup says so; the bytes of a file lie under its id. */
export const BACKUP_HEAD = 'hearth.json'
export const BACKUP_FILES = 'files/'

const README = `This is a backup of Hearth.

everything.jsonld  everything, as in an export (JSON-LD, schema.org), with what was in the bin
files/             the files that it names, by their ids

Hearth restores it from the encrypted file, or imports this one.
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
  const head = JSON.stringify({ format: 'hearth-backup', version: BACKUP_VERSION })
  yield { path: BACKUP_HEAD, bytes: new Blob([head]).stream() }
  yield { path: 'README.txt', bytes: new Blob([README]).stream() }
  const files = new Set<FileId>()
  yield { path: EVERYTHING, bytes: textStream(writeJsonLd(noted(items(), files))) }
  const list = Object.fromEntries([...files].map((file) => [file, `${BACKUP_FILES}${file}`]))
  yield { path: EXPORT_FILES, bytes: new Blob([JSON.stringify(list, null, 1)]).stream() }
  // Their sizes are not known before they are read: any may be larger than 4 GB.
  for (const file of files) yield { path: `${BACKUP_FILES}${file}`, bytes: bytesOf(file), stored: { size: 2 ** 40 } }
}

async function* noted(items: AsyncIterable<Item>, files: Set<FileId>): AsyncGenerator<Item> {
  for await (const item of items) {
    for (const file of filesIn(item)) files.add(file)
    yield item
  }
}
