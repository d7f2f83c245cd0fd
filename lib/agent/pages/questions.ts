import type { AskId } from '../../contract/ids'
import type { PageMethod } from '../../contract/page-api'
import type { Noted } from '../../permissions/permissions'
import type { Ask } from '../../permissions/queue'
import { connect, signIn } from './connect'
import { pick } from './data'
import { remove } from './deleting'
import { request } from './permissions'
import type { AskedMethod, Asking, Decision, Question } from './question'
import type { Site } from './site'
import { put } from './writing'

const QUESTIONS: { [M in AskedMethod]: Question<M> } = {
  agent_connect: connect,
  identity_signIn: signIn,
  permissions_request: request,
  data_pick: pick,
  data_put: put,
  data_delete: remove,
}

/** Whether the person may have to be asked about this method. */
export const isAsked = (method: PageMethod): method is AskedMethod => Object.hasOwn(QUESTIONS, method)

/** A request about which the person may have to be asked, whatever its method. */
export type Questioned = Pick<Ask, 'method' | 'params'>

const of = ({ method }: Questioned): Question<AskedMethod> => QUESTIONS[method as AskedMethod] as Question<AskedMethod>

// The params of an ask were read as those of its method when they came.
type Read = never

/** As of {@link Question}, and so the three below, for requests of any method. */
export const check = (asked: Questioned, now: number): void => of(asked).check(asked.params as Read, now)
export const answer = (site: Site, asked: Questioned, id: AskId): Promise<{ result: unknown } | null> =>
  of(asked).answer(site, asked.params as Read, id)
export const askingOf = (site: Site, asked: Questioned): Asking => of(asked).ask(site, asked.params as Read)
export const allow = (site: Site, asked: Questioned, id: AskId, decision: Decision): Promise<unknown> =>
  of(asked).allow(site, asked.params as Read, id, decision)

/** What the log says of an ask that was not allowed. */
export const notedOf = (ask: Questioned & { grantee: string }, outcome: Noted['outcome']): Noted[] =>
  of(ask)
    .noted(ask.params as Read)
    .map((entry) => ({ ...entry, grantee: ask.grantee, items: 0, outcome, duration: null, grant: null }))
