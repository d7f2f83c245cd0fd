import { type Browser, chromium } from 'playwright-core'
import { ensureChromium } from '../../tools/browser.mjs'
import { accept, connect, direct, invite } from './meeting.ts'
import { type Person, settle } from './person.ts'
import { memoryOf, processesOf, usedBy } from './processes.ts'
import type { Measured } from './statistics.ts'

const HOUR = 3_600_000
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Alice comes to know so many people, one after the other in Bob's browser; each is gone when the next comes. */
export const befriend = async (alice: Person, bob: Person, people: number, relays: string[]): Promise<void> => {
  for (let i = 0; i < people; i++) {
    if (i > 0) await settle(bob, relays)
    const { contact, reply } = await accept(bob.page, await invite(alice.page))
    const theirs = direct(bob.page, contact)
    const ours = await connect(alice.page, reply)
    await Promise.all([direct(alice.page, ours.contact), theirs])
  }
}

/** The process that all others of a browser come from. */
export const rootOf = async (browser: Browser | null): Promise<number> => {
  const session = await browser?.newBrowserCDPSession()
  const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] }
  await session?.detach()
  return processInfo.find(({ type }) => type === 'browser')?.id ?? 0
}

/** What an unlocked Hearth costs while nothing happens, beside the same browser without it, in the same minutes. One blank page each. */
export const idle = async ({ browser, page }: Person, windows: number, seconds: number): Promise<Measured[]> => {
  const plain = await chromium.launchPersistentContext('', {
    executablePath: ensureChromium() ?? '',
    headless: false,
    args: ['--headless=new', '--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
  try {
    await page.goto('about:blank')
    const roots = [await rootOf(browser.context.browser()), await rootOf(plain.browser())]
    // What the last page left behind is done by then.
    await pause(20_000)
    const samples = roots.map(() => ({ cpu: [] as number[], wakes: [] as number[], memory: [] as number[] }))
    for (let i = 0; i < windows; i++) {
      const pids = roots.map(processesOf)
      const [before, begun] = [pids.map(usedBy), performance.now()]
      await pause(seconds * 1_000)
      const [after, took] = [pids.map(usedBy), performance.now() - begun]
      for (const [which, { cpu, wakes, memory }] of samples.entries()) {
        cpu.push((((after[which]?.cpu ?? 0) - (before[which]?.cpu ?? 0)) / took) * 100)
        wakes.push((((after[which]?.wakes ?? 0) - (before[which]?.wakes ?? 0)) / took) * HOUR)
        memory.push(memoryOf(pids[which] ?? []))
      }
    }
    const row = (what: string, unit: '%' | 'MB' | '/h', key: 'cpu' | 'wakes' | 'memory'): Measured => ({
      what,
      unit,
      samples: samples[0]?.[key] ?? [],
      bare: samples[1]?.[key] ?? [],
    })
    return [
      row('idle with contacts: CPU', '%', 'cpu'),
      row('idle with contacts: memory', 'MB', 'memory'),
      row('idle with contacts: wake-ups', '/h', 'wakes'),
    ]
  } finally {
    await plain.close()
  }
}
