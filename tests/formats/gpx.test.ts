import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChangeId, ItemId } from '../../lib/contract/ids'
import type { Fields, Item, Path } from '../../lib/contract/item'
import { readGpx } from '../../lib/formats/gpx'
import { writeGpx } from '../../lib/formats/gpx-write'

const MB = 1 << 20
const context = { keepFile: () => Promise.reject(new Error('no files in GPX')) }
async function* of(...texts: string[]) {
  yield* texts
}
const readAll = async (chunks: AsyncIterable<string>) => {
  const reads = await Array.fromAsync(readGpx(chunks, context))
  return {
    found: reads.flatMap((each) => ('item' in each ? [[each.item.type, each.item.fields] as const] : [])),
    problems: reads.flatMap((each) =>
      'problem' in each ? [`${each.problem.line} ${each.problem.reason} ${each.problem.what}`] : [],
    ),
  }
}
const read = (...texts: string[]) => readAll(of(...texts))

describe('GPX', () => {
  const file = (prefix: string) => `<?xml version="1.0"?>
<${prefix}gpx xmlns:x="y"><metadata><name>not this</name></metadata>
<${prefix}wpt lat="50.94" lon="6.96"><${prefix}ele>53</${prefix}ele><${prefix}time>2026-02-01T10:00:00</${prefix}time>
<${prefix}name>Dom &amp; Rhein</${prefix}name><${prefix}desc><![CDATA[<b>x</b>]]></${prefix}desc><${prefix}link href="https://a.example"><${prefix}text>t</${prefix}text></${prefix}link><${prefix}sym>Church</${prefix}sym></${prefix}wpt>
<${prefix}wpt lat="50"><${prefix}name>no position</${prefix}name></${prefix}wpt>
<${prefix}wpt lat="" lon=""/><${prefix}wpt lat="91" lon="1"/>
<${prefix}trk><${prefix}name>Walk</${prefix}name><${prefix}type>hiking</${prefix}type>
<${prefix}trkseg><${prefix}trkpt lat="0" lon="0"><${prefix}ele>1.5</${prefix}ele><${prefix}time>2026-02-01T10:00:00Z</${prefix}time><extensions><name>not this</name><${prefix}trkpt lat="9" lon="9"/></extensions></${prefix}trkpt>
<${prefix}trkpt lat="0" lon="1"><${prefix}time>2026-02-01T11:00:00+01:00</${prefix}time></${prefix}trkpt><${prefix}trkpt/></${prefix}trkseg>
<${prefix}trkseg><${prefix}trkpt lat="10" lon="1"><${prefix}time>then</${prefix}time></${prefix}trkpt></${prefix}trkseg></${prefix}trk>
<${prefix}rte><${prefix}name>Plan</${prefix}name><${prefix}rtept lat="1" lon="2"><${prefix}name>stop</${prefix}name></${prefix}rtept></${prefix}rte>
<${prefix}trk><${prefix}name>Empty</${prefix}name></${prefix}trk>
</${prefix}gpx>`

  it.each(['', 'gpx:'])('has places and trips, whatever the prefix: "%s"', async (prefix) => {
    for (const chunks of [[file(prefix)], [...file(prefix)]]) {
      const { found, problems } = await read(...chunks)
      expect(found).toEqual([
        [
          'Place',
          {
            name: 'Dom & Rhein',
            description: '<b>x</b>',
            category: 'Church',
            url: 'https://a.example',
            geo: { latitude: 50.94, longitude: 6.96, elevation: 53 },
            startTime: '2026-02-01T10:00:00Z',
          },
        ],
        [
          'Trip',
          {
            name: 'Walk',
            category: 'hiking',
            startTime: '2026-02-01T10:00:00Z',
            endTime: '2026-02-01T10:00:00Z',
            distance: 111195,
            itinerary: [
              [0, 0, 1.5, Date.UTC(2026, 1, 1, 10)],
              [0, 1, null, Date.UTC(2026, 1, 1, 10)],
              [10, 1, null, null],
            ],
          },
        ],
        ['Trip', { name: 'Plan', distance: 0, itinerary: [[1, 2, null, null]] }],
      ])
      expect(problems).toEqual(
        [
          '5 missing 50 no position',
          '6 missing',
          '6 missing 91 1',
          '9 missing',
          '10 bad-date then',
          '12 missing Empty',
        ].map((each) => expect.stringContaining(each)),
      )
    }
  })

  it('that was cut off says so, and what came before is there', async () => {
    const { found, problems } = await read('<gpx><wpt lat="1" lon="2"/><trk><trkseg><trkpt lat="1" lon="2"/><trkpt la')
    expect(found.map(([type]) => type)).toEqual(['Place', 'Trip'])
    expect(problems).toEqual([expect.stringContaining('cut-off')])
    expect((await read('<gpx><wpt lat="1" lon="2"/></gpx>\n')).problems).toEqual([])
  })

  it.each([
    ['a bare &', '<gpx><wpt lat="1" lon="2"><name>A & B</name></wpt></gpx>', 'A & B'],
    [
      'an unknown entity',
      '<!DOCTYPE g [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><gpx><wpt lat="1" lon="2"><name>&b;</name></wpt></gpx>',
      '&b;',
    ],
    ['a repeated attribute', '<gpx><wpt lat="1" lat="5" lon="2"><name>x</name></wpt></gpx>', 'x'],
  ])('is read over %s', async (_, text, name) => {
    expect((await read(text)).found).toEqual([['Place', { name, geo: { latitude: 1, longitude: 2 } }]])
  })

  it('with a text of 2 MB keeps a part of it', async () => {
    const { found, problems } = await read(
      '<gpx><wpt lat="1" lon="2"><name>',
      'x'.repeat(2 * MB),
      '</name></wpt></gpx>',
    )
    expect(String(found[0]?.[1].name).length).toBeLessThan(MB)
    expect(problems).toEqual([expect.stringContaining('1 too-large')])
  })

  it('drops a link that would run', async () => {
    const { found, problems } = await read('<gpx><wpt lat="1" lon="2"><link href="javascript:alert(1)"/></wpt></gpx>')
    expect(found).toEqual([['Place', { geo: { latitude: 1, longitude: 2 } }]])
    expect(problems).toEqual(['1 unsafe-link javascript:alert(1)'])
  })

  it('of 100,000 points keeps a part of them, and the whole distance', async () => {
    const points = async function* () {
      yield '<gpx><trk><name>Long</name><trkseg>'
      for (let n = 0; n < 1000; n++)
        yield Array.from({ length: 100 }, (_, m) => `<trkpt lat="0" lon="${((n * 100 + m) / 1000).toFixed(3)}"/>`).join(
          '',
        )
      yield '</trkseg></trk></gpx>'
    }
    const { found, problems } = await readAll(points())
    const [, fields] = found[0] ?? []
    const itinerary = fields?.itinerary as Path
    expect(itinerary.length).toBeLessThanOrEqual(50_001)
    expect(itinerary.length).toBeGreaterThan(20_000)
    expect([itinerary[0], itinerary.at(-1)]).toEqual([
      [0, 0, null, null],
      [0, 99.999, null, null],
    ])
    expect(Math.abs((fields?.distance as number) / 111_195 - 99.999)).toBeLessThan(0.001)
    expect(problems).toEqual(['1 too-large Long 100000'])
  })

  it.each([
    ['an attribute without end', '<wpt lat="', 'x'.repeat(MB), 'too-large'],
    ['elements within elements', '', '<a>'.repeat(1000), 'too-deep'],
  ])('with %s ends', async (_, before, text, reason) => {
    let asked = 0
    const endless = async function* () {
      yield `<gpx><wpt lat="1" lon="2"/>${before}`
      for (;;) {
        asked++
        yield text
      }
    }
    const { found, problems } = await readAll(endless())
    expect(found).toHaveLength(1)
    expect(problems).toEqual([expect.stringContaining(reason)])
    expect(asked).toBeLessThan(100)
  })

  it('never makes it throw', async () => {
    const parts = fc.constantFrom(
      '<gpx>',
      '</gpx>',
      '<wpt lat="1" lon="2">',
      '</wpt>',
      '<trk>',
      '</trk>',
      '<trkpt lat="1" lon="1"/>',
      '<name>',
      '</name>',
      '<extensions>',
      '</extensions>',
      'x',
      '<',
      '&',
      '"',
      '<![CDATA[',
    )
    await fc.assert(fc.asyncProperty(fc.array(parts), async (texts) => void (await read(...texts))))
  })
})

