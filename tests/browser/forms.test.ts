import { describe, expect, it } from 'vitest'
import { LAYOUTS } from './forms/layouts'
import { realPopup } from './forms/real-popup'
import { serveForms } from './forms/serve'
import { chromiumStage } from './forms/stage'
import { filled, fillsForms, SEEN, SEND } from './forms/suite'

describe('forms in Chromium', () => fillsForms(chromiumStage))

describe('the real popup', () => {
  it('leads from the button to filling, with the permission of that click alone', async () => {
    const site = await serveForms()
    const stage = await chromiumStage()
    try {
      await stage.goto(site.at('checkout'))
      await stage.pressButton()
      const popup = await realPopup(stage.browser.context, `${stage.browser.origin}popup.html`)
      await popup.sees(/Fill this form\s+8 fields/)
      await popup.evaluate("document.querySelector('aside a').click()")
      await popup.press('Fill')
      await popup.sees(filled(7))
      await stage.inPage(SEND)
      const { seen } = LAYOUTS.find(({ name }) => name === 'checkout') ?? {}
      expect(JSON.parse(String(await stage.inPage(SEEN)))).toEqual(seen)
    } finally {
      await stage.leave()
      await site.close()
    }
  })
})
