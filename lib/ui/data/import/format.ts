import type { Inspection } from '../../../formats/worker-api'
import { snake, t } from '../../words'

type Format = Inspection['format']

const WORDS = {
  vcard: true,
  icalendar: true,
  csv: true,
  json: true,
  'json-ld': true,
  bookmarks: true,
  gpx: true,
  health: true,
  takeout: true,
  'activity-page': true,
  backup: true,
  export: true,
  archive: true,
  unknown: true,
} satisfies Record<Format, true>

/** What kind of file it is; an import that a newer version wrote may know more kinds. */
export const formatWords = (format: string): string =>
  Object.hasOwn(WORDS, format) ? t(`format.${snake(format as Format)}`) : t('format.unknown')

/** What a text may be read as, where the guess is wrong. */
export const TEXT_FORMATS: readonly Format[] = ['vcard', 'icalendar', 'csv', 'json', 'json-ld', 'bookmarks', 'gpx']
