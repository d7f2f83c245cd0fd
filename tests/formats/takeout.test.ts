import { describe, expect, it } from 'vitest'
import { jsonValues } from '../../lib/formats/json-values'
import { takeoutKind } from '../../lib/formats/takeout'
import { readActivityPage } from '../../lib/formats/takeout-html'
import { inPieces, plain, readAll } from './read'

/** What a file of Takeout holds, by its content alone. */
const read = async (content: unknown) => {
  const text = JSON.stringify(content)
  const kind = takeoutKind(text.slice(0, 8192))
  if (!kind) throw new Error('not recognised')
  return readAll(kind.read(inPieces(text)))
}
const itemsOf = async (content: unknown) => {
  const { items, problems } = await read(content)
  expect(problems).toEqual([])
  return items.map(plain)
}

describe('my activity', () => {
  const entry = {
    header: 'Suche',
    title: 'Gesucht nach: \u00d6l',
    titleUrl: 'https://www.google.com/search?q=x',
    subtitles: [{ name: 'In deiner N\u00e4he' }],
    time: '2024-04-02T10:01:00.5Z',
    products: ['Suche'],
  }
  it('is activities', async () => {
    expect(await itemsOf([entry])).toEqual([
      {
        type: 'Activity',
        name: 'Gesucht nach: \u00d6l',
        url: 'https://www.google.com/search?q=x',
        startTime: '2024-04-02T10:01:00.5Z',
        instrument: 'Suche',
        description: 'In deiner N\u00e4he',
      },
    ])
  })
  it('leaves out a link that runs something, and what is no entry', async () => {
    const { items, problems } = await read([{ ...entry, titleUrl: 'javascript:alert(1)' }, 7, { header: 'x' }])
    expect(items).toHaveLength(1)
    expect(items[0]?.fields).not.toHaveProperty('url')
    expect(problems.map(({ reason }) => reason)).toEqual(['unsafe-link', 'not-understood', 'not-understood'])
  })
})