describe('written GPX', () => {
  const item = (type: string, fields: Fields): Item => ({
    id: '0'.repeat(32) as ItemId,
    type,
    fields,
    tags: [],
    createdAt: 0,
    updatedAt: 0,
    rev: 1,
    change: '0'.repeat(32) as ChangeId,
  })
  const write = async (places: Item[], trips: Item[]) => (await Array.fromAsync(writeGpx(places, trips))).join('')

  it('has its elements in the order of the format, and nothing without a position', async () => {
    const place = item('Place', {
      name: 'A',
      geo: { latitude: 1, longitude: 2, elevation: 3 },
      startTime: '2026-02-01T10:00:00Z',
      url: 'https://a.example/?a&b',
      category: 'c',
      description: 'd',
    })
    expect(
      await write(
        [place, item('Place', { name: 'B' })],
        [item('Trip', { name: 'C' }), item('Trip', { itinerary: [[1, 2, null, null]] })],
      ),
    ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Hearth" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="1" lon="2"><ele>3</ele><time>2026-02-01T10:00:00Z</time><name>A</name><desc>d</desc><link href="https://a.example/?a&amp;b"/><type>c</type></wpt>
<trk><trkseg>
<trkpt lat="1" lon="2"/>
</trkseg></trk>
</gpx>
`)
  })

  it('comes back', async () => {
    const text = fc
      .string({ unit: fc.constantFrom('a', 'Ü', '<', '&', '"', "'", ' ', '日', ']]>', '\n') })
      .map((each) => each.trim())
      .filter(Boolean)
    const degree = (most: number) =>
      fc.double({ min: -most, max: most, noNaN: true }).map((each) => Math.round(each * 1e7) / 1e7 || 0)
    const at = fc.option(fc.integer({ min: 0, max: 4e12 }))
    const geo = fc.record(
      { latitude: degree(90), longitude: degree(180), elevation: degree(9000) },
      { requiredKeys: ['latitude', 'longitude'] },
    )
    const said = { name: text, description: text, category: text }
    const places = fc.record({ ...said, geo }, { requiredKeys: ['geo'] })
    const itinerary: fc.Arbitrary<Path> = fc.array(fc.tuple(degree(90), degree(180), fc.option(degree(9000)), at), {
      minLength: 1,
      maxLength: 5,
    })
    const trips = fc.record({ ...said, itinerary }, { requiredKeys: ['itinerary'] })
    await fc.assert(
      fc.asyncProperty(
        fc.array(places, { maxLength: 3 }),
        fc.array(trips, { maxLength: 3 }),
        async (placed, travelled) => {
          const { found, problems } = await read(
            await write(
              placed.map((each) => item('Place', each)),
              travelled.map((each) => item('Trip', each)),
            ),
          )
          const without = ({ startTime, endTime, distance, ...rest }: Fields) => rest
          expect(found.map(([type, fields]) => [type, without(fields)])).toEqual([
            ...placed.map((each) => ['Place', each]),
            ...travelled.map((each) => ['Trip', each]),
          ])
          expect(problems).toEqual([])
        },
      ),
    )
  })
})
