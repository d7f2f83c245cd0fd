import '../english'
import { describe, expect, it } from 'vitest'
import { ruleWords } from '../../../lib/ui/data/rule'

describe('how often something comes again', () => {
  it.each([
    ['FREQ=WEEKLY;BYDAY=WE', 'Every week on Wednesday'],
    ['FREQ=WEEKLY;WKST=MO;INTERVAL=2;BYDAY=MO,TH,FR', 'Every 2 weeks on Monday, Thursday, and Friday'],
    ['FREQ=DAILY;COUNT=10', 'Every day, 10 times'],
    ['FREQ=MONTHLY;UNTIL=20270131T225959Z', 'Every month, until January 31, 2027'],
    ['FREQ=YEARLY', 'Every year'],
    ...[
      'FREQ=MONTHLY;BYDAY=2TU',
      'FREQ=MONTHLY;BYDAY=TU',
      'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
      'FREQ=HOURLY',
      'FREQ=DAILY;INTERVAL=0',
      'FREQ=DAILY;COUNT=x',
      'FREQ=DAILY;UNTIL=soon',
      'every other Tuesday',
      '',
    ].map((rule) => [rule, rule]),
  ])('%s: %s', (rule, words) => {
    expect(ruleWords(rule ?? '')).toBe(words)
  })
})
