import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LAYOUTS } from './forms/layouts'
import { type FormSite, serveForms } from './forms/serve'
import { chromiumStage, firefoxStage, type Stage } from './forms/stage'

const SEND = "document.querySelector('form').requestSubmit()"
const filled = (count: number) => (count === 1 ? '1 field filled.' : `${count} fields filled.`)

let site: FormSite
beforeAll(async () => {
  site = await serveForms()
})
afterAll(() => site.close())

describe.each([
  ['Chromium', chromiumStage],
  ['Firefox', firefoxStage],
] as const)('forms in %s', (_, begin) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await begin()
  })
  afterAll(() => stage?.leave())

  const arrive = async (name: string) => {
    await stage.goto(site.at(name))
    await stage.pressButton()
  }
  const fill = async (count: number) => {
    await stage.popup.press('Fill')
    return stage.popup.sees(filled(count))
  }

  it.each(LAYOUTS)('$name', async ({ name, count, left, seen, send = SEND }) => {
    await arrive(name)
    const said = await fill(count)
    if (left === undefined) expect(said).not.toContain('Left out')
    else expect(said).toContain(`Left out, because covered, changed or gone: ${left}.`)
    await stage.inPage(send)
    expect(JSON.parse(String(await stage.inPage('JSON.stringify(seen)')))).toEqual(seen)
  })

  it('touches no frame, its own or another’s', async () => {
    await arrive('frame')
    await fill(1)
    expect(await stage.inPage('inFrames()')).toEqual(['|', '|'])
  })

  it('tells hidden fields and closed roots nothing, not even by an event', async () => {
    await arrive('honeypots')
    await fill(2)
    expect(await stage.inPage('told')).toEqual(['name', 'email'])
    await arrive('shadow')
    await fill(3)
    expect(await stage.inPage('inClosed()')).toBe('')
  })
})
