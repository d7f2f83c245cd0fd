import { HearthError } from '../contract/errors'
import { cleanName } from '../contract/name'
import type { AskingView, SitesCommands, SitesView, SitesWatches } from '../contract/sites-api'
import { grantView } from './grant-view'
import type { Opened } from './opened'
import { siteView } from './prompt-view'
import type { Prompts } from './prompts'
import type { Source } from './watches'

type Commands = {
  [K in keyof SitesCommands]: (params: Parameters<SitesCommands[K]>[0]) => Promise<ReturnType<SitesCommands[K]>>
}

const MOST_ENTRIES = 500
const MOST_RECEIPTS = 100
const MOST_MARK = 8
const MOST_WORDS = 20

/** The watches of {@link SitesWatches}: what sites ask, get and do concerns them, and what the person has. */
export const SITES_WATCHES = [
  'prompt',
  'asking',
  'sites',
  'activity',
] as const satisfies readonly (keyof SitesWatches)[]

/** What panels may ask about sites. `opened` throws `locked`. */
export const sitesCommands = (opened: () => Promise<Opened>, prompts: Prompts): Commands => ({
  allowRequest: (decided) => prompts.allow(decided),
  denyRequest: ({ ask, mute }) => prompts.deny(ask, mute === true),
  pickable: (params) => prompts.pickable(params),
  showPrompt: () => prompts.show(),
  revoke: async ({ grant, grantee }) => {
    const which = { ...(grant !== undefined && { ids: [grant] }), ...(grantee !== undefined && { grantee }) }
    await (await opened()).permissions.revoke(which, 'person')
  },
  unmute: async ({ grantee }) => {
    await (await opened()).permissions.unmute(grantee)
    prompts.forgive()
  },
  logFill: async ({ grantee, type, fields }) =>
    (await opened()).permissions.note([
      { grantee, what: 'fill', type, fields, items: 0, outcome: 'allowed', duration: null, grant: null },
    ]),
  setMark: async ({ mark }) => {
    const clean = cleanName(mark)
    if ([...clean].length > MOST_MARK) throw new HearthError('bad-name', 'over 8 characters')
    await (await opened()).save((now) => ({ ...now, mark: clean }))
  },
  readActivity: async ({ offset }) =>
    (await opened()).permissions.activity({ offset: from(offset), limit: MOST_ENTRIES }),
  readReceipts: async ({ offset, grantee }) =>
    (await opened()).permissions.receipts({
      offset: from(offset),
      limit: MOST_RECEIPTS,
      ...(grantee !== undefined && { grantee }),
    }),
  readReceipt: async ({ id }) => ({ receipt: await (await opened()).permissions.receipt(id) }),
})

const from = (offset: number): number => Math.max(0, Math.floor(offset) || 0)

/** Where the watches of sites come from; null from `now` while it is locked. */
export const sitesSources = (
  now: () => Promise<Opened | null>,
  prompts: Prompts,
): { [K in keyof SitesWatches]: (params: SitesWatches[K]['params']) => Source<SitesWatches[K]['value']> } => {
  const source = <T>(compute: (opened: Opened) => T | Promise<T>): Source<T | null> => ({
    compute: async () => {
      const opened = await now()
      return opened && compute(opened)
    },
    end: () => {},
  })
  return {
    prompt: () => ({ compute: () => prompts.view(), end: () => {} }),
    asking: () => source((opened) => askingView(opened, prompts)),
    sites: () => source(sitesView),
    activity: ({ words, offset, limit }) =>
      source(({ permissions }) =>
        permissions.activity({
          words: words.slice(0, MOST_WORDS),
          offset: from(offset),
          limit: Math.min(Math.max(Math.floor(limit) || 1, 1), MOST_ENTRIES),
        }),
      ),
  }
}

const askingView = ({ permissions }: Opened, prompts: Prompts): AskingView => {
  const waiting = new Map<string, number>()
  for (const { grantee } of prompts.waiting()) waiting.set(grantee, (waiting.get(grantee) ?? 0) + 1)
  return {
    waiting: [...waiting].map(([origin, count]) => ({ origin, count })),
    muted: permissions.muted().map(({ grantee, at, until }) => ({ origin: grantee, at, until: momentOf(until) })),
  }
}

const sitesView = ({ permissions, site }: Opened): SitesView => ({
  sites: permissions.sites().map(({ grantee, mutedUntil }) => ({
    site: siteView(site({ grantee, tab: NO_TAB })),
    grants: permissions.grants(grantee).map(grantView),
    mutedUntil: momentOf(mutedUntil),
    muted: mutedUntil !== null,
  })),
})

/** Infinity does not cross. */
const momentOf = (until: number | null): number | null => (until === Number.POSITIVE_INFINITY ? null : until)

const NO_TAB = -1
