import type { BrowserContext, CDPSession } from 'playwright-core'
import { vi } from 'vitest'
import type { Draft } from '../../../lib/contract/item'
import type { Chromium } from '../harness/chromium'
import { chromiumId, firefoxId } from '../harness/extension'
import { type Firefox, UNTHROTTLED } from '../harness/firefox'
import { type Hands, handsOf, inChromium, inFirefox } from '../harness/hands'
import { MARGUERITE, saying } from './person'

/** A browser with a page in front and the popup's page behind it, which has the permission of the toolbar button and no other. */
export interface Stage {
  goto(url: string): Promise<void>
  /** The value of an expression in the page, promises awaited. */
  inPage(expression: string): Promise<unknown>
  /** Presses the toolbar button over the page. */
  pressButton(): Promise<void>
  /** Shows the popup's page anew, at filling. */
  showPopup(): Promise<void>
  popup: Hands
  /** All people that are kept, as the agent says. */
  people(): Promise<Pick<Draft, 'fields'>[]>
  leave(): Promise<void>
}

const EVERYBODY = { filter: { type: 'Person' }, after: null }
const peopleIn = (read: unknown) => (read as { items: Draft[] }).items

const never = async () => {
  throw new Error('the popup lies behind: nothing of it can be clicked with the mouse')
}

const tabOf = async (session: CDPSession, url: string): Promise<string> => {
  const { targetInfos } = await session.send('Target.getTargets', { filter: [{ type: 'tab' }] })
  const tab = targetInfos.find((target) => target.url === url)
  if (!tab) throw new Error(`no tab shows ${url}`)
  return tab.targetId
}

/** Presses Hearth's button in the toolbar over the tab of an address. */
export const pressInChromium = async (context: BrowserContext, url: string): Promise<void> => {
  const session = await context.browser()?.newBrowserCDPSession()
  if (!session) throw new Error('the browser is gone')
  // Newer than the types.
  const send = session.send as unknown as (method: string, params: object) => Promise<unknown>
  await send.call(session, 'Extensions.triggerAction', { id: chromiumId(), targetId: await tabOf(session, url) })
  await session.detach()
}

/** Chromium with somebody in it. */
export const chromiumStage = async (): Promise<Stage & { browser: Chromium }> => {
  const somebody = await inChromium({ args: ['--enable-unsafe-extension-debugging'] })
  await somebody.evaluate(saying('chrome', 'saveItem', { ...MARGUERITE, rev: null }))
  const browser = somebody.browser as Chromium
  const page = await browser.context.newPage()
  const behind = await browser.panel('popup')
  return {
    browser,
    goto: async (url) => {
      await page.goto(url)
    },
    inPage: (expression) => page.evaluate(expression),
    pressButton: async () => {
      await page.bringToFront()
      await pressInChromium(browser.context, page.url())
    },
    showPopup: async () => {
      await page.bringToFront()
      await behind.goto(`${browser.origin}popup.html#sites/fill`)
      await behind.reload()
    },
    popup: handsOf({
      evaluate: (expression) => behind.evaluate(expression),
      upload: never,
      click: never,
      goto: never,
    }),
    people: async () => peopleIn(await somebody.evaluate(saying('chrome', 'readItems', EVERYBODY))),
    leave: somebody.leave,
  }
}

interface Bidi {
  send(
    method: string,
    params: object,
  ): Promise<{ result: { contexts: { context: string; url: string }[]; type: string } }>
}

/** Presses the button where the browser itself is drawn. */
export const pressInFirefox = async ({ browser }: Firefox): Promise<void> => {
  const { connection } = browser as unknown as { connection: Bidi }
  const tree = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 })
  const context = tree.result.contexts.find(({ url }) => url.endsWith('/browser.xhtml'))?.context
  const expression = `(async () => {
    const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs')
    // While its popup is open, the button closes it.
    for (const panel of document.querySelectorAll('panel')) panel.hidePopup?.()
    const { extension } = WebExtensionPolicy.getByID('${firefoxId()}')
    await ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window)
  })()`
  const { result } = await connection.send('script.evaluate', { expression, target: { context }, awaitPromise: true })
  if (result.type === 'exception') throw new Error('the button could not be pressed')
}

/** Firefox with somebody in it. */
export const firefoxStage = async (): Promise<Stage> => {
  const somebody = await inFirefox(undefined, { prefs: UNTHROTTLED })
  await somebody.evaluate(saying('browser', 'saveItem', { ...MARGUERITE, rev: null }))
  const browser = somebody.browser as Firefox
  const page = await browser.browser.newPage()
  const behind = await browser.open('popup.html')
  const popup = handsOf({
    evaluate: (expression) => behind.evaluate(expression),
    upload: never,
    click: never,
    goto: never,
  })
  return {
    goto: async (url) => {
      await page.goto(url)
    },
    inPage: (expression) => page.evaluate(expression),
    pressButton: async () => {
      await page.bringToFront()
      await vi.waitFor(() => page.evaluate("if (document.visibilityState !== 'visible') throw new Error('behind')"))
      await pressInFirefox(browser)
    },
    showPopup: async () => {
      await page.bringToFront()
      // Loading it anew takes Firefox ten seconds over BiDi: it comes from another place instead.
      await behind.evaluate("location.hash = '#chats'")
      await popup.sees('Invite someone')
      await behind.evaluate("location.hash = '#sites/fill'")
    },
    popup,
    people: async () => peopleIn(await somebody.evaluate(saying('browser', 'readItems', EVERYBODY))),
    leave: somebody.leave,
  }
}
