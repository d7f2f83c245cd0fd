import { momentOf } from '../contract/moment'
import { problem } from './imported'
import { itemOf } from './item-of'
import { Json, readValues } from './json-values'
import { isUnsafe } from './links'
import type { Read } from './reader'
import { geoOf, LATEST, readRecords, timelineObject, timelineSegment, timeOf } from './takeout-places'

/** What a JSON file of Google Takeout holds: where its values stand, and what becomes of one. Null is what nobody understands. */
interface TakeoutKind {
  name: string
  /** Whether a file that begins so is one. Keys are English in every language. */
  looks: (start: string) => boolean
  read: (chunks: AsyncIterable<string>) => AsyncGenerator<Read>
}

const has =
  (...parts: RegExp[]) =>
  (start: string): boolean =>
    parts.every((part) => part.test(start))
const each = (path: string, read: (value: Json) => Read[] | null) => (chunks: AsyncIterable<string>) =>
  readValues(chunks, path, read)

const activity = (entry: Json): Read[] | null => {
  const name = entry.get('title').text
  if (!name) return null
  const more = entry.get('subtitles').list.flatMap((line) => line.get('name').text ?? [])
  return linked(entry.get('titleUrl').text, (url) => ({
    name,
    url,
    startTime: timeOf(entry.get('time'), entry.get('timestampMs')),
    instrument: entry.get('header').text ?? entry.get('products').list[0]?.text,
    description: more.join('\n'),
  }))
}

const visited = (entry: Json): Read[] | null => {
  const url = entry.get('url').text
  const at = entry.get('time_usec').number
  if (!url) return null
  const startTime = microseconds(at)
  return linked(url, (link) => ({ name: entry.get('title').text ?? url, url: link, startTime, instrument: 'Chrome' }))
}

const microseconds = (at: number | null): string | null =>
  at !== null && at > 0 && at / 1000 < LATEST ? momentOf(Math.floor(at / 1000)) : null

/** An activity with its link, where that is one to follow: else it goes without, and says so. */
const linked = (url: string | null, fields: (url: string | null) => Parameters<typeof itemOf>[1]): Read[] => {
  const safe = url === null || !isUnsafe(url)
  const read: Read[] = [{ item: itemOf('Activity', fields(safe ? url : null)) }]
  return safe ? read : [...read, problem('unsafe-link', url, null)]
}

const savedPlace = (feature: Json): Read[] | null => {
  const about = feature.get('properties')
  const [longitude, latitude] = feature.get('geometry', 'coordinates').list
  const location = about.get('location').value ? about.get('location') : about.get('Location')
  const near = { latitude: latitude?.number ?? null, longitude: longitude?.number ?? null }
  // A place that Google knows by name only stands at zero, zero.
  const known = near.latitude !== null && near.longitude !== null && (near.latitude !== 0 || near.longitude !== 0)
  const geo = known ? geoOf(new Json(`geo:${near.latitude},${near.longitude}`)) : null
  const name =
    location.get('name').text ?? location.get('Business Name').text ?? about.get('Title').text ?? about.get('name').text
  const address = location.get('address').text ?? location.get('Address').text
  if (!geo && !name && !address) return null
  const url = about.get('google_maps_url').text ?? about.get('Google Maps URL').text
  const description = about.get('Comment').text ?? about.get('review_text_published').text
  const fields = {
    name,
    geo,
    address: address ? { streetAddress: address } : null,
    url,
    description,
    category: 'Saved place',
  }
  return [{ item: itemOf('Place', fields) }]
}

const keepNote = (note: Json): Read[] | null => {
  const list = note.get('listContent').list.map((entry) => {
    const done = entry.get('isChecked').value === true ? 'x' : ' '
    return `- [${done}] ${entry.get('text').text ?? ''}`
  })
  const links = note.get('annotations').list.flatMap((link) => link.get('url').text ?? [])
  const text = [note.get('textContent').text, list.join('\n'), links.join('\n')].filter(Boolean).join('\n\n')
  const name = note.get('title').text
  if (!text && !name) return []
  const made = note.get('createdTimestampUsec').number ?? note.get('userEditedTimestampUsec').number
  const labels = note.get('labels').list.flatMap((label) => label.get('name').text ?? [])
  const states = [
    note.get('isArchived').value === true ? 'Archived' : [],
    note.get('isTrashed').value === true ? 'Trash' : [],
  ]
  const dateCreated = microseconds(made)
  const key = made === null ? undefined : `keep ${made}`
  return [{ item: itemOf('Note', { name, text, dateCreated }, [...labels, ...states.flat()], key) }]
}

const taskList = (list: Json): Read[] | null => {
  const calendar = list.get('title').text
  if (list.get('kind').text !== 'tasks#tasks' && list.get('kind').text !== 'tasks#taskList') return null
  return list.get('items').list.flatMap((task): Read[] => {
    const name = task.get('title').text
    const id = task.get('id').text
    if (!name) return task.get('notes').text ? [problem('missing', task.get('notes').text ?? '', null)] : []
    const done = task.get('status').text === 'completed'
    const fields = {
      name,
      description: task.get('notes').text,
      status: done ? 'COMPLETED' : 'NEEDS-ACTION',
      // Google keeps a day and writes it as midnight.
      dueDate: timeOf(task.get('due'), task.get('none'))?.slice(0, 10),
      completedDate: timeOf(task.get('completed'), task.get('none')),
      calendar,
    }
    return [{ item: itemOf('Task', fields, [], id ? `google-task ${id}` : undefined) }]
  })
}

/** The more particular first. */
const KINDS: readonly TakeoutKind[] = [
  {
    name: 'timeline',
    looks: has(/^\s*\{/, /"semanticSegments"\s*:/),
    read: each('$.semanticSegments.*', timelineSegment),
  },
  { name: 'timeline', looks: has(/^\s*\[/, /"geo:-?\d/, /"startTime"\s*:/), read: each('$.*', timelineSegment) },
  {
    name: 'timeline',
    looks: has(/^\s*\{/, /"timelineObjects"\s*:/),
    read: each('$.timelineObjects.*', timelineObject),
  },
  { name: 'records', looks: has(/^\s*\{\s*"locations"\s*:/, /"latitudeE7"|"timestamp(?:Ms)?"/), read: readRecords },
  { name: 'history', looks: has(/^\s*\{/, /"Browser History"\s*:/), read: each('$.Browser History.*', visited) },
  {
    name: 'my-activity',
    looks: has(/^\s*\[\s*\{/, /"header"\s*:/, /"title"\s*:/, /"time"\s*:/),
    read: each('$.*', activity),
  },
  {
    name: 'saved-places',
    looks: has(/^\s*\{/, /"FeatureCollection"/, /"features"\s*:/),
    read: each('$.features.*', savedPlace),
  },
  { name: 'tasks', looks: has(/^\s*\{/, /"tasks#taskLists"/), read: each('$.items.*', taskList) },
  { name: 'keep', looks: has(/^\s*\{/, /"isTrashed"\s*:/, /"is(?:Pinned|Archived)"\s*:/), read: each('$', keepNote) },
]

/** What a JSON text that begins so is to Google Takeout, or undefined where it is nothing of it. */
export const takeoutKind = (start: string): TakeoutKind | undefined =>
  KINDS.find(({ looks }) => looks(start.replace(/^\ufeff/, '')))
