import { Reader } from '@zip.js/zip.js/lib/zip-core-custom.js'
import { armor, Decrypter } from 'age-encryption'
import { HearthError } from '../contract/errors'
import type { FileId } from '../contract/ids'
import { type ArchiveEntry, type ArchiveLimits, readArchive } from './archive'
import { BACKUP_FILES, BACKUP_HEAD, BACKUP_VERSION } from './backup'
import { piecesOf } from './byte-stream'
import { decodeStream } from './encoding'
import { readJson } from './json'
import type { Read, ReaderContext } from './reader'
import { EVERYTHING } from './recognise'

/** An armoured backup is held in memory. */
const MAX_ARMOURED = 256 << 20
const MAX_HEADER = 16 << 10
/** Of the plaintext: its end, which has the directory, and what was read last. */
const TAIL = 4 << 20
const WINDOW = 256 << 10
/** Whoever knows the passphrase wrote it: it may be as dense as it likes. */
const UNLIMITED: ArchiveLimits = { entries: 10_000_000, entry: 2 ** 50, all: 2 ** 50, ratio: 2 ** 50 }

const IN_FILES = new RegExp(`^${BACKUP_FILES}[0-9a-f]{32}$`)

/** What a backup holds, in order: items first, then the files that they name. */
export type Restored = Read | { file: FileId; bytes: ReadableStream<Uint8Array> }

/**
 * Opens a backup and reads it. All of it is decrypted and proved whole before the first item is given, and again while it is read;
 * nothing of the plaintext is written down meanwhile. Errors: wrong-passphrase, newer-version, too-large (armoured), damaged for
 * what was cut off, altered, or is none.
 */
export async function* readBackup(
  backup: Blob,
  passphrase: string,
  context: ReaderContext,
  onRead: (done: number, total: number) => void = () => {},
): AsyncGenerator<Restored> {
  const file = await unarmoured(backup)
  const plaintext = new Plaintext(file, await fileKeyOf(file, passphrase), onRead)
  await plaintext.prove()
  let known = false
  for await (const next of readArchive(plaintext, UNLIMITED)) {
    if ('problem' in next) throw new HearthError('damaged', 'not an archive of ours')
    const { entry } = next
    if (!known) await checkHead(entry)
    known = true
    if (entry.path === EVERYTHING) yield* readJson(decodeStream(entry.bytes(), 'utf-8'), context)
    else if (IN_FILES.test(entry.path)) {
      yield { file: entry.path.slice(BACKUP_FILES.length) as FileId, bytes: entry.bytes() }
    }
  }
  if (!known) throw new HearthError('damaged', 'not a backup of ours')
}

const unarmoured = async (file: Blob): Promise<Blob> => {
  const start = await file.slice(0, 100).text()
  if (!start.trimStart().startsWith('-----BEGIN AGE')) return file
  if (file.size > MAX_ARMOURED) throw new HearthError('too-large')
  return new Blob([damagedIf(await file.text(), (text) => armor.decode(text)) as BlobPart])
}

const damagedIf = <T, R>(value: T, read: (value: T) => R): R => {
  try {
    return read(value)
  } catch (cause) {
    throw new HearthError('damaged', 'not armoured as age does', { cause })
  }
}

/** The passphrase is stretched once, however often the file is read. */
const fileKeyOf = async (file: Blob, passphrase: string): Promise<Uint8Array> => {
  const header = new Uint8Array(await file.slice(0, MAX_HEADER).arrayBuffer())
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  try {
    return await decrypter.decryptHeader(header)
  } catch (cause) {
    const locked =
      /no identity matched/.test(String(cause)) && new TextDecoder().decode(header).includes('\n-> scrypt ')
    throw new HearthError(locked ? 'wrong-passphrase' : 'damaged', undefined, { cause })
  }
}

/** Errors: damaged where another program made it, newer-version. */
const checkHead = async (entry: ArchiveEntry): Promise<void> => {
  const text = entry.path === BACKUP_HEAD ? new TextDecoder().decode(await entry.start(100)) : ''
  const [, version] = /^\{"format":"hearth-backup","version":(\d{1,6})\b/.exec(text) ?? []
  if (version === undefined) throw new HearthError('damaged', 'not a backup of ours')
  if (Number(version) > BACKUP_VERSION) throw new HearthError('newer-version')
}

/** The plaintext of a file as an archive is read: its end from memory, everything else by decrypting onwards, or again from the start. */
class Plaintext extends Reader<Blob> {
  readonly #file: Blob
  readonly #fileKey: Uint8Array
  readonly #onRead: (done: number, total: number) => void
  #tail = new Held()
  #window = new Held()
  #rest: AsyncGenerator<Uint8Array> | null = null
  #proved = false

  constructor(file: Blob, fileKey: Uint8Array, onRead: (done: number, total: number) => void) {
    super(file)
    this.#file = file
    this.#fileKey = fileKey
    this.#onRead = onRead
  }

  /** Decrypts all of it. Errors: damaged. */
  async prove(): Promise<void> {
    while (await this.#advance(Number.POSITIVE_INFINITY, TAIL));
    this.#tail = this.#window
    this.size = this.#tail.end
    this.#proved = true
    this.#restart()
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    const end = Math.min(index + length, this.size)
    if (index >= this.#tail.start) return this.#tail.part(index, end)
    if (index < this.#window.start) this.#restart()
    while (this.#window.end < end && (await this.#advance(index, WINDOW)));
    return this.#window.part(index, end)
  }

  #restart(): void {
    this.#rest?.return(undefined)
    this.#rest = null
    this.#window = new Held()
  }

  /** Decrypts the next piece, and forgets what lies before `index` and further back than `behind`; false at the end. */
  async #advance(index: number, behind: number): Promise<boolean> {
    try {
      this.#rest ??= piecesOf(await this.#decrypt())
      const next = await this.#rest.next()
      if (next.done) return false
      this.#window.add(next.value)
    } catch (cause) {
      throw new HearthError('damaged', 'cut off or altered', { cause })
    }
    this.#window.forget(Math.min(index, this.#window.end - behind))
    const { size } = this.#file
    this.#onRead((this.#proved ? size : 0) + Math.min(this.#window.end, size), 2 * size)
    return true
  }

  #decrypt(): Promise<ReadableStream<Uint8Array>> {
    const decrypter = new Decrypter()
    decrypter.addIdentity({ unwrapFileKey: () => this.#fileKey })
    return decrypter.decrypt(this.#file.stream())
  }
}

/** Bytes of a stream that are still held, from `start` to `end`. */
class Held {
  start = 0
  end = 0
  readonly #pieces: Uint8Array[] = []

  add(piece: Uint8Array): void {
    this.#pieces.push(piece)
    this.end += piece.length
  }

  forget(before: number): void {
    for (let [first] = this.#pieces; first && this.start + first.length <= before; [first] = this.#pieces) {
      this.start += first.length
      this.#pieces.shift()
    }
  }

  part(from: number, to: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, to - from))
    let at = this.start
    for (const piece of this.#pieces) {
      const skipped = Math.max(0, from - at)
      if (at < to && skipped < piece.length) bytes.set(piece.subarray(skipped, to - at), Math.max(0, at - from))
      at += piece.length
    }
    return bytes
  }
}
