import type { Item } from '../contract/item'
import { momentOf } from '../contract/moment'

/** A note as Markdown. What it is called, its day and its tags stand before it (YAML, of which JSON's strings are a part). */
export const writeNote = ({ fields, tags, createdAt }: Item): string => {
  const { name, text = '', dateCreated = momentOf(createdAt), url } = fields
  const front = { title: name, date: dateCreated, url, tags: tags.length > 0 ? tags : undefined }
  const lines = Object.entries(front).flatMap(([key, value]) =>
    value === undefined ? [] : `${key}: ${JSON.stringify(value)}`,
  )
  return ['---', ...lines, '---', '', String(text), ''].join('\n')
}