describe('places', () => {
  const HOME = { latitudeE7: 487654321, longitudeE7: 91234567 }
  const record = (minute: number, latitudeE7: number) => ({
    latitudeE7,
    longitudeE7: 4294967296 - 91234567,
    accuracy: 20,
    timestamp: new Date(Date.UTC(2023, 4, 5, 10, minute)).toISOString(),
  })

  it('that are points are a trip each day, thinned', async () => {
    const day = Array.from({ length: 100 }, (_, minute) => record(minute, 487000000 + Math.floor(minute / 2) * 10000))
    const next = { ...record(0, 480000000), timestampMs: '1683453600000', timestamp: undefined }
    const items = await itemsOf({ locations: [...day, next] })
    expect(items).toHaveLength(2)
    expect(items[0]).toMatchObject({ type: 'Trip', startTime: '2023-05-05T10:00:00Z', endTime: '2023-05-05T11:38:00Z' })
    expect(items[0]).toHaveProperty('itinerary.length', 50)
    expect(items[0]).toHaveProperty('itinerary.0', [48.7, -9.1234567, null, Date.UTC(2023, 4, 5, 10)])
    expect(items[0]).toHaveProperty('distance', 5449)
    expect(items[1]).toMatchObject({ type: 'Place', geo: { latitude: 48, longitude: -9.1234567 } })
  })
  it('that are very many points stay small, and a day keeps its key when more of it comes', async () => {
    const many = Array.from({ length: 40_000 }, (_, n) => ({
      ...record(0, 400000000 + n * 5000),
      timestamp: new Date(Date.UTC(2023, 4, 5, 2) + n * 1900).toISOString(),
    }))
    const [whole, part] = await Promise.all([read({ locations: many }), read({ locations: many.slice(0, 1000) })])
    expect(whole.items).toHaveLength(1)
    expect(JSON.stringify(whole.items[0]).length).toBeLessThan(100_000)
    expect(part.items[0]?.key).toBe(whole.items[0]?.key)
    expect(part.items[0]?.version).not.toBe(whole.items[0]?.version)
  })
  it('that are nowhere are counted', async () => {
    const { items, problems } = await read({
      locations: [{ ...record(0, 2e9), latitudeE7: 910000000 }, { latitudeE7: 1 }, null],
    })
    expect(items).toEqual([])
    expect(problems).toMatchObject([{ reason: 'missing', what: '3 points without a place or time' }])
  })

  it('by month are visits and trips', async () => {
    const duration = { startTimestamp: '2022-01-01T08:00:00Z', endTimestamp: '2022-01-01T09:00:00.123Z' }
    const items = await itemsOf({
      timelineObjects: [
        { placeVisit: { location: { ...HOME, name: 'Caf\u00e9', address: 'Hauptstr. 1' }, duration } },
        {
          activitySegment: {
            startLocation: HOME,
            endLocation: { ...HOME, latitudeE7: 488654321 },
            duration: { startTimestampMs: '1641024000000', endTimestampMs: '1641027600000' },
            distance: 11500,
            activityType: 'IN_PASSENGER_VEHICLE',
            waypointPath: { waypoints: [{ latE7: 488000000, lngE7: 91234567 }] },
          },
        },
      ],
    })
    expect(items).toEqual([
      {
        type: 'Place',
        name: 'Caf\u00e9',
        geo: { latitude: 48.7654321, longitude: 9.1234567 },
        address: { streetAddress: 'Hauptstr. 1' },
        startTime: '2022-01-01T08:00:00Z',
        endTime: '2022-01-01T09:00:00.123Z',
        category: 'Visit',
      },
      expect.objectContaining({
        type: 'Trip',
        category: 'In passenger vehicle',
        distance: 11500,
        startTime: '2022-01-01T08:00:00Z',
      }),
    ])
    expect(items[1]).toHaveProperty('itinerary.length', 3)
  })

  const android = {
    semanticSegments: [
      {
        startTime: '2024-03-01T08:00:00.000+01:00',
        endTime: '2024-03-01T09:00:00.000+01:00',
        visit: {
          topCandidate: { semanticType: 'INFERRED_HOME', placeLocation: { latLng: '43.71\u00b0, -7.26\u00b0' } },
        },
      },
      {
        startTime: '2024-03-01T09:00:00.000+01:00',
        endTime: '2024-03-01T09:30:00.000+01:00',
        activity: {
          start: { latLng: '43.71\u00b0, -7.26\u00b0' },
          end: { latLng: '43.8\u00b0, -7.3\u00b0' },
          distanceMeters: 10234.6,
          topCandidate: { type: 'WALKING' },
        },
      },
      {
        startTime: '2024-03-01T10:00:00.000+01:00',
        endTime: '2024-03-01T12:00:00.000+01:00',
        timelinePath: [
          { point: '43.7\u00b0, -7.2\u00b0', time: '2024-03-01T10:10:00.000+01:00' },
          { point: '43.8\u00b0, -7.2\u00b0', time: '2024-03-01T10:30:00.000+01:00' },
        ],
      },
      {
        startTime: '2024-03-01T10:00:00.000+01:00',
        endTime: '2024-03-01T12:00:00.000+01:00',
        timelineMemory: { trip: {} },
      },
    ],
    rawSignals: [{ position: { LatLng: '1\u00b0, 2\u00b0' } }],
  }
  const ios = [
    {
      startTime: '2024-03-01T08:00:00.000+01:00',
      endTime: '2024-03-01T09:00:00.000+01:00',
      visit: {
        hierarchyLevel: '0',
        topCandidate: { semanticType: 'Home', placeID: 'x', placeLocation: 'geo:43.71,-7.26' },
      },
    },
    {
      startTime: '2024-03-01T09:00:00.000+01:00',
      endTime: '2024-03-01T09:30:00.000+01:00',
      activity: {
        start: 'geo:43.71,-7.26',
        end: 'geo:43.8,-7.3',
        distanceMeters: '10234.6',
        topCandidate: { type: 'walking' },
      },
    },
    {
      startTime: '2024-03-01T10:00:00.000+01:00',
      endTime: '2024-03-01T12:00:00.000+01:00',
      timelinePath: [
        { point: 'geo:43.7,-7.2', durationMinutesOffsetFromStartTime: '10' },
        { point: 'geo:43.8,-7.2', durationMinutesOffsetFromStartTime: '30' },
      ],
    },
  ]
  it.each([
    ['Android', android],
    ['iOS', ios],
  ])('from a phone with %s are visits and trips', async (_, timeline) => {
    expect(await itemsOf(timeline)).toEqual([
      {
        type: 'Place',
        name: 'Home',
        category: 'Visit',
        geo: { latitude: 43.71, longitude: -7.26 },
        startTime: '2024-03-01T08:00:00.000+01:00',
        endTime: '2024-03-01T09:00:00.000+01:00',
      },
      expect.objectContaining({ type: 'Trip', category: 'Walking', distance: 10235 }),
      expect.objectContaining({
        type: 'Trip',
        distance: 11120,
        itinerary: [
          [43.7, -7.2, null, Date.UTC(2024, 2, 1, 9, 10)],
          [43.8, -7.2, null, Date.UTC(2024, 2, 1, 9, 30)],
        ],
      }),
    ])
  })

  it('that were saved have a name, an address or a point', async () => {
    const feature = (coordinates: number[], properties: object) => ({
      type: 'Feature',
      geometry: { coordinates, type: 'Point' },
      properties,
    })
    const { items, problems } = await read({
      type: 'FeatureCollection',
      features: [
        feature([9.5, 48.5], {
          date: '2020-01-01T00:00:00Z',
          google_maps_url: 'https://maps.google.com/?cid=1',
          location: { name: 'M\u00fchle', address: 'Am Bach 2' },
        }),
        feature([0, 0], { Title: 'Nur ein Name', Comment: 'gut' }),
        feature([0, 0], {}),
      ],
    })
    expect(items.map(plain)).toEqual([
      {
        type: 'Place',
        name: 'M\u00fchle',
        geo: { latitude: 48.5, longitude: 9.5 },
        address: { streetAddress: 'Am Bach 2' },
        url: 'https://maps.google.com/?cid=1',
        category: 'Saved place',
      },
      { type: 'Place', name: 'Nur ein Name', description: 'gut', category: 'Saved place' },
    ])
    expect(problems).toMatchObject([{ reason: 'not-understood' }])
  })
})

