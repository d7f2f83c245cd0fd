import type { PromptView, SiteView } from '../contract/sites-api'
import { encodeText } from '../contract/wire'
import { sha256 } from '../crypto/hash'
import { hueOf } from '../identity/did'
import type { Ask } from '../permissions/queue'
import type { Asking } from './pages/question'
import { idOf, type Site } from './pages/site'
import type { Settings } from './settings'

/** A site as the prompt and the lists show it. */
export const siteView = ({
  grantee,
  identity,
  permissions,
}: Pick<Site, 'grantee' | 'identity' | 'permissions'>): SiteView => {
  const { first, asked, resembles, local } = permissions.site(grantee)
  return { origin: grantee, hue: hueOf(identity.key.public), first, asked, resembles, local }
}

/** What the person is asked. `seen` names what would be given, done or changed, and for how long. */
export const promptView = (site: Site, { mark, name }: Settings, { id }: Ask, asking: Asking): PromptView => ({
  id,
  seen: idOf<string>(sha256(encodeText(JSON.stringify([id, asking])))),
  site: siteView(site),
  mark,
  name,
  ...asking,
})
