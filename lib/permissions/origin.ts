import type { Grantee } from '../contract/permission'

const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/(\[[\da-f:.]+\]|[^:/\s]+)(?::\d+)?$/

/** The host of a site, as browsers write it; empty where the grantee is none. */
export const hostOf = (grantee: Grantee): string => ORIGIN.exec(grantee)?.[1] ?? ''

/** Whether a grantee is a page of this computer: whoever runs something there can answer on its port. */
export const isLocal = (grantee: Grantee): boolean => {
  const host = hostOf(grantee)
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
}
