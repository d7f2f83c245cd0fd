import browser from 'webextension-polyfill'
import { mayAsk } from '../contract/origin'

/** The pattern that browsers give permission for: a host with all its ports, because Firefox knows no others. */
export const patternOf = (origin: string): string => {
  const { protocol, hostname } = new URL(origin)
  return `${protocol}//${hostname}/*`
}

/** An origin without its port, or `https://*`, of a pattern as browsers list them. */
export const originOfPattern = (pattern: string): string => pattern.replace(/\/\*$/, '')

/** The patterns that the person allowed, of those that pages may be. */
export const enabledPatterns = async (): Promise<string[]> => {
  const { origins = [] } = await browser.permissions.getAll()
  return origins.filter((pattern) => mayAsk(originOfPattern(pattern).replace('*', 'any')))
}

/** Whether the person let the sites of this origin's host talk to Hearth. */
export const isEnabled = (origin: string): Promise<boolean> =>
  browser.permissions.contains({ origins: [patternOf(origin)] })
