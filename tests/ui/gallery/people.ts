import type { ContactId, InvitationId, MessageId } from '../../../lib/contract/ids'
import type {
  Connection,
  ConversationSummary,
  ConversationView,
  InvitationView,
  Me,
  MessageState,
  MessageView,
  Notice,
} from '../../../lib/contract/panel-api'

/** The moment at which every picture is taken. */
export const NOW = Date.UTC(2026, 10, 23, 13, 40)

const MINUTE = 60_000
const DAY = 86_400_000

/** 32 digits that stand for one number. */
export const idOf = (n: number) => n.toString(16).padStart(32, '0')

export const armored = (kind: string, letters: number) => {
  const alphabet = 'hx8k2m9vqT7t5w0zr4Ye6cjpsadnlf2u8k_3X7v9m5q2t0w8-zr6yc4ejpsNadlf7ug'
  const body = Array.from({ length: letters }, (_, i) => alphabet[(i * i + 7 * i) % alphabet.length]).join('')
  return [`-----BEGIN HEARTH ${kind}-----`, ...(body.match(/.{1,64}/g) ?? []), `-----END HEARTH ${kind}-----`].join(
    '\n',
  )
}

export const marguerite: Me = {
  name: 'Marguerite Okonkwo',
  did: 'did:key:z6MkrTr5WxKf9gQcYm2JhB4uPz1vVd7Lt8sEoN3aRqXw9fQa',
  hue: 30,
  relays: [],
  routers: { kind: 'public' },
  mark: '🦊 🌲',
}

interface Sketch {
  connection?: Connection
  unread?: number
  lastSeen?: number | null
  waiting?: ConversationSummary['waiting']
  alarm?: ConversationSummary['alarm']
}

const somebody = (
  n: number,
  name: string,
  last: [text: string, ago: number, state?: MessageState, note?: string] | null,
  { connection = { state: 'none' }, unread = 0, lastSeen = null, waiting = null, alarm = null }: Sketch = {},
): ConversationSummary => ({
  id: idOf(n) as ContactId,
  name,
  hue: (n * 67 + 30) % 360,
  verified: false,
  unread,
  connection,
  lastSeen,
  waiting,
  alarm,
  last: last && {
    text: last[0],
    at: NOW - last[1],
    mine: last[2] !== undefined,
    state: last[2] ?? null,
    note: last[3] ?? null,
  },
})

export const bob = somebody(1, 'Bob Marsh', ['The sourdough survived. Barely.', 8 * MINUTE], {
  connection: { state: 'direct' },
  unread: 3,
})
export const jonas = somebody(2, 'Jonas 🌲', ['See you at the hut on Saturday', 35 * MINUTE, 'read'], {
  connection: { state: 'direct' },
})
export const mariam = somebody(3, 'مريم الخطيب', ['شكرًا! وصلت الصور كلها 📷', 52 * MINUTE], {
  connection: { state: 'via', name: 'relay' },
  unread: 2,
})
export const aylin = somebody(4, 'Aylin Yıldız', ['Call me when you are back', 200 * MINUTE, 'queued'], {
  lastSeen: NOW - 6 * DAY,
})
export const maximiliane = somebody(5, 'Maximiliane von Hohenberg-Wittgenstein-Castellane', [
  'I will bring the long table and both of the benches from the barn',
  2 * DAY,
  'delivered',
])
export const thandiwe = somebody(6, 'Dr. Thandiwe Nkosi', ['Both annexes', 3 * DAY, 'failed'])
export const priya = somebody(7, 'Priya', null, { waiting: 'reply' })
export const eleni = somebody(8, 'Eleni', ['photo of the roof', 21 * DAY, 'sent', 'letter'], {
  connection: { state: 'connecting' },
})
export const hostile = somebody(
  9,
  `\u202eevil\u202c <img src=x onerror=alert(1)>\n${'Z̶̧̛a'.repeat(3000)}`,
  [`\u202e<b>${'W'.repeat(5000)}`, 30 * DAY],
  { unread: 1234, connection: { state: 'via', name: 'relay' } },
)
export const tom = somebody(10, 'Tom', ['Who is this other answer?', 40 * DAY], { alarm: 'two-answered' })

export const everybody = [bob, jonas, mariam, aylin, maximiliane, thandiwe, priya, eleni]

/** A thousand people, for lists that have to stay quick. */
export const thousand = Array.from({ length: 1000 }, (_, n) =>
  somebody(1000 + n, `Person number ${n + 1}`, [`Message ${n + 1}`, n * 37 * MINUTE], { unread: n % 9 === 0 ? 1 : 0 }),
)

