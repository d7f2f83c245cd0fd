import type { Fields, Imported } from '../contract/item'
import { imported } from './imported'

/** What a source said of something: fields that it left empty are not there. `key` as in {@link imported}. */
export const itemOf = (
  type: string,
  fields: Record<string, Fields[string] | null | undefined>,
  tags: string[] = [],
  key?: string,
): Imported => {
  const said = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '')
  return imported(type, Object.fromEntries(said) as Fields, tags, key)
}
