import type { FileId } from '../contract/ids'
import { FILE_MARK, type Fields, type FileRef, type Item, type Labelled, type Value } from '../contract/item'

const MARKED = new RegExp(`${FILE_MARK}([0-9a-f]{32})$`, 'gm')

/** Whether a value names bytes that are kept as a file. */
const isFileRef = (value: Value | Labelled[]): value is FileRef =>
  typeof value === 'object' && !Array.isArray(value) && 'file' in value && 'mediaType' in value

/** The values of an item that name files; no type has several in one field. */
export const fileRefs = ({ fields }: Pick<Item, 'fields'>): FileRef[] =>
  Object.values(fields).filter((value) => isFileRef(value))

/** Every file that an item names: its values, their previews, and the lines of its original. */
export const filesIn = (item: Pick<Item, 'fields' | 'original'>): FileId[] => {
  const named = fileRefs(item).flatMap(({ file, preview }) => (preview ? [file, preview] : [file]))
  const marked = [...(item.original?.text ?? '').matchAll(MARKED)].map(([, file]) => file as FileId)
  return [...new Set([...named, ...marked])]
}

/** The item with other ids for its files; one that is null is left out. */
export const withFiles = <T extends Pick<Item, 'fields' | 'original'>>(
  item: T,
  other: (file: FileId) => FileRef | null,
): T => {
  const fields: Fields = {}
  for (const [name, value] of Object.entries(item.fields)) {
    const ref = isFileRef(value) ? other(value.file) : null
    if (!isFileRef(value)) fields[name] = value
    else if (ref) fields[name] = { ...ref, mediaType: value.mediaType }
  }
  const text = item.original?.text.replaceAll(MARKED, (_, file) => `${FILE_MARK}${other(file as FileId)?.file ?? file}`)
  return {
    ...item,
    fields,
    ...(item.original ? { original: { ...item.original, text } } : {}),
  }
}
