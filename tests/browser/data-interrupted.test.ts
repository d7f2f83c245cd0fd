import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, it } from 'vitest'
import type { Chromium } from './harness/chromium'
import { limitedExtension } from './harness/extension'
import { inChromium, inFirefox, type Somebody } from './harness/hands'
import { PASSPHRASE } from './harness/person'

const folder = mkdtempSync(join(tmpdir(), 'hearth-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const table = (name: string, rows: number): string => {
  const path = join(folder, name)
  const lines = Array.from({ length: rows }, (_, n) => `2020-01-${String((n % 28) + 1).padStart(2, '0')};${n / 10}`)
  writeFileSync(path, `Date;Weight (kg)\n${lines.join('\n')}\n`)
  return path
}
const start = async (hands: Somebody, path: string): Promise<void> => {
  await hands.goto('#data/import')
  await hands.choose('Choose files', path)
  await hands.press('Import')
  await hands.sees('Bringing in')
  // The first of it is kept by the agent.
  await hands.sees(/^[1-9][\d,]* items$/m)
}
const nothingIsIn = async (hands: Somebody): Promise<void> => {
  await hands.goto('#data/export')
  await hands.sees('There is nothing in your data yet')
}

describe('an import in Chromium', () => {
  it('goes on when the worker was stopped in the middle', async () => {
    const hands = await inChromium()
    try {
      await start(hands, table('stopped.csv', 60_000))
      await (hands.browser as Chromium).stopWorker()
      await hands.sees('stopped.csv is in')
      await hands.sees('60,000 items are new')
    } finally {
      await hands.leave()
    }
  })

  it('leaves nothing where the disk is full, and says so', async () => {
    const extension = limitedExtension()
    const hands = await inChromium(
      { extension, allow: [/quota|storage/i] },
      {
        before: async ({ context, origin }, page) => {
          const session = await context.newCDPSession(page)
          await session.send('Storage.overrideQuotaForOrigin', { origin: origin.slice(0, -1), quotaSize: 4 << 20 })
        },
      },
    )
    try {
      await hands.goto('#data/import')
      await hands.choose('Choose files', table('full.csv', 200_000))
      await hands.press('Import')
      await hands.sees(/full\.csv was not brought in[\s\S]*Your storage is full[\s\S]*Nothing of it was kept/)
      await nothingIsIn(hands)
    } finally {
      await hands.leave()
      rmSync(extension, { recursive: true, force: true })
    }
  })
})

describe.each([
  ['Chromium', (profileDir: string, lived?: true) => inChromium({ profileDir }, lived ? { lived } : {})],
  ['Firefox', (profileDir: string, lived?: true) => inFirefox(profileDir, lived ? { lived } : {})],
])('an import when %s is killed in the middle', (name, open) => {
  it('leaves nothing, and the next one can begin', async () => {
    const profileDir = mkdtempSync(join(tmpdir(), 'hearth-profile-'))
    const first = await open(profileDir)
    await start(first, table(`killed ${name}.csv`, 60_000))
    await first.browser.kill()
    const hands = await open(profileDir, true)
    try {
      await hands.fill('Passphrase', PASSPHRASE)
      await hands.press('Unlock')
      await hands.sees('Chats')
      await hands.goto('#data/import')
      await hands.press('Cancel that import')
      await hands.sees(/killed [\s\S]{1,60}nothing was kept/)
      await nothingIsIn(hands)
      await start(hands, table(`after ${name}.csv`, 20_000))
      await hands.sees('20,000 items are new')
    } finally {
      await hands.leave()
      rmSync(profileDir, { recursive: true, force: true })
    }
  })
})
