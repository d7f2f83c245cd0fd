import { HearthError, type Reason } from '../../../lib/contract/errors'
import type { Link, LinkEvent } from '../../../lib/contract/link-api'
import { packBytes, unpackBytes, unpackEvent } from '../../../lib/rpc/link-port'
import type { LinkPage } from './browsers'

/** The link of a page in a browser, as the test holds it. */
export interface PageLink extends Link {
  page: LinkPage
  /** Begins anew: whatever was open is gone. */
  begin(maxOpen?: number): Promise<void>
}

export const linkOf = (page: LinkPage): PageLink => {
  let listener: ((event: LinkEvent) => void | Promise<void>) | null = null
  let untold: LinkEvent[] = []
  let life = 0
  const poll = async (mine: number): Promise<void> => {
    while (mine === life) {
      const events = await page.evaluate<unknown[]>('linkPage.events()').catch(() => null)
      if (events === null || mine !== life) return
      for (const event of events.map(unpackEvent)) {
        if (listener) void listener(event)
        else untold.push(event)
      }
    }
  }
  return {
    page,
    begin: async (maxOpen) => {
      life++
      untold = []
      await page.evaluate(`linkPage.begin(${maxOpen ?? ''})`)
      void poll(life)
    },
    command: async (name, params) => {
      const call = `linkPage.command(${JSON.stringify(name)}, ${JSON.stringify(packBytes(params))})`
      const answer = await page.evaluate<{ value?: unknown; reason?: Reason }>(call)
      if (answer.reason) throw new HearthError(answer.reason)
      return unpackBytes(answer.value) as never
    },
    listen: (next) => {
      listener = next
      for (const event of untold.splice(0)) void next(event)
      return () => {
        if (listener === next) listener = null
      }
    },
  }
}