describe('the rest of Takeout', () => {
  it('has the history of Chrome', async () => {
    expect(
      await itemsOf({
        'Browser History': [{ title: 'A page', url: 'https://a.example/', time_usec: 1700000000123456 }],
      }),
    ).toEqual([
      {
        type: 'Activity',
        name: 'A page',
        url: 'https://a.example/',
        startTime: '2023-11-14T22:13:20.123Z',
        instrument: 'Chrome',
      },
    ])
  })
  it('has notes, their lists and labels', async () => {
    const note = {
      color: 'DEFAULT',
      isTrashed: false,
      isPinned: false,
      isArchived: true,
      createdTimestampUsec: 1700000000000000,
      title: 'Einkauf',
      listContent: [
        { text: 'Milch', isChecked: true },
        { text: 'Brot', isChecked: false },
      ],
      labels: [{ name: 'Haus' }],
    }
    expect(await itemsOf(note)).toEqual([
      {
        type: 'Note',
        name: 'Einkauf',
        text: '- [x] Milch\n- [ ] Brot',
        dateCreated: '2023-11-14T22:13:20Z',
        tags: ['Haus', 'Archived'],
      },
    ])
    expect(await itemsOf({ ...note, title: '', listContent: [], textContent: ' ' })).toEqual([])
  })
  it('has tasks of every list', async () => {
    const task = {
      kind: 'tasks#task',
      id: 'a1',
      title: 'Steuer',
      notes: 'bald',
      status: 'completed',
      due: '2024-05-31T00:00:00.000Z',
      completed: '2024-05-30T11:00:00.000Z',
    }
    const lists = {
      kind: 'tasks#taskLists',
      items: [
        {
          kind: 'tasks#tasks',
          title: 'Meine Aufgaben',
          items: [task, { id: 'b', title: 'offen', status: 'needsAction' }],
        },
      ],
    }
    expect(await itemsOf(lists)).toEqual([
      {
        type: 'Task',
        name: 'Steuer',
        description: 'bald',
        status: 'COMPLETED',
        dueDate: '2024-05-31',
        completedDate: '2024-05-30T11:00:00.000Z',
        calendar: 'Meine Aufgaben',
      },
      { type: 'Task', name: 'offen', status: 'NEEDS-ACTION', calendar: 'Meine Aufgaben' },
    ])
  })
})

