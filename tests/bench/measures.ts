import type { ContactId, MessageId } from '../../lib/contract/ids.ts'
import * as people from '../browser/harness/people.ts'
import { openBare, sendBare } from './bare.ts'
import { accept, connect, direct, invite } from './meeting.ts'
import { install, type Runs } from './page.ts'
import { type Person, settle } from './person.ts'
import type { Measured } from './statistics.ts'

/** What a short message is on its way: one envelope for one device. */
const ENVELOPE = 579

/** From the pasted reply to open on both sides: a first meeting each time, over the panel port, "Yes, connect" at once. */
export const connecting = async (alice: Person, bob: Person, n: number): Promise<Measured> => {
  const samples: number[] = []
  const bare: number[] = []
  for (let i = 0; i < n; i++) {
    if (i > 0) await settle(bob)
    bare.push(await openBare(alice.page, bob.page))
    const { contact: her, reply } = await accept(bob.page, await invite(alice.page))
    const theirs = direct(bob.page, her)
    const { contact: him, begun } = await connect(alice.page, reply)
    samples.push(Math.max(await direct(alice.page, him), await theirs) - begun)
  }
  return { what: 'pasted reply -> both connected', samples, bare, budget: { median: 150 } }
}

/** From Enter to shown on the other side's screen, which is after it is durable on both. */
export const messages = async (alice: Person, bob: Person, n: number): Promise<Measured> => {
  const samples: number[] = []
  const bare: number[] = []
  const field = alice.page.getByRole('textbox', { name: 'Message', exact: true })
  for (let i = 0; i < n; i++) {
    const text = `What do you say to number ${i}?`
    await field.fill(text)
    bare.push(await sendBare(alice.page, bob.page, 1, ENVELOPE))
    await bob.page.evaluate((text) => {
      globalThis.shown = bench.shows(text)
    }, text)
    await field.press('Enter')
    const at = await bob.page.evaluate(() => shown)
    samples.push(at - (await alice.page.evaluate(() => bench.pressedAt)))
  }
  return { what: 'Enter -> durable and shown over there', samples, bare, budget: { median: 15, p95: 50 } }
}

declare global {
  var shown: Promise<number>
}

const MANY = 1_000

/** A thousand messages at once, over the panel port; how many came per second. Throws where one is lost or out of order. */
export const sendMany = async (alice: { page: Runs }, bob: { page: Runs }, name: string): Promise<number> => {
  const contactIn = (person: { page: Runs }) =>
    person.page.evaluate(() => location.hash.slice('#chats/'.length), undefined) as Promise<ContactId>
  const texts = Array.from({ length: MANY }, (_, i) => `${name}, number ${i}.`)
  const last = bob.page.evaluate((text) => bench.shows(text), texts.at(-1) as string)
  const begun = await alice.page.evaluate(
    async ({ contact, texts }) => {
      const begun = bench.now()
      const id = () => crypto.randomUUID().replaceAll('-', '') as MessageId
      await Promise.all(texts.map((text) => bench.ask('sendMessage', { contact, id: id(), text })))
      return begun
    },
    { contact: await contactIn(alice), texts },
  )
  const took = (await last) - begun
  const arrived = await bob.page.evaluate(
    async ({ contact, limit }) => {
      const { value } = await bench.until('conversation', { contact, limit }, () => true)
      return value?.messages.map(({ text }) => text) ?? []
    },
    { contact: await contactIn(bob), limit: MANY },
  )
  if (arrived.join('\n') !== texts.join('\n')) throw new Error('a burst arrived with gaps or out of order')
  return (MANY * 1_000) / took
}

/** A thousand over a direct connection. */
export const burst = async (alice: Person, bob: Person, runs: number): Promise<Measured> => {
  const samples: number[] = []
  const bare: number[] = []
  for (let run = 0; run < runs; run++) {
    bare.push((MANY * 1_000) / (await sendBare(alice.page, bob.page, MANY, ENVELOPE)))
    samples.push(await sendMany(alice, bob, `burst ${run}`))
  }
  return { what: '1 000 messages in a burst', samples, bare, unit: '/s', budget: { median: 200 } }
}

/** From pressing "Unlock" to a screen that can be used; Argon2id is most of it. */
export const unlocking = async ({ page, passphrase }: Person, n: number): Promise<Measured> => {
  const samples: number[] = []
  for (let i = 0; i < n; i++) {
    await people.lock(page)
    await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase)
    const usable = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          addEventListener(
            'submit',
            () => {
              const begun = performance.now()
              const observer = new MutationObserver(() => {
                if (!document.querySelector('nav')) return
                observer.disconnect()
                resolve(performance.now() - begun)
              })
              observer.observe(document.body, { subtree: true, childList: true })
            },
            { once: true, capture: true },
          )
        }),
    )
    await page.getByRole('button', { name: 'Unlock', exact: true }).click()
    samples.push(await usable)
  }
  await install(page)
  return { what: 'unlock -> usable', samples, budget: { median: 1_500 } }
}

/** From opening the popup's page to its list painted. */
export const popup = async ({ browser }: Person, n: number): Promise<Measured> => {
  const page = await browser.context.newPage()
  await page.setViewportSize({ width: 380, height: 600 })
  const samples: number[] = []
  for (let i = 0; i < n; i++) {
    await page.goto('about:blank')
    await page.goto(`${browser.origin}popup.html`, { waitUntil: 'commit' })
    const painted = () =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (!document.querySelector('nav')) return false
          observer.disconnect()
          // The task after a frame runs when it has been painted.
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
          return true
        }
        const observer = new MutationObserver(look)
        if (!look()) observer.observe(document, { subtree: true, childList: true })
      })
    samples.push(await page.evaluate(painted))
  }
  await page.close()
  return { what: 'popup open -> painted, unlocked', samples, budget: { median: 100 } }
}
