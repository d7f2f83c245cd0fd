import { afterAll, beforeAll, expect, it } from 'vitest'
import { LAYOUTS } from './layouts'
import { type FormSite, serveForms } from './serve'
import type { Stage } from './stage'

/** Sends the form in front. */
export const SEND = "document.querySelector('form').requestSubmit()"
/** What its page saw of that. */
export const SEEN = 'JSON.stringify(seen)'
const LEFT = 'Left out, because covered, changed or gone'
/** What the popup says then. */
export const filled = (count: number) => (count === 1 ? '1 field filled.' : `${count} fields filled.`)

/** What filling forms does in any browser: a file for each, so that they run beside one another. */
export const fillsForms = (begin: () => Promise<Stage>): void => {
  let site: FormSite
  let stage: Stage
  beforeAll(async () => {
    site = await serveForms()
    stage = await begin()
  })
  afterAll(async () => {
    await stage?.leave()
    await site?.close()
  })

  const arrive = async (name: string) => {
    await stage.goto(site.at(name))
    await stage.pressButton()
    await stage.showPopup()
  }
  const fill = async (count: number) => {
    await stage.popup.press('Fill')
    return stage.popup.sees(filled(count))
  }

  // First: nothing of the other origin was ever opened by the button.
  it('looks at no page over which the button was not pressed', async () => {
    await stage.goto(site.elsewhere('checkout'))
    await stage.showPopup()
    await stage.popup.sees('Hearth cannot look at this page.')
  })

  it.each(LAYOUTS)('$name', async ({ name, count, left, seen, send = SEND }) => {
    await arrive(name)
    const said = await fill(count)
    if (left === undefined) expect(said).not.toContain(LEFT)
    else expect(said).toContain(`${LEFT}: ${left}.`)
    await stage.inPage(send)
    expect(JSON.parse(String(await stage.inPage(SEEN)))).toEqual(seen)
  })

  it('fills each step when it is shown', async () => {
    await arrive('steps')
    await fill(1)
    expect(await stage.popup.text()).not.toContain('Email')
    await stage.inPage("document.getElementById('next').click()")
    await stage.showPopup()
    await fill(1)
    await stage.inPage(SEND)
    expect(JSON.parse(String(await stage.inPage(SEEN)))).toEqual({
      name: 'Dr. Marguerite Okonkwo',
      email: 'maggie@okonkwo.example',
    })
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

  it('fills only what was shown: what is hidden, replaced or renamed since stays empty', async () => {
    await arrive('checkout')
    await stage.popup.sees('Fill from')
    await stage.inPage(`(() => {
      const field = (name) => document.querySelector('[name=' + name + ']')
      field('phone').style.opacity = 0
      field('zip').setAttribute('autocomplete', 'name')
      field('town').replaceWith(field('town').cloneNode())
    })()`)
    expect(await fill(4)).toContain(`${LEFT}: Postal code, Town, Phone.`)
    expect(await stage.inPage('told')).toEqual(['email', 'name', 'street', 'country'])
  })

  it('fills nothing in another page than the one that was looked at', async () => {
    await arrive('checkout')
    await stage.popup.sees('Fill from')
    await stage.goto(site.at('table'))
    await stage.popup.press('Fill')
    await stage.popup.sees('The page is another one by now. Nothing was filled.')
    expect(await stage.inPage('told')).toEqual([])
  })

  it('does not guess by the names of fields', async () => {
    await arrive('unmarked')
    await stage.popup.sees('No field here says in the standard way what it is for. Hearth does not guess by names.')
  })

  it('keeps what was typed as a new person, and as changes to one', async () => {
    await arrive('checkout')
    await stage.inPage(`(() => {
      const typed = { name: 'Aylin Yıldız', email: 'aylin@yildiz.example', zip: '79102', town: 'Freiburg', voucher: 'SECRET' }
      for (const [name, value] of Object.entries(typed)) document.querySelector('[name=' + name + ']').value = value
    })()`)
    await stage.popup.press('Keep what I typed')
    await stage.popup.select('Keep in', 'A new person')
    await stage.popup.sees('aylin@yildiz.example')
    await stage.popup.press('Save')
    await stage.popup.sees('It is kept.')
    await stage.inPage("document.querySelector('[name=phone]').value = '+49 761 99'")
    await stage.showPopup()
    await stage.popup.sees('Replaces what stands there.')
    await stage.popup.select('Fill from', 'Aylin Yıldız')
    await stage.popup.press('Keep what I typed')
    expect(await stage.popup.sees('+49 761 99')).not.toContain('aylin@yildiz.example')
    await stage.popup.press('Save')
    await stage.popup.sees('It is kept.')
    const aylin = (await stage.people()).find(({ fields }) => fields.name === 'Aylin Yıldız')
    expect(aylin?.fields).toEqual({
      name: 'Aylin Yıldız',
      email: [{ value: 'aylin@yildiz.example' }],
      address: [{ value: { postalCode: '79102', addressLocality: 'Freiburg' } }],
      telephone: [{ value: '+49 761 99' }],
    })
  })
}
