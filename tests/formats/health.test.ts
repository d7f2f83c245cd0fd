import { describe, expect, it } from 'vitest'
import { readHealth } from '../../lib/formats/health'
import type { Read } from '../../lib/formats/reader'

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 11 -->
<!ATTLIST VisionPrescription
 type CDATA #REQUIRED
<!ELEMENT RightEye EMPTY>
]>
<HealthData locale="de_DE">
 <ExportDate value="2024-01-15 08:00:00 +0100"/>
`
const STEPS = `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Uhr &amp; Telefon" sourceVersion="9" device="&lt;&lt;HKDevice: 0x1&gt;&gt;" unit="count" creationDate="2024-01-15 08:05:00 +0100" startDate="2024-01-15 08:00:00 +0100" endDate="2024-01-15 08:04:30 +0100" value="120"/>`

async function* inPieces(text: string, size = 61) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

const readAll = async (chunks: AsyncIterable<string>) => {
  const read: Read[] = []
  for await (const next of readHealth(chunks)) read.push(next)
  const items = read.flatMap((next) => ('item' in next ? [next.item] : []))
  const problems = read.flatMap((next) => ('problem' in next ? [next.problem] : []))
  return { items, problems }
}
const read = (inside: string) => readAll(inPieces(`${HEAD}${inside}\n</HealthData>\n`))
const fieldsOf = async (inside: string) => (await read(inside)).items.map(({ type, fields }) => ({ type, ...fields }))

describe('a health export', () => {
  it('has its records as measurements', async () => {
    const { items, problems } = await read(STEPS)
    expect(problems).toEqual([])
    expect(items.map(({ type, fields }) => ({ type, ...fields }))).toEqual([
      {
        type: 'Measurement',
        measuredProperty: 'Steps',
        value: 120,
        unitText: 'count',
        startTime: '2024-01-15T08:00:00+01:00',
        endTime: '2024-01-15T08:04:30+01:00',
        instrument: 'Uhr & Telefon',
      },
    ])
  })

  it.each([
    ['QuantityTypeIdentifierOxygenSaturation', '%', '0.97', 'Blood oxygen', 97, '%'],
    ['QuantityTypeIdentifierHeartRate', 'count/min', '61', 'Heart rate', 61, '/min'],
    ['QuantityTypeIdentifierBasalEnergyBurned', 'Cal', '1.5', 'Resting energy', 1.5, 'kcal'],
    ['QuantityTypeIdentifierUnderwaterDepth', 'm', '-3', 'Underwater depth', -3, 'm'],
    ['QuantityTypeIdentifierConstructor', 'm', '1e2', 'Constructor', 100, 'm'],
    [
      'CategoryTypeIdentifierSleepAnalysis',
      '',
      'HKCategoryValueSleepAnalysisAsleepCore',
      'Sleep: asleep core',
      30,
      'min',
    ],
    ['CategoryTypeIdentifierAppleStandHour', '', 'HKCategoryValueAppleStandHourStood', 'Stand hour: stood', 30, 'min'],
    ['CategoryTypeIdentifierMindfulSession', '', 'HKCategoryValueNotApplicable', 'Mindfulness', 30, 'min'],
  ])('names %s in %s', async (type, unit, value, measuredProperty, number, unitText) => {
    const times = 'startDate="2024-01-15 08:00:00 -0530" endDate="2024-01-15 08:30:00 -0530"'
    const [item] = await fieldsOf(`<Record type="HK${type}" unit="${unit}" value="${value}" ${times}/>`)
    expect(item).toMatchObject({ measuredProperty, value: number, unitText, startTime: '2024-01-15T08:00:00-05:30' })
  })

  it('counts what stands in a correlation once, as it stands at the top too', async () => {
    expect(
      await fieldsOf(`<Correlation type="HKCorrelationTypeIdentifierFood">${STEPS}</Correlation>${STEPS}`),
    ).toHaveLength(1)
  })

  it('has workouts as trips where they went somewhere, else as activities', async () => {
    const workout = (type: string, more: string, inside = '') =>
      `<Workout workoutActivityType="HKWorkoutActivityType${type}" duration="30.5" durationUnit="min" ${more} sourceName="Uhr" startDate="2024-01-15 08:00:00 +0100" endDate="2024-01-15 08:30:30 +0100">${inside}</Workout>`
    const statistics = '<WorkoutStatistics type="HKQuantityTypeIdentifierDistanceCycling" sum="2" unit="mi"/>'
    const route = '<WorkoutRoute><FileReference path="/workout-routes/route.gpx"/></WorkoutRoute>'
    expect(
      await fieldsOf(
        workout(
          'Running',
          'totalDistance="5" totalDistanceUnit="km" totalEnergyBurned="300" totalEnergyBurnedUnit="Cal"',
        ) +
          workout('Cycling', '', statistics) +
          workout('Walking', '', statistics.replace('Cycling', 'WalkingRunning') + route) +
          workout('TraditionalStrengthTraining', ''),
      ),
    ).toEqual([
      expect.objectContaining({
        type: 'Trip',
        name: 'Running',
        distance: 5000,
        description: '30.5 min, 5 km, 300 kcal',
      }),
      expect.objectContaining({ type: 'Trip', name: 'Cycling', distance: 3218.688 }),
      expect.objectContaining({ type: 'Activity', name: 'Walking', instrument: 'Uhr' }),
      expect.objectContaining({ type: 'Activity', name: 'Traditional strength training', description: '30.5 min' }),
    ])
  })

  it('has the rings of a day', async () => {
    const summary =
      '<ActivitySummary dateComponents="2024-01-15" activeEnergyBurned="300" activeEnergyBurnedGoal="500" activeEnergyBurnedUnit="kcal" appleExerciseTime="31" appleStandHours="12"/>'
    expect(await fieldsOf(summary)).toEqual([
      expect.objectContaining({
        measuredProperty: 'Move ring',
        value: 300,
        description: 'Goal: 500 kcal',
        startTime: '2024-01-15',
      }),
      expect.objectContaining({ measuredProperty: 'Exercise ring', value: 31, unitText: 'min' }),
      expect.objectContaining({ measuredProperty: 'Stand ring', value: 12, unitText: 'h' }),
    ])
  })

  it('gives the same keys whenever it is read', async () => {
    const [once, again] = await Promise.all([read(STEPS), readAll(inPieces(`${HEAD}${STEPS}</HealthData>`, 7))])
    expect(once.items).toEqual(again.items)
  })
})

