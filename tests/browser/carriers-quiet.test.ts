import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import type { IceServer, LinkEvent, Peer } from '../../lib/contract/link-api'
import { connect } from '../carriers/connect'
import { serveScript } from './harness/site'
import { linkChromium } from './link/browsers'
import { linkOf } from './link/remote'

const site = await serveScript(join(import.meta.dirname, 'link/page.ts'))
afterAll(() => site.close())

const [toAlice, toBob] = ['alice', 'bob'].map((contact) => ({ contact, device: 'd' }) as Peer) as [Peer, Peer]

/** Connects two pages of one Chromium and gives back all that its network stack noted meanwhile. */
const networkLog = async (iceServers: IceServer[]): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-net-'))
  const file = join(folder, 'net.json')
  const browser = await linkChromium(site.url, [`--log-net-log=${file}`])
  try {
    const [a, b] = [linkOf(await browser.open()), linkOf(await browser.open())]
    const events: LinkEvent[] = []
    for (const link of [a, b]) {
      await link.begin()
      await link.command('configure', { iceServers })
    }
    b.listen((event) => void events.push(event))
    await connect(a, toBob, b, toAlice)
    await vi.waitFor(() => expect(events[0]?.kind).toBe('open'), { timeout: 15_000 })
    await a.command('close', {})
  } finally {
    await browser.close()
  }
  const log = readFileSync(file, 'utf8')
  rmSync(folder, { recursive: true })
  return log
}

it('asks no server, neither PeerJS’s cloud nor anybody’s STUN, unless one was chosen', async () => {
  const quiet = await networkLog([])
  expect(quiet).toContain(new URL(site.url).host)
  expect(quiet).not.toMatch(/peerjs|stun|turn[.:]|google\.com:19302/)
})

it('asks the server that was chosen: the log would have told', async () => {
  expect(await networkLog([{ urls: 'stun:stun.hearth.invalid:3478' }])).toContain('stun.hearth.invalid')
})
