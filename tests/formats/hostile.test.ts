import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemType } from '../../lib/contract/item-types'
import { entryProblem, LIMITS, readArchive } from '../../lib/formats/archive'
import { piecesOf } from '../../lib/formats/byte-stream'
import { readHealth } from '../../lib/formats/health'
import { recognise, recogniseStart } from '../../lib/formats/recognise'
import { takeoutKind } from '../../lib/formats/takeout'
import { readActivityPage } from '../../lib/formats/takeout-html'
import { inPieces, readAll } from './read'
import { zipOf } from './zip'

const RUNS = { numRuns: 300 }

/** A text with a few places changed, cut out or said twice. */
const mangled = (text: string) =>
  fc
    .array(
      fc.tuple(
        fc.nat(text.length),
        fc.nat(40),
        fc.oneof(fc.string(), fc.constantFrom('<', '"', '>', '{', '[', '\\', '\0')),
      ),
      { maxLength: 6 },
    )
    .map((changes) =>
      changes.reduce((now, [at, length, instead]) => now.slice(0, at) + instead + now.slice(at + length), text),
    )

const wellMade = ({ items }: Awaited<ReturnType<typeof readAll>>) => {
  for (const { type, fields, key, version } of items) {
    const names = itemType(type)?.fields.map(({ name }) => name) ?? []
    expect(names).toEqual(expect.arrayContaining(Object.keys(fields)))
    expect(key && version).toBeTruthy()
    expect(JSON.stringify(fields)).not.toMatch(/null(?![,\]])|NaN|Infinity/)
  }
}

describe('whatever a file says', () => {
  it('it is recognised as something', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.string(), async (bytes, name) => {
        expect(recogniseStart(bytes, name)).toBeTypeOf('string')
        expect(await recognise(new Blob(['PK\u0003\u0004', bytes as BlobPart]), name)).toBe('archive')
      }),
      RUNS,
    )
  })

  it('an archive ends, with problems or without', async () => {
    const whole = new Uint8Array(
      await zipOf([
        { path: 'a.json', data: '[1,2,3]'.repeat(50) },
        { path: 'b', data: 'b', method: 0 },
      ]).arrayBuffer(),
    )
    const change = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(change, fc.nat(whole.length), async (changes, length) => {
        const bytes = whole.slice(0, length > whole.length / 2 ? whole.length : length)
        for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte
        for await (const next of readArchive(new Blob([bytes]), { ...LIMITS, entries: 10, all: 1 << 20 })) {
          if ('problem' in next) continue
          try {
            let size = 0
            for await (const piece of piecesOf(next.entry.bytes())) size += piece.length
            expect(size).toBeLessThan(1 << 20)
          } catch (error) {
            expect(entryProblem('a', error).reason).toMatch(/^(?:damaged|too-large)$/)
          }
        }
      }),
      RUNS,
    )
  })

  it('a health export gives whole items', async () => {
    const record =
      '<Record type="HKQuantityTypeIdentifierStepCount" unit="count" startDate="2024-01-15 08:00:00 +0100" value="1"/>'
    const workout =
      '<Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="3" totalDistance="5" totalDistanceUnit="km" startDate="2024-01-15 08:00:00 +0100"><WorkoutRoute/></Workout>'
    const ring = '<ActivitySummary dateComponents="2024-01-15" appleStandHours="12"/>'
    await fc.assert(
      fc.asyncProperty(
        mangled(`<HealthData>\n${record}\n${workout}\n${ring}\n</HealthData>`),
        fc.integer({ min: 1, max: 200 }),
        async (text, size) => wellMade(await readAll(readHealth(inPieces(text, size)))),
      ),
      RUNS,
    )
  })

  it('an activity page gives whole items', async () => {
    const page =
      '<html><div class="outer-cell"><p class="mdl-typography--title">X<br></p><div class="content-cell">Visited <a href="https://a.example/">A</a><br>15.01.2024, 08:00:00 MEZ</div></div></html>'
    await fc.assert(
      fc.asyncProperty(mangled(page), fc.integer({ min: 1, max: 200 }), async (text, size) =>
        wellMade(await readAll(readActivityPage(inPieces(text, size)))),
      ),
      RUNS,
    )
  })

  const leaf = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(
      'geo:1,2',
      '1\u00b0, 2\u00b0',
      '2024-01-01T00:00:00Z',
      1e300,
      487000000,
      '1700000000000000',
      'javascript:x',
    ),
  )
  const keys = [
    'title',
    'titleUrl',
    'time',
    'header',
    'url',
    'time_usec',
    'location',
    'geometry',
    'coordinates',
    'properties',
    'latitudeE7',
    'longitudeE7',
    'timestamp',
    'timestampMs',
    'startTime',
    'endTime',
    'visit',
    'activity',
    'timelinePath',
    'point',
    'topCandidate',
    'placeLocation',
    'placeVisit',
    'activitySegment',
    'duration',
    'startTimestamp',
    'kind',
    'items',
    'due',
    'textContent',
    'listContent',
    'labels',
    'name',
    'createdTimestampUsec',
  ]
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 8 }),
    ),
  })).any

  it.each([
    ['My Activity', '[{"header":"x","title":"x","time":"x"},', ']'],
    ['Records', '{"locations":[{"latitudeE7":1},', ']}'],
    ['a month', '{"timelineObjects":[', ']}'],
    ['Android', '{"semanticSegments":[', ']}'],
    ['iOS', '[{"startTime":"","visit":"geo:1,2"},', ']'],
    ['history', '{"Browser History":[', ']}'],
    ['saved places', '{"type":"FeatureCollection","features":[', ']}'],
    ['tasks', '{"kind":"tasks#taskLists","items":[', ']}'],
    ['a note', '{"isTrashed":false,"isPinned":false,"labels":[', ']}'],
  ])('%s of Takeout gives whole items', async (_, before, after) => {
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 4 }), async (values) => {
        const text = before + values.map((each) => JSON.stringify(each)).join(',') + after
        const kind = takeoutKind(text)
        if (!kind) throw new Error('not recognised')
        wellMade(await readAll(kind.read(inPieces(text))))
      }),
      RUNS,
    )
  })
})