describe('what is wrong in a health export', () => {
  const lines = HEAD.split('\n').length
  it.each([
    ['no time', STEPS.replace(/startDate="[^"]*"/, 'startDate="gestern"'), 'bad-date'],
    ['no number', STEPS.replace('"120"', '"viele"'), 'bad-number'],
    ['no type', STEPS.replace(/ type="[^"]*"/, ''), 'missing'],
    ['an attribute without an end', '<Record type="x value="1"/>', 'damaged'],
    ['a day that is none', '<ActivitySummary dateComponents="2024-02-31"/>', 'bad-date'],
  ])('is listed by its line: %s', async (_, bad, reason) => {
    const { items, problems } = await read(`${STEPS}\n${bad}\n${STEPS}`)
    expect(items).toHaveLength(2)
    expect(problems).toMatchObject([{ line: lines + 1, reason }])
  })

  it.each([
    ['a bare &', STEPS.replace('&amp;', '&')],
    ['a bare <', STEPS.replace('&amp;', '<')],
    ['a control character', STEPS.replace('&amp;', '\u000b')],
    ['an attribute twice', STEPS.replace(' unit=', ' unit="count" unit=')],
    ['attribute names with blanks', STEPS.replace(' unit=', ' Health Mate App Version="2.6.0" unit=')],
  ])('is read over: %s', async (_, odd) => {
    const { items, problems } = await read(odd + STEPS)
    expect(items.map(({ fields }) => fields.value)).toEqual([120, 120])
    expect(problems).toEqual([])
  })

  it('is counted by name where nobody knows it', async () => {
    const { problems } = await read('<Me a="1"/><Audiogram/><Audiogram/>')
    expect(problems).toMatchObject([
      { reason: 'unknown-kind', what: 'Me (1)' },
      { reason: 'unknown-kind', what: 'Audiogram (2)' },
    ])
  })

  it.each([
    ['a cut', () => inPieces(`${HEAD}${STEPS}<Record type="HKQuan`), 1, 'cut-off'],
    [
      'a tag without an end',
      () => inPieces(`${HEAD}${STEPS}<Record type="${'x'.repeat(20 << 20)}`, 1 << 16),
      1,
      'too-large',
    ],
    ['tags in tags', () => inPieces(`${HEAD}${STEPS}${'<a>'.repeat(100_000)}`, 1 << 16), 1, 'too-deep'],
    ['entities in entities', () => inPieces('<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'), 0, null],
  ])('ends the reading: %s', async (_, chunks, items, reason) => {
    const all = await readAll(chunks())
    expect(all.items).toHaveLength(items)
    expect(all.problems.map((problem) => problem.reason)).toEqual(reason ? [reason] : [])
  })
})

it('is read as it comes: 50,000 records, a piece at a time', async () => {
  let given = 0
  async function* chunks() {
    yield HEAD
    for (; given < 500; given++) yield `${STEPS}\n`.repeat(100)
    yield '</HealthData>'
  }
  let items = 0
  for await (const next of readHealth(chunks())) {
    if ('item' in next) items++
    if (items === 1_000) expect(given).toBeLessThan(12)
  }
  expect(items).toBe(50_000)
})
