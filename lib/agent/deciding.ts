import { HearthError } from '../contract/errors'
import type { AskId } from '../contract/ids'
import type { Duration } from '../contract/permission'
import type { PartDecision } from '../contract/sites-api'
import type { Ask, Outcome } from '../permissions/queue'
import type { Opened } from './opened'
import { faultOf } from './pages/fault'
import { allow, askingOf } from './pages/questions'
import { promptView } from './prompt-view'

/** What the person decided, and of what. */
export interface Decided {
  ask: AskId
  seen: string
  duration: Duration
  parts: PartDecision[]
}

/** Does what was decided, if it is about what was shown and no wider. Throws `changed-since`, `bad-request`. */
export const allowed = async (here: Opened, ask: Ask, { seen, duration, parts }: Decided): Promise<Outcome | null> => {
  await here.data.items.ready
  const { view, asking } = viewNow(here, ask)
  if (view.seen !== seen) throw new HearthError('changed-since')
  if (!asking.durations.includes(duration)) throw new HearthError('bad-request', 'longer than was asked')
  if (parts.length !== asking.parts.length || !parts.some((part) => part.allow))
    throw new HearthError('bad-request', 'not what was asked')
  // Nothing is awaited between this and what it begins with: it is done to what was compared.
  return outcomeOf(async () => ({ result: await allow(here.site(ask), ask, ask.id, { duration, asking, parts }) }))
}

/** What is asked, and how it is shown. */
export const viewOf = async (here: Opened, ask: Ask) => {
  await here.data.items.ready
  return viewNow(here, ask)
}

const viewNow = (here: Opened, ask: Ask) => {
  const site = here.site(ask)
  const asking = askingOf(site, ask)
  return { asking, view: promptView(site, here.settings, ask, asking) }
}

/** What a page is answered with; what the person has to hear of is thrown. */
export const outcomeOf = async (work: () => Promise<{ result: unknown } | null>): Promise<Outcome | null> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof HearthError) throw error
    return { error: faultOf(error) }
  }
}