const said = (n: number, ago: number, text: string, state?: MessageState, note: string | null = null): MessageView => ({
  id: idOf(n) as MessageId,
  mine: state !== undefined,
  text,
  at: NOW - ago,
  state: state ?? null,
  note,
})

export const talk = (who: ConversationSummary, messages: MessageView[], rest: Partial<ConversationView> = {}) => ({
  ...who,
  draft: '',
  messages,
  more: false,
  replyText: null,
  replyLeft: false,
  answerWaiting: false,
  byHand: true,
  ...rest,
})

export const stove: MessageView[] = [
  said(1, 4 * DAY, 'Did the stove pipe arrive?'),
  said(2, 4 * DAY - MINUTE, 'I can bring the ladder, the long one'),
  said(3, 4 * DAY - 9 * MINUTE, 'It did! Slightly dented, very much alive.', 'read'),
  said(4, 4 * DAY - 10 * MINUTE, 'Yes please to the ladder 🪜', 'read'),
  said(5, 49 * MINUTE, 'Train or car on Saturday? My cousin has two free seats from Freiburg, leaving at seven.'),
  said(6, 48 * MINUTE, 'The route: https://example.org/wiki/Route_(hiking).\nWe could also walk\n\n  a part of it.'),
  said(7, 42 * MINUTE, 'Train. I want to read.', 'read'),
  said(8, 35 * MINUTE, 'See you at the hut on Saturday', 'delivered'),
]

const noticed = (n: number, ago: number, notice: Notice): MessageView => ({ ...said(n, ago, ''), notice })

export const notices: MessageView[] = [
  ...stove.slice(0, 4),
  noticed(21, 3 * DAY, { what: 'new_device' }),
  noticed(22, 2 * DAY, { what: 'renamed', from: 'Jonas', to: 'Jonas 🌲' }),
  stove[4] as MessageView,
  noticed(23, 48 * MINUTE, { what: 'new_session' }),
  stove[6] as MessageView,
  noticed(24, 40 * MINUTE, { what: 'restored' }),
  stove[7] as MessageView,
]

export const notary: MessageView[] = [
  said(1, 26 * 60 * MINUTE, 'Ring the upper bell, the lower one is as good as broken as usual.', 'delivered'),
  said(2, 200 * MINUTE, 'The notary wants both signatures by Friday.', 'failed'),
  said(
    3,
    199 * MINUTE,
    'I put the letter and the two annexes in here so that you have them offline.',
    'sent',
    'letter',
  ),
  said(4, 198 * MINUTE, 'Call me when you are back', 'queued'),
]

/** One that went over a relay, and one that still waits for somebody who was never heard of. */
export const relayed: MessageView[] = [
  ...stove.slice(0, 4),
  said(8, 35 * MINUTE, 'See you at the hut on Saturday', 'sent', 'relay'),
]

export const hundreds = Array.from({ length: 400 }, (_, n) =>
  n % 3 === 0
    ? said(500 + n, (400 - n) * 20 * MINUTE, `Mine, number ${n}`, 'read')
    : said(500 + n, (400 - n) * 20 * MINUTE, `Theirs, number ${n}`),
)

export const nasty: MessageView[] = [
  said(1, 5 * MINUTE, `\u202egnp.exe <script>alert(1)</script> javascript:alert(1) ${'unbroken'.repeat(200)}`),
  said(2, 4 * MINUTE, `https://user@example.org/ http://[bad http://${'a'.repeat(400)}.example/\u202e?x`),
  said(3, 3 * MINUTE, 'مرحبا https://example.org/طريق كيف حالك؟\nLine two in Latin letters', 'delivered'),
  { ...said(4, 2 * MINUTE, ''), note: 'newer-version' },
]

export const invitation: InvitationView = {
  id: idOf(77) as InvitationId,
  text: armored('INVITATION', 280),
  qrText: `HEARTH:${'0123456789ABCDEFGHJKMNPQRSTVWXYZ'.repeat(10)}`,
  expiresAt: NOW + 6 * DAY,
  answers: [],
  offerGone: false,
}

export const answered: InvitationView = { ...invitation, answers: [{ id: 'a1', name: 'Bob Marsh', hue: 97 }] }
export const answeredTwice: InvitationView = {
  ...answered,
  answers: [...answered.answers, { id: 'a2', name: 'Bob Marsh', hue: 211 }],
}

export const words = 'walnut gentle river copper autumn ladder kitchen velvet olive window pony harvest'.split(' ')
