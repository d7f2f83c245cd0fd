import { grantView } from '../../../lib/agent/grant-view'
import type { GrantId, ItemId, ReceiptId } from '../../../lib/contract/ids'
import type { ActivityEntry, Grant, Purpose, RecordRule, Scope } from '../../../lib/contract/permission'
import type { Receipt } from '../../../lib/contract/receipt'
import type { AskingView, GrantView, SiteSummary, SitesView } from '../../../lib/contract/sites-api'
import { receiptOf } from '../../../lib/permissions/receipt'
import { idOf, NOW } from './people'
import { home } from './things'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const BREAD: Purpose = { text: 'To deliver Saturday’s bread to your door.' }

const uuid = (n: number) => `urn:uuid:${n.toString(16).padStart(8, '0')}-1111-4222-8333-444455556666` as ReceiptId

/** These fields of these items. */
const scope = (fields: string[], all: boolean, rules: RecordRule[] = []): Scope => ({
  fields,
  all,
  records: Object.fromEntries(rules.map((rule, n) => [n === 0 ? home.id : (idOf(n) as ItemId), rule])),
})

const grant = (n: number, part: Partial<Grant>): GrantView =>
  grantView({
    id: idOf(n) as GrantId,
    grantee: 'https://orders.kornblume.example',
    capability: 'data.read',
    type: 'Contact',
    scope: scope(['name', 'address', 'email'], false, [{ name: true }]),
    purpose: BREAD,
    duration: 'P30D',
    tab: null,
    at: NOW - DAY,
    expiresAt: NOW + 29 * DAY,
    ended: null,
    receipt: uuid(n),
    usedAt: NOW - HOUR,
    uses: 3,
    ...part,
  })

const site = (origin: string, hue: number, grants: Partial<Grant>[], part: Partial<SiteSummary> = {}): SiteSummary => ({
  site: { origin, hue, first: false, asked: true, resembles: null, local: /^http:/.test(origin) },
  grants: grants.map((each, n) => grant(hue * 100 + n, { grantee: origin, ...each })),
  mutedUntil: null,
  muted: false,
  ...part,
})

const known: Partial<Grant> = {
  capability: 'identity.connect',
  type: null,
  scope: null,
  purpose: null,
  duration: 'untilRevoked',
  expiresAt: null,
}

export const kornblume = site('https://orders.kornblume.example', 85, [
  {},
  known,
  {
    capability: 'data.update',
    scope: scope(['address'], true, [{}]),
    usedAt: null,
  },
])
const library = site('https://library.example', 245, [
  { ...known, capability: 'identity.signIn', usedAt: NOW - 9 * DAY },
])
const scale = site('https://scale.example', 200, [
  {
    capability: 'data.create',
    type: 'Measurement',
    scope: scope(['measuredProperty', 'value', 'unitText', 'startTime'], true),
    purpose: { text: 'Keep your weigh-ins in your own vault.' },
    duration: 'untilRevoked',
    expiresAt: null,
    usedAt: NOW - 7 * HOUR,
  },
])
const shop = site('http://localhost:8080', 140, [
  {
    duration: 'tab',
    expiresAt: null,
    scope: scope(['name', 'email'], false, [{ email: { instead: 'shop@alias.example' } }]),
  },
])
const train = site('https://zugfahrt.example', 30, [
  { capability: 'data.update', type: 'Event', duration: 'once', ended: { at: NOW - 3 * DAY, why: 'spent' } },
  { ended: { at: NOW - 2 * HOUR, why: 'revoked' } },
  { expiresAt: NOW - 5 * HOUR },
  // Too long ago to be told here.
  { ended: { at: NOW - 8 * DAY, why: 'revoked' } },
])
const newsletter = site('https://newsletter.example', 300, [], { muted: true, mutedUntil: NOW + 4 * MINUTE })
const pest = site('https://ads.tracker.example', 10, [], { muted: true })
const long = site(`https://${'a-very-long-name-of-a-shop.'.repeat(6)}example`, 320, [
  {
    scope: scope(
      ['name', 'givenName', 'familyName', 'email', 'telephone', 'address', 'birthDate', 'worksFor', 'jobTitle'],
      true,
    ),
    purpose: { text: `\u202egnihton rof ${'unbroken'.repeat(80)}\n\n“ said Hearth.` },
  },
])

export const some: SitesView = { sites: [kornblume, library, scale, shop, train] }
export const all: SitesView = { sites: [...some.sites, newsletter, pest] }
export const muted: SitesView = { sites: [newsletter, pest] }
export const over: SitesView = { sites: [train] }
export const hostile: SitesView = { sites: [long, kornblume] }
export const nobody: SitesView = { sites: [] }

