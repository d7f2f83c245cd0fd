import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script'
import { announce } from '../lib/client/announce'

// In the world of every page that the person enabled.
export default defineUnlistedScript(() => {
  try {
    if (document.contentType === 'text/html') announce()
  } catch {
    // A page is never harmed by what it did not ask for.
  }
})
