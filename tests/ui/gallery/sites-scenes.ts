import { termsOf } from '../../../lib/contract/activity-terms'
import type { ActivityEntry } from '../../../lib/contract/permission'
import type { Receipt } from '../../../lib/contract/receipt'
import type { AskingView, SitesView } from '../../../lib/contract/sites-api'
import { refuse, type World } from './fake-panel'
import { everybody, marguerite } from './people'
import type { Scene } from './scenes'
import * as life from './sites-life'
import { home } from './things'

const open = { phase: 'open', unread: 5 } as const

interface Rest {
  deeds: ActivityEntry[]
  receipts: Receipt[]
  asking: AskingView
}

/** A world whose agent revokes, unmutes, searches and reads on, as the real one does. */
const world = (
  sites: SitesView | undefined,
  { deeds = life.deeds, receipts = life.receipts, asking = life.quiet }: Partial<Rest> = {},
): World => {
  let now = sites
  let asked = asking
  const keep = (fits: (grant: { id: string; grantee: string }) => boolean) => {
    now = now && {
      ...now,
      sites: now.sites.map((each) => ({ ...each, grants: each.grants.filter((grant) => !fits(grant)) })),
    }
  }
  return {
    status: open,
    me: marguerite,
    conversations: everybody,
    invitations: [],
    views: { item: ({ id }) => ({ item: id === home.id ? home : null, undo: null }) },
    computed: {
      ...(sites && { sites: () => now as SitesView }),
      asking: () => asked,
      ...(sites && {
        activity: ({ words, offset, limit }) => {
          const found = deeds.filter((each) =>
            words.every(
              ({ text, terms }) => each.grantee.includes(text) || termsOf(each).some((term) => terms.includes(term)),
            ),
          )
          return { entries: found.slice(offset, offset + limit), total: found.length }
        },
      }),
    },
    answers: {
      revoke: ({ grant, grantee }) =>
        keep((each) => (grant ?? each.id) === each.id && (grantee ?? each.grantee) === each.grantee),
      unmute: ({ grantee }) => {
        now = now && { ...now, sites: now.sites.filter(({ site }) => site.origin !== grantee) }
        asked = { ...asked, muted: asked.muted.filter(({ origin }) => origin !== grantee) }
      },
      showPrompt: () => {
        asked = { ...asked, waiting: [] }
      },
      readActivity: ({ offset }) => ({ entries: deeds.slice(offset, offset + 500), total: deeds.length }),
      readReceipts: ({ offset }) => ({ receipts: receipts.slice(offset, offset + 100), total: receipts.length }),
      readReceipt: ({ id }) => ({ receipt: receipts.find(({ receipt_id }) => receipt_id === id) ?? null }),
    },
  }
}

const refusing = (answers: World['answers']): World => ({
  ...world(life.some),
  answers: { ...world(life.some).answers, ...answers },
})

/** A scene whose world is made when it is shown: what was done in it before is forgotten. */
const scene = (make: () => World, rest: Omit<Scene, 'world'> = {}): Scene => ({
  hash: '#sites',
  ...rest,
  get world() {
    return make()
  },
})

const GARDEN = 'https://garten.example'
const popup = { surface: 'popup' } as const

/** Every state of the sites, of the activity and of the receipts. */
export const SITES_SCENES = {
  'sites-loading': scene(() => world(undefined)),
  'sites-empty': scene(() => world(life.nobody, { deeds: [], receipts: [] })),
  sites: scene(() => world(life.some)),
  'sites-rtl': scene(() => world(life.all), { rtl: true }),
  'sites-all': scene(() => world(life.all), { tab: { origin: null, enabled: [GARDEN, 'https://library.example'] } }),
  'sites-muted': scene(() => world(life.muted)),
  'sites-over': scene(() => world(life.over)),
  'sites-hostile': scene(() => world(life.hostile, { asking: life.waitingHostile })),
  'sites-refused': scene(() => refusing({ revoke: refuse('storage-full') })),
  'sites-popup': scene(() => world(life.some), { ...popup, tab: { origin: GARDEN } }),
  'sites-popup-chats': scene(() => world(life.some, { asking: life.waiting }), {
    ...popup,
    hash: '#chats',
    tab: { origin: GARDEN },
  }),
  'sites-popup-refused': scene(() => world(life.some), { ...popup, tab: { origin: GARDEN, refuses: true } }),
  'sites-popup-module': scene(() => world(life.some), { ...popup, tab: { origin: GARDEN, needed: false } }),
  'sites-popup-muted': scene(() => world(life.all, { asking: life.unheard }), {
    ...popup,
    hash: '#chats',
    tab: { origin: GARDEN, needed: false },
  }),
  'sites-waiting': scene(() => world(life.some, { asking: life.waitingMany })),
  'sites-activity': scene(() => world(life.all), { hash: '#sites/activity' }),
  'sites-activity-rtl': scene(() => world(life.all), { hash: '#sites/activity', rtl: true }),
  'sites-activity-empty': scene(() => world(life.nobody, { deeds: [] }), { hash: '#sites/activity' }),
  'sites-activity-loading': scene(() => world(undefined), { hash: '#sites/activity' }),
  'sites-activity-many': scene(() => world(life.all, { deeds: life.thousands }), { hash: '#sites/activity' }),
  'sites-activity-refused': scene(() => refusing({ readActivity: refuse('locked') }), { hash: '#sites/activity' }),
  'sites-receipts': scene(() => world(life.all), { hash: '#sites/receipts' }),
  'sites-receipts-posing': scene(() => world(life.all, { receipts: [life.posing] }), { hash: '#sites/receipts' }),
  'sites-receipts-rtl': scene(() => world(life.all), { hash: '#sites/receipts', rtl: true }),
  'sites-receipts-many': scene(() => world(life.all, { receipts: life.manyReceipts }), { hash: '#sites/receipts' }),
  'sites-receipts-empty': scene(() => world(life.nobody, { receipts: [] }), { hash: '#sites/receipts' }),
  'sites-receipts-refused': scene(() => refusing({ readReceipts: refuse('internal') }), { hash: '#sites/receipts' }),
  'sites-receipt': scene(() => world(life.all), { hash: `#sites/receipts/${life.firstReceipt}` }),
  'sites-receipt-gone': scene(() => world(life.all), {
    hash: '#sites/receipts/ffffffff-1111-4222-8333-444455556666',
  }),
  'sites-mark': scene(() => ({ status: open, me: marguerite, answers: { setMark: () => undefined } }), { hash: '#me' }),
} satisfies Record<string, Scene>
