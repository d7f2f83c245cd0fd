import type { ContactId } from '../../../lib/contract/ids'
import type { BrowserSource } from '../../../lib/rpc/browser-data'
import type { Surface } from '../../../lib/ui/app'
import { DATA_SCENES } from './data-scenes'
import type { FakePage } from './fake-form'
import { refuse, type World } from './fake-panel'
import type { Tab } from './fake-tab'
import type { Jobs } from './fake-tools'
import { FILE_SCENES } from './file-scenes'
import { FILL_SCENES } from './fill-scenes'
import * as networks from './networks'
import * as people from './people'
import { PROMPT_SCENES } from './prompt-scenes'
import { SITES_SCENES } from './sites-scenes'
import { TOOL_SCENES } from './tool-scenes'

/** One state of the screens: where, and what the agent says. */
export interface Scene {
  /** Which page it is in. */
  surface?: Surface | 'prompt'
  hash?: string
  rtl?: boolean
  world: World
  /** What the worker of the formats does. */
  jobs?: Jobs
  /** What the browser gives of its own. */
  allowed?: BrowserSource[]
  /** What the browser shows beside the panel. */
  tab?: Tab
  /** The page in front of the person. */
  page?: FakePage
}

const open = { phase: 'open', unread: 5 } as const
const ready: World = {
  status: open,
  me: people.marguerite,
  conversations: people.everybody,
  invitations: [],
  diagnostics: networks.calm,
  talks: [],
  answers: {
    sealText: () => ({ text: people.armored('SEALED TEXT', 760) }),
    showWords: () => ({ words: people.words }),
    suggestPassphrase: () => ({ passphrase: 'copper kitchen ladder olive pony' }),
    acceptInvitation: () => ({ contact: people.priya.id }),
    invite: () => ({ id: people.invitation.id }),
    pasteReply: () => undefined,
    confirmAnswer: () => ({ contact: people.bob.id }),
    openSealedText: () => ({ contact: people.aylin.id, messages: 1, answerWaiting: true }),
  },
}
const during = (part: Partial<World>): World => ({ ...ready, ...part })
const refusing = (answers: World['answers']): World => during({ answers: { ...ready.answers, ...answers } })
const withRelays = { ...people.marguerite, relays: networks.chosen }
const HOUR = 3_600_000
const at = (who: { id: ContactId }) => `#chats/${who.id}`
const invite = `#chats/invite/${people.invitation.id}`