export const quiet: AskingView = { waiting: [], muted: [] }
export const waiting: AskingView = { ...quiet, waiting: [{ origin: 'https://shop.example', count: 1 }] }
export const waitingMany: AskingView = {
  ...quiet,
  waiting: [
    { origin: 'https://shop.example', count: 5 },
    { origin: 'https://forum.example', count: 1 },
  ],
}
export const waitingHostile: AskingView = { ...quiet, waiting: [{ origin: long.site.origin, count: 3 }] }
/** One just now, one for good, and one long ago. */
export const unheard: AskingView = {
  waiting: [],
  muted: [
    { origin: newsletter.site.origin, at: NOW - 1_000, until: NOW + 4 * MINUTE },
    { origin: 'https://garten.example', at: NOW - 9 * DAY, until: null },
    { origin: pest.site.origin, at: NOW - DAY, until: null },
  ],
}

const entry = (n: number, ago: number, grantee: string, part: Partial<ActivityEntry>): ActivityEntry => ({
  id: idOf(n),
  at: NOW - ago,
  grantee,
  what: 'read',
  type: 'Contact',
  fields: ['name', 'email'],
  items: 1,
  times: 1,
  outcome: 'allowed',
  duration: null,
  grant: null,
  ...part,
})

const asking = { type: null, fields: [], items: 0 }

/** One of each kind. */
export const deeds: ActivityEntry[] = [
  entry(1, HOUR, 'https://orders.kornblume.example', { times: 4 }),
  entry(2, HOUR + MINUTE, 'https://orders.kornblume.example', { what: 'request', items: 0, duration: 'P30D' }),
  entry(3, HOUR + MINUTE, 'https://orders.kornblume.example', { ...asking, what: 'connect', duration: 'untilRevoked' }),
  entry(4, 3 * HOUR, 'https://newsletter.example', { what: 'request', fields: ['email'], items: 0, outcome: 'denied' }),
  entry(5, 3 * HOUR, 'https://newsletter.example', {
    what: 'request',
    fields: ['email'],
    items: 0,
    times: 12,
    outcome: 'muted',
  }),
  entry(6, 7 * HOUR, 'https://scale.example', { what: 'create', type: 'Measurement', fields: ['value', 'unitText'] }),
  entry(7, 2 * DAY, 'http://localhost:8080', { what: 'pick', items: 2, duration: 'once' }),
  entry(8, 3 * DAY, 'https://zugfahrt.example', { what: 'update', type: 'Event', fields: ['location'] }),
  entry(9, 3 * DAY, 'https://zugfahrt.example', { what: 'delete', type: 'Event', fields: [], outcome: 'withdrawn' }),
  entry(10, 4 * DAY, 'https://zugfahrt.example', { what: 'subscribe', type: 'Event', fields: ['name'], items: 0 }),
  entry(11, 9 * DAY, 'https://library.example', { ...asking, what: 'signIn' }),
  entry(12, 14 * DAY, 'https://scale-old.example', { ...asking, what: 'revoke', outcome: 'revoked' }),
  entry(13, 15 * DAY, 'https://forum.example', { ...asking, what: 'revoke', outcome: 'left' }),
  entry(14, 40 * DAY, long.site.origin, {
    what: 'request',
    fields: ['name', 'givenName', 'familyName', 'email', 'telephone', 'address', 'birthDate'],
    outcome: 'withdrawn',
  }),
]

export const thousands: ActivityEntry[] = Array.from({ length: 4_812 }, (_, n) => ({
  ...(deeds[n % deeds.length] as ActivityEntry),
  id: idOf(5_000 + n),
  at: NOW - n * 17 * MINUTE,
  grantee: `https://site-${n + 1}.example`,
}))

/** The receipt of a grant, as the agent writes it. */
const receipt = ({ receipt: id, capability, scope, ...rest }: GrantView): Receipt =>
  receiptOf({
    ...rest,
    id,
    did: 'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH',
    capabilities: [capability],
    fields: scope?.fields ?? [],
  })

export const receipts: Receipt[] = some.sites.flatMap(({ grants }) => grants.map(receipt))
export const manyReceipts: Receipt[] = Array.from({ length: 230 }, (_, n) =>
  receipt(grant(n, { grantee: `https://site-${n + 1}.example`, at: NOW - (n % 90) * DAY })),
)
/** What would pass for another site, and another day. */
export const posing = receipt(
  grant(3, {
    grantee: 'https://evil.example',
    purpose: { text: 'https://bank.example', category: '2031-01-01T00:00:00Z' },
  }),
)
export const firstReceipt = '00002134-1111-4222-8333-444455556666'
