import { describe, expect, it } from 'vitest'
import { type Format, recognise } from '../../lib/formats/recognise'
import { type Packed, zipOf } from './zip'

const of = (content: BlobPart, name = 'file.bin') => recognise(new Blob([content]), name)
const utf16 = (text: string, mark: number[] = []) => Uint8Array.from([...mark, ...Buffer.from(text, 'utf16le')])

const VCARD = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\nEND:VCARD\r\n'
const CALENDAR = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
const BOOKMARKS =
  '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<DL><p><DT><A HREF="https://a/">A</A></DL>'
const HEALTH = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n]>\n<HealthData locale="de_DE">'
const ACTIVITY =
  '[{"header":"Suche","title":"Gesucht nach: \u00d6l","titleUrl":"https://x/","time":"2024-04-02T10:01:00Z"}]'

describe('a file', () => {
  it.each<[Format, string, BlobPart]>([
    ['vcard', 'contacts.vcf', VCARD],
    ['vcard', 'wrong name.csv', VCARD],
    ['vcard', 'with a mark', `\ufeff${VCARD}`],
    ['vcard', 'after junk', `\r\njunk\r\n${VCARD}`],
    ['vcard', 'UTF-16 with a mark', utf16(VCARD, [0xff, 0xfe])],
    ['vcard', 'UTF-16 without', utf16(VCARD)],
    ['vcard', 'windows-1252', Uint8Array.from(Buffer.from(VCARD.replace('Ada', 'J\u00fcrgen'), 'latin1'))],
    ['icalendar', 'x.vcf', CALENDAR],
    ['icalendar', 'with a card in it', CALENDAR + VCARD],
    ['bookmarks', 'lesezeichen.html', BOOKMARKS],
    ['health', 'Exportieren.xml', HEALTH],
    ['gpx', 'x.xml', '<?xml version="1.0"?><gpx version="1.1">'],
    ['gpx', 'prefixed', '<?xml version="1.0"?><g:gpx xmlns:g="http://www.topografix.com/GPX/1/1">'],
    ['takeout', 'MeineAktivit\u00e4ten.json', ACTIVITY],
    [
      'takeout',
      'Records.json',
      '{ "locations": [{ "latitudeE7": 1, "longitudeE7": 2, "timestamp": "2020-01-01T00:00:00Z" }]}',
    ],
    ['takeout', 'Timeline.json', '{"semanticSegments":[]}'],
    [
      'takeout',
      'location-history.json',
      '[{"endTime":"2024-01-01T00:00:00Z","startTime":"2024-01-01T00:00:00Z","visit":{"topCandidate":{"placeLocation":"geo:1,2"}}}]',
    ],
    ['activity-page', 'x.html', '<html><head><style>.mdl-typography--title{}</style>'],
    ['json-ld', 'x.json', '{"@context":"https://schema.org","@graph":[]}'],
    ['json-ld', 'x.jsonld', '[{"name":"Ada"}]'],
    ['json', 'x.vcf', '[{"name":"Ada"}]'],
    ['json', 'empty', '[]'],
    ['csv', 'x.csv', 'name\r\nAda\r\n'],
    ['csv', 'x.txt', 'name;born\nAda;1815\nGrace;1906\n'],
    ['csv', 'tabs', 'name\tborn\nAda\t1815\n'],
    ['csv', 'commas in quotes', 'name,born,died\n"Lovelace, Ada",1815,1852\n'],
    ['unknown', 'letter.txt', 'Dear Ada,\nhow are you, and how is Charles?\nYours, Mary\n'],
    ['unknown', 'page.csv', '<html><body>Sign in</body></html>'],
    ['unknown', 'page.html', '<!doctype html><html><body>a;b\nc;d</body></html>'],
    ['unknown', 'photo.vcf', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46])],
    ['unknown', 'empty.csv', ''],
    ['unknown', 'noise', Uint8Array.from({ length: 500 }, (_, at) => (at * 89) % 256)],
    ['backup', 'x.txt', 'age-encryption.org/v1\n-> scrypt abc 18\n'],
    ['backup', 'x.zip', '-----BEGIN AGE ENCRYPTED FILE-----\nYWdl'],
  ])('is %s: %s', async (format, name, content) => {
    expect(await of(content, name)).toBe(format)
  })
})

describe('an archive', () => {
  it.each<[Format, string, Packed[]]>([
    ['health', 'Apple Health in any language', [{ path: 'apple_health_export/\u5bfc\u51fa.xml', data: HEALTH }]],
    ['takeout', 'Takeout in any language', [{ path: 'Takeout/Kontakte/Alle Kontakte.vcf', data: VCARD }]],
    [
      'takeout',
      'Takeout by what it holds',
      [
        { path: 'a.jpg', data: 'x' },
        { path: 'b', data: ACTIVITY },
      ],
    ],
    [
      'export',
      'our own export',
      [
        { path: 'contacts.vcf', data: VCARD },
        { path: 'everything.jsonld', data: '{}' },
      ],
    ],
    [
      'archive',
      'several known files',
      [
        { path: 'a.bin', data: 'x' },
        { path: 'b', data: VCARD },
      ],
    ],
    [
      'unknown',
      'photos',
      [
        { path: 'a.jpg', data: 'x' },
        { path: 'b.bin', data: 'y' },
      ],
    ],
    [
      'unknown',
      'a document',
      [
        { path: '[Content_Types].xml', data: '<?xml version="1.0"?><Types/>' },
        { path: 'word/document.xml', data: '<w:document/>' },
      ],
    ],
  ])('is %s: %s', async (format, _, entries) => {
    expect(await recognise(zipOf(entries), 'contacts.vcf')).toBe(format)
  })

  it('that is cut off is one all the same', async () => {
    const whole = zipOf([{ path: 'a', data: VCARD }])
    expect(await recognise(whole.slice(0, 80), 'a.zip')).toBe('archive')
  })
})
