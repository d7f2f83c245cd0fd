import {
  PAGE_API_VERSION,
  type PageCaller,
  type PageMethod,
  type PageParams,
  type PageRequest,
  type PageResults,
  type PageServer,
} from '../../contract/page-api'
import { requestName } from '../../permissions/queue'
import type { Prompts } from '../prompts'
import { disconnect } from './connect'
import { get, query, types } from './data'
import { PageFault, pageError } from './fault'
import { query as queryPermissions, receipts, revoke } from './permissions'
import type { AskedMethod } from './question'
import { answer, check, isAsked } from './questions'
import { LOCKED, type Site } from './site'
import type { Listening } from './subscriptions'

type FreeMethod = 'agent_getInfo' | 'data_types'
type PlainMethod = Exclude<PageMethod, AskedMethod | FreeMethod>

/** What pages are served from. */
export interface PagesParts {
  prompts: Prompts
  listening: Listening
  /** The caller's site; null while locked. Waits for an agent that is just starting. */
  site(caller: PageCaller): Promise<Site | null>
  /** Whether its document is still there. */
  isShown(caller: PageCaller): boolean
  version: string
  now(): number
}

/** Answers pages. Methods that need no prompt have one way, locked or not: while locked there are no grants. */
export const pageServer = ({ prompts, listening, site: siteOf, isShown, version, now }: PagesParts): PageServer => {
  /** What everybody is told, with no look at the vault. */
  const free: { [M in FreeMethod]: () => PageResults[M] } = {
    agent_getInfo: () => ({ name: 'Hearth', version, apiVersion: PAGE_API_VERSION, features: FEATURES }),
    data_types: types,
  }
  const plain: {
    [M in PlainMethod]: (site: Site, params: PageParams<M>, caller: PageCaller) => Promise<PageResults[M]>
  } = {
    agent_disconnect: disconnect,
    permissions_query: async (site, params) => queryPermissions(site, params),
    permissions_revoke: revoke,
    data_query: query,
    data_get: get,
    data_subscribe: (site, params, caller) => listening.subscribe(caller, site, params),
    data_unsubscribe: async (_, { subscription }, caller) => listening.unsubscribe(caller, subscription),
    receipts_list: receipts,
  }

  /** First the grants, then the person. */
  const asked = async (caller: PageCaller, { id, method, params }: Known): Promise<unknown> => {
    check({ method, params }, now())
    const { origin: grantee, tab, document } = caller
    const name = requestName(grantee, id, method, params)
    const site = await siteOf(caller)
    const answered = site && !(await prompts.isKnown(name)) ? await answer(site, { method, params }, name) : null
    if (answered) return answered.result
    if (!isShown(caller)) throw new PageFault('AbortError')
    listening.tell(caller, { event: 'requestUpdated', data: { id, state: 'waiting' } })
    const outcome = await prompts.ask({ grantee, tab, document, name, method, params })
    // After the answer has left, and not where nobody is there to hear it: a page that is loaded again sends the same again.
    if (isShown(caller)) setTimeout(() => void prompts.delivered(name).catch(() => undefined))
    if ('error' in outcome) throw new PageFault(outcome.error)
    return outcome.result
  }
  const answered = async (caller: PageCaller, request: Known): Promise<unknown> => {
    const { method } = request
    if (isAsked(method)) return asked(caller, request)
    if (Object.hasOwn(free, method)) return free[method as FreeMethod]()
    if (!Object.hasOwn(plain, method)) throw new PageFault('NotSupportedError')
    const run = plain[method as PlainMethod] as (site: Site, params: unknown, caller: PageCaller) => Promise<unknown>
    return run((await siteOf(caller)) ?? LOCKED, request.params, caller)
  }

  return {
    request: async (caller, request) => {
      const { id } = request
      try {
        return { id, result: await answered(caller, request as Known) }
      } catch (error) {
        return { id, error: pageError(error) }
      }
    },
    listen: listening.listen,
  }
}

// The messages were read before they came here: a method that there is, and its params.
type Known = PageRequest & { method: PageMethod }

const V1 = { version: '1.0.0' }
const FEATURES: PageResults['agent_getInfo']['features'] = {
  'hearth:connect': V1,
  'hearth:signIn': V1,
  'hearth:permissions': V1,
  'hearth:data': V1,
  'hearth:subscriptions': V1,
  'hearth:receipts': V1,
}