/** Every state that a person can see. */
export const SCENES = {
  ...TOOL_SCENES,
  ...DATA_SCENES,
  ...FILE_SCENES,
  ...PROMPT_SCENES,
  ...SITES_SCENES,
  ...FILL_SCENES,
  empty: {
    world: {
      status: { phase: 'empty' },
      answers: { ...ready.answers, createIdentity: () => ({ words: people.words }) },
    },
  },
  'empty-refused': {
    world: {
      status: { phase: 'empty' },
      answers: {
        ...ready.answers,
        createIdentity: refuse('weak-passphrase'),
        restoreIdentity: refuse('wrong-words'),
      },
    },
  },
  'setup-words': { world: { ...ready, status: { phase: 'setup', step: 'words' } } },
  'setup-ways': { world: { status: { phase: 'setup', step: 'ways' } } },
  'setup-ways-rtl': { rtl: true, world: { status: { phase: 'setup', step: 'ways' } } },
  'setup-ways-routers': {
    world: { status: { phase: 'setup', step: 'ways' }, answers: { chooseWays: refuse('bad-address') } },
  },
  'setup-ways-relays': {
    world: { status: { phase: 'setup', step: 'ways' }, answers: { chooseWays: refuse('bad-relay') } },
  },
  elsewhere: { surface: 'popup', world: { status: { phase: 'empty' } } },
  'elsewhere-setup': { surface: 'sidepanel', world: { status: { phase: 'setup', step: 'words' } } },
  locked: { world: { status: { phase: 'locked' }, answers: { unlock: refuse('wrong-passphrase') } } },
  'chats-loading': { world: { status: open } },
  'chats-empty': { world: during({ status: { phase: 'open', unread: 0 }, conversations: [] }) },
  chats: { world: during({ conversations: [...people.everybody, people.tom], invitations: [people.invitation] }) },
  'chats-rtl': { rtl: true, world: ready },
  'chats-thousand': { world: during({ conversations: people.thousand }) },
  'chats-hostile': { world: during({ conversations: [people.hostile, people.bob] }) },
  'chats-answered': { world: during({ invitations: [people.answered] }) },
  invite: { hash: invite, world: during({ invitations: [people.invitation] }) },
  'invite-relays': { hash: invite, world: during({ me: withRelays, invitations: [people.invitation] }) },
  'invite-answered': { hash: invite, world: during({ invitations: [people.answered] }) },
  'invite-two': { hash: invite, world: during({ invitations: [people.answeredTwice] }) },
  'invite-gone': { hash: invite, world: ready },
  'invite-offer-gone': {
    hash: invite,
    world: {
      ...refusing({ pasteReply: refuse('for-somebody-else') }),
      invitations: [{ ...people.invitation, offerGone: true }],
    },
  },
  'invite-offer-gone-relays': {
    hash: invite,
    world: during({ me: withRelays, invitations: [{ ...people.invitation, offerGone: true }] }),
  },
  accept: { hash: '#chats/accept', world: refusing({ acceptInvitation: refuse('damaged') }) },
  'open-sealed': { hash: '#chats/open', world: refusing({ openSealedText: refuse('for-somebody-else') }) },
  talk: { hash: at(people.jonas), world: during({ talks: [people.talk(people.jonas, people.stove)] }) },
  'talk-notices': { hash: at(people.jonas), world: during({ talks: [people.talk(people.jonas, people.notices)] }) },
  'talk-rtl': {
    rtl: true,
    hash: at(people.jonas),
    world: during({ talks: [people.talk(people.jonas, people.stove)] }),
  },
  'talk-waiting': {
    hash: at(people.aylin),
    world: during({ talks: [people.talk(people.aylin, people.notary, { draft: 'Also, the keys' })] }),
  },
  'talk-by-hand': {
    hash: at(people.maximiliane),
    world: during({ talks: [people.talk({ ...people.maximiliane, lastSeen: people.NOW - 26 * HOUR }, people.stove)] }),
  },
  'talk-relays': {
    hash: at(people.aylin),
    world: during({ talks: [people.talk(people.aylin, people.notary, { byHand: false })] }),
  },
  'talk-never-seen': {
    hash: at(people.thandiwe),
    world: during({ talks: [people.talk(people.thandiwe, people.notary, { byHand: false })] }),
  },
  'talk-relayed': {
    hash: at(people.mariam),
    world: during({
      talks: [people.talk({ ...people.mariam, lastSeen: people.NOW - HOUR }, people.relayed, { byHand: false })],
    }),
  },
  'talk-long': { hash: at(people.bob), world: during({ talks: [people.talk(people.bob, people.hundreds)] }) },
  'talk-reply': {
    hash: at(people.priya),
    world: during({ talks: [people.talk(people.priya, [], { replyText: people.armored('REPLY', 2500) })] }),
  },
  'talk-reply-left': {
    hash: at(people.priya),
    world: during({
      talks: [
        people.talk(people.priya, [], { replyText: people.armored('REPLY', 2500), replyLeft: true, byHand: false }),
      ],
    }),
  },
  'talk-answer': {
    hash: at(people.aylin),
    world: during({ talks: [people.talk(people.aylin, people.notary, { answerWaiting: true })] }),
  },
  'talk-two-answered': {
    hash: at(people.tom),
    world: during({ talks: [people.talk(people.tom, people.stove.slice(0, 1))] }),
  },
  'talk-fork': {
    hash: at(people.tom),
    world: {
      ...refusing({ sendMessage: refuse('frozen') }),
      talks: [people.talk({ ...people.tom, alarm: 'fork' }, [])],
    },
  },
  'talk-hostile': { hash: at(people.hostile), world: during({ talks: [people.talk(people.hostile, people.nasty)] }) },
  'talk-gone': { hash: at(people.bob), world: ready },
  me: {
    hash: '#me',
    world: during({
      me: { ...people.marguerite, relays: networks.calm.relays.slice(0, 2).map(({ address }) => address) },
    }),
  },
  'me-rtl': { rtl: true, hash: '#me', world: during({ me: withRelays, diagnostics: networks.trouble }) },
  'me-by-hand': { hash: '#me', world: refusing({ chooseRelays: refuse('bad-relay') }) },
  'me-relays': {
    hash: '#me',
    world: { ...refusing({ chooseRelays: refuse('too-many') }), me: withRelays, diagnostics: networks.trouble },
  },
  diagnostics: { hash: '#me/diagnostics', world: ready },
  'diagnostics-trouble': { hash: '#me/diagnostics', world: during({ diagnostics: networks.trouble }) },
  'diagnostics-rtl': { rtl: true, hash: '#me/diagnostics', world: during({ diagnostics: networks.trouble }) },
  'diagnostics-busy': { hash: '#me/diagnostics', world: during({ diagnostics: networks.busy }) },
  'diagnostics-empty': { hash: '#me/diagnostics', world: during({ diagnostics: networks.silent }) },
  'diagnostics-loading': { hash: '#me/diagnostics', world: { status: open } },
  'diagnostics-locked': {
    surface: 'sidepanel',
    hash: '#me/diagnostics',
    world: { status: { phase: 'locked' }, diagnostics: null },
  },
  'me-own-servers': {
    hash: '#me',
    world: {
      ...refusing({
        showWords: refuse('wrong-passphrase'),
        changePassphrase: refuse('weak-passphrase'),
        chooseRouters: refuse('bad-address'),
      }),
      me: { ...people.marguerite, routers: { kind: 'own', servers: 'stun:stun.example.org:3478' } },
    },
  },
} satisfies Record<string, Scene>

export type SceneName = keyof typeof SCENES
