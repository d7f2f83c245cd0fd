import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script'
import type { PageForm } from '../lib/contract/form-fill'
import { pageForm } from '../lib/forms/page-form'

declare global {
  /** Only in the world of our own scripts: the page sees nothing of it. */
  var hearthForm: PageForm | undefined
}

// Put into the same page again it goes on with what it has seen.
export default defineUnlistedScript(() => {
  globalThis.hearthForm ??= pageForm()
})