describe('an activity page', () => {
  const cell = (lines: string) =>
    `<div class="outer-cell mdl-cell mdl-cell--12-col mdl-shadow--2dp"><div class="mdl-grid"><div class="header-cell mdl-cell mdl-cell--12-col"><p class="mdl-typography--title">YouTube<br></p></div><div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1">${lines}</div><div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1 mdl-typography--text-right"></div><div class="content-cell mdl-cell mdl-cell--12-col mdl-typography--caption"><b>Produkte:</b><br>&emsp;YouTube<br></div></div></div>`
  const page = (...cells: string[]) =>
    `<html><head><style>.mdl-grid{}</style></head><body><div class="mdl-grid">${cells.map(cell).join('')}</div></body></html>`

  it.each([
    ['15.01.2024, 08:00:00 MEZ', '2024-01-15'],
    ['Jan 15, 2024, 8:00:00\u202fAM UTC', '2024-01-15'],
    ['15 janv. 2024, 08:00:00 UTC', '2024-01-15'],
    ['15 Jan 2024, 08:00:00 GMT+01:00', '2024-01-15'],
  ])('has title, link and day: %s', async (when, startTime) => {
    const text = page(
      `Watched&nbsp;<a href="https://www.youtube.com/watch?v=1&amp;t=2">A &amp; B</a><br><a href="https://www.youtube.com/c">C</a><br>${when}<br>`,
    )
    const { items, problems } = await readAll(readActivityPage(inPieces(text)))
    expect(problems).toEqual([])
    expect(items.map(plain)).toEqual([
      {
        type: 'Activity',
        name: 'Watched A & B',
        url: 'https://www.youtube.com/watch?v=1&t=2',
        startTime,
        instrument: 'YouTube',
        description: 'C',
      },
    ])
  })
  it('lists a day that nobody can be sure of, and a link that runs something', async () => {
    const text = page('Visited <a href="javascript:x">y</a><br>01/02/2024, 08:00:00 CET', 'Used something<br>gestern')
    const { items, problems } = await readAll(readActivityPage(inPieces(text)))
    expect(items.map(({ fields }) => [fields.name, fields.description, fields.startTime])).toEqual([
      ['Visited y', '01/02/2024, 08:00:00 CET', undefined],
      ['Used something', 'gestern', undefined],
    ])
    expect(problems.map(({ reason }) => reason)).toEqual(['unsafe-link', 'bad-date', 'bad-date'])
  })
  it.each([
    ['tags in tags', '<b>'.repeat(1 << 18), 'too-deep'],
    ['words', 'word '.repeat(1 << 20), 'too-large'],
  ])('stops where %s never end, and keeps what was there', async (_, endless, reason) => {
    const text = `${page('A<br>15.01.2024, 08:00:00 MEZ').replace('</body></html>', '')}${endless}`
    const { items, problems } = await readAll(readActivityPage(inPieces(text, 1 << 14)))
    expect(items).toHaveLength(1)
    expect(problems.map((problem) => problem.reason)).toEqual([reason])
  })
})

describe('values of a JSON text', () => {
  const values = async (text: string, path = '$.*', size = 61) => {
    const found: unknown[] = []
    for await (const next of jsonValues(inPieces(text, size), path)) {
      found.push('value' in next ? next.value : next.problem.reason)
    }
    return found
  }
  it.each([
    ['with a mark', '\ufeff[1,{"a":"b[[{\\""}]', [1, { a: 'b[[{"' }]],
    ['cut off', '[1,{"a":1},{"a"', [1, { a: 1 }, 'cut-off']],
    ['broken', '[1,{"a":nope},3]', [1, 'not-understood']],
    ['without values', '', []],
    ['with a name that objects have already', '[{"__proto__":{"x":1}}]', [JSON.parse('{"__proto__":{"x":1}}')]],
  ])('come until the first error: %s', async (_, text, expected) => {
    expect(await values(text)).toEqual(expected)
  })
  it.each([
    ['deep', `[1,${'['.repeat(1 << 20)}`, ['too-deep', 'cut-off']],
    ['long', `[1,"${'x'.repeat(12 << 20)}"]`, ['x'.repeat(8 << 20), 'too-large']],
    ['of many parts', `[1,[${'1,'.repeat(17 << 20)}`, ['too-large']],
  ])(
    'that are too %s are told, and no more of them is held than that',
    async (_, text, rest) => {
      const [first, ...found] = await values(text, '$.*', 1 << 16)
      expect(first).toBe(1)
      expect(new Set(found)).toEqual(new Set(rest))
    },
    120_000,
  )
  it('may stand behind much that nobody asked for', async () => {
    expect(await values(`{"skip":[${'{"a":1},'.repeat(1 << 20)}1],"wanted":[7]}`, '$.wanted.*', 1 << 16)).toEqual([7])
  })
})
