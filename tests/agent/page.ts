import * as v from 'valibot'
import type { ItemId } from '../../lib/contract/ids'
import type { Fields } from '../../lib/contract/item'
import {
  PAGE_PARAMS,
  type PageError,
  type PageEvent,
  type PageMethod,
  type PageResults,
} from '../../lib/contract/page-api'
import type { Descriptor, Duration } from '../../lib/contract/permission'
import type { AskPart, PartDecision, PromptView, RecordView } from '../../lib/contract/sites-api'
import { toHex } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'
import { createAir } from './air'
import { FakeBrowser } from './fake-browser'
import { type Person, person } from './world'

/** Somebody with an open vault, and the browser around them. */
export interface Household {
  self: Person
  browser: FakeBrowser
  clock: { now: number }
}

export const household = async (): Promise<Household> => {
  const browser = new FakeBrowser()
  const clock = { now: 0 }
  return { self: await person(createAir(), 'Alice', clock, [], { browser }), browser, clock }
}

type Answer<M extends PageMethod> = { result: PageResults[M] } | { error: PageError }

/** A page, as the agent hears of it. */
export interface Page {
  origin: string
  tab: number
  document: string
  /** What it is answered with, whatever that is. */
  ask<M extends PageMethod>(method: M, params?: unknown, id?: string): Promise<Answer<M>>
  /** What it gets; throws the error that it is answered with. */
  get<M extends PageMethod>(method: M, params?: unknown, id?: string): Promise<PageResults[M]>
  listen(): { events: PageEvent[]; stop(): void }
}

let pages = 0

/** A page of that origin in a tab; its requests are read as the messages of pages are. */
export const pageOf = ({ self }: Household, origin: string, tab = 1, document = `document-${++pages}`): Page => {
  const caller = { origin, tab, document }
  const ask = async <M extends PageMethod>(method: M, params?: unknown, id = toHex(random(16))): Promise<Answer<M>> => {
    const read = v.parse(PAGE_PARAMS[method], params)
    const { id: of, ...answer } = await self.agent.pages.request(caller, { hearth: 1, id, method, params: read })
    if (of !== id) throw new Error('another answer')
    return answer as Answer<M>
  }
  return {
    ...caller,
    ask,
    get: async (method, params, id) => {
      const answer = await ask(method, params, id)
      if ('error' in answer) throw Object.assign(new Error(answer.error.message), answer.error)
      return answer.result
    },
    listen: () => {
      const events: PageEvent[] = []
      return { events, stop: self.agent.pages.listen(caller, (event) => events.push(event)) }
    },
  }
}

/** The prompt as it is shown, once it is for this origin. */
export const promptFor = async ({ self }: Household, origin: string): Promise<PromptView> => {
  const value = await self.until('prompt', {}, (now) => now?.view?.site.origin === origin)
  return value?.view as PromptView
}

/** Nothing is shown any more. */
export const nothingAsked = ({ self }: Household) =>
  self.until('prompt', {}, (now) => now !== null && now.view === null)

/** Everything that is shown: all values of all records. */
export const everything = (part: AskPart): PartDecision =>
  part.kind === 'read'
    ? { allow: true, records: Object.fromEntries(part.records.map((record) => [record.item, allOf(record)])) }
    : { allow: true }
export const allOf = ({ fields }: RecordView) =>
  Object.fromEntries(Object.keys(fields).map((name) => [name, true as const]))

/** The person allows what the origin asks for. */
export const allow = async (
  house: Household,
  origin: string,
  { duration, parts }: { duration?: Duration; parts?: (view: PromptView) => PartDecision[] } = {},
): Promise<PromptView> => {
  const view = await promptFor(house, origin)
  await house.self.agent.commands.allowRequest({
    ask: view.id,
    seen: view.seen,
    duration: duration ?? view.wanted,
    parts: parts?.(view) ?? view.parts.map(everything),
  })
  return view
}

export const deny = async (house: Household, origin: string, mute = false): Promise<void> => {
  const { id } = await promptFor(house, origin)
  await house.self.agent.commands.denyRequest({ ask: id, mute })
}

export const reading = (type: string, fields: string[], duration?: Duration): Descriptor => ({
  name: 'data',
  type,
  access: ['read'],
  fields,
  purpose: { text: 'To fill the form' },
  ...(duration && { duration }),
})

/** Keeps an item of the person's own. */
export const keep = async ({ self }: Household, type: string, fields: Fields): Promise<ItemId> => {
  const id = toHex(random(16)) as ItemId
  await self.agent.commands.saveItem({ id, draft: { type, fields, tags: ['private'] }, rev: null })
  return id
}

/** Gives a site the fields of every item of a type, also those to come. */
export const grantAll = async (house: Household, page: Page, descriptor: Descriptor): Promise<void> => {
  const granted = page.get('permissions_request', [descriptor])
  await allow(house, page.origin, {
    parts: ({ parts }) =>
      parts.map((part) => ('fields' in part ? { allow: true, fields: part.fields, all: true } : { allow: true })),
  })
  await granted
}
