import type { Draft } from '../../../lib/contract/item'
import { refuse, type World } from './fake-panel'
import { doubles, longLife, manyDoubles, smallLife, someLife } from './tool-life'
import { toolWorld } from './tool-world'

const open = { phase: 'open', unread: 0 } as const

/** A scene of the data whose world is made when it is shown: some are large. */
const scene = (
  tool: 'timeline' | 'charts' | 'query' | 'duplicates',
  drafts: readonly Draft[] | (() => readonly Draft[]),
  rest: { rtl?: boolean; answers?: World['answers'] } = {},
) => ({
  hash: `#data/${tool}`,
  ...(rest.rtl && { rtl: true }),
  get world(): World {
    const made = toolWorld(typeof drafts === 'function' ? drafts() : drafts)
    return { status: open, ...made, answers: { ...made.answers, ...rest.answers } }
  },
})

/** What is seen in the data, and made of it. */
export const TOOL_SCENES = {
  'charts-none': scene('charts', []),
  'charts-few': scene('charts', smallLife),
  charts: scene('charts', someLife),
  'charts-rtl': scene('charts', someLife, { rtl: true }),
  'charts-many': scene('charts', longLife),
  'timeline-none': scene('timeline', []),
  'timeline-few': scene('timeline', smallLife),
  timeline: scene('timeline', someLife),
  'timeline-rtl': scene('timeline', someLife, { rtl: true }),
  'timeline-many': scene('timeline', longLife),
  'query-none': scene('query', []),
  query: scene('query', someLife),
  'query-rtl': scene('query', someLife, { rtl: true }),
  'query-many': scene('query', longLife),
  'query-refused': scene('query', smallLife, { answers: { query: refuse('internal') } }),
  'duplicates-none': scene('duplicates', []),
  duplicates: scene('duplicates', doubles),
  'duplicates-rtl': scene('duplicates', doubles, { rtl: true }),
  'duplicates-many': scene('duplicates', manyDoubles),
  'duplicates-changed': scene('duplicates', doubles, { answers: { mergeItems: refuse('changed-since') } }),
}
