import type { BrowserContext } from 'playwright-core'
import { vi } from 'vitest'
import { type Hands, handsOf } from '../harness/hands'

interface Answer {
  id?: number
  result?: { result?: { value?: unknown }; exceptionDetails?: { text: string } }
}

const never = async () => {
  throw new Error('a popup has no address bar and takes no files')
}

/** The popup that the toolbar button opened: Playwright does not show it as a page. */
export const realPopup = async (context: BrowserContext, url: string): Promise<Hands> => {
  const session = await context.browser()?.newBrowserCDPSession()
  if (!session) throw new Error('the browser is gone')
  const targetId = await vi.waitFor(async () => {
    const { targetInfos } = await session.send('Target.getTargets')
    const found = targetInfos.find((target) => target.url === url && !target.attached)
    if (!found) throw new Error('no popup opened')
    return found.targetId
  })
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false })
  let ids = 0
  const evaluate = (expression: string) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++ids
      const hear = ({ message }: { message: string }) => {
        const answer = JSON.parse(message) as Answer
        if (answer.id !== id) return
        session.off('Target.receivedMessageFromTarget', hear)
        if (answer.result?.exceptionDetails) reject(new Error(answer.result.exceptionDetails.text))
        else resolve(answer.result?.result?.value)
      }
      session.on('Target.receivedMessageFromTarget', hear)
      const params = { expression, awaitPromise: true, returnByValue: true }
      const message = JSON.stringify({ id, method: 'Runtime.evaluate', params })
      session.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject)
    })
  return handsOf({ evaluate, upload: never, click: never, goto: never })
}
