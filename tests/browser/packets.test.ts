import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PUBLIC_STUN } from '../../lib/agent/routers'
import { ensureChromium } from '../../tools/browser.mjs'
import { launchChromium } from './harness/chromium'
import * as people from './harness/people'
import { arrive, leave, PASSPHRASE, type Person, toChats } from './harness/person'

/**
 * What Chromium asks for by itself, in spite of the harness's flags. The last test shows that it does so without the
 * extension too. None is ever dialled here, so that whatever packet remains is somebody's of ours.
 */
const CHROMIUMS_OWN = {
  'accounts.google.com': 'which accounts are signed in to the browser',
  'update.googleapis.com': 'updates of the browser’s parts and extensions',
}
const UNDIALLED = `--host-resolver-rules=${Object.keys(CHROMIUMS_OWN)
  .map((name) => `MAP ${name} ~NOTFOUND`)
  .join(',')}`

const folder = mkdtempSync(join(tmpdir(), 'hearth-packets-'))
const ADDRESS = '10.9.0.2'
/** Where a relay is in that network: elsewhere than the browsers, as far as packets tell. */
const RELAY = '10.9.9.9'
const namespace = `hearth-packets-${process.pid}`
const sh = (command: string) => void execFileSync('sh', ['-ec', command], { stdio: ['ignore', 'ignore', 'pipe'] })

/** A network of the browsers' own, where every packet is theirs, and all that would leave is seen before it vanishes. */
const ownNetwork = (): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  try {
    const ip = `ip -n ${namespace}`
    sh(`command -v tcpdump
      ip netns add ${namespace}
      ${ip} link set lo up
      ${ip} addr add ${RELAY}/32 dev lo
      ${ip} link add eth0 type veth peer name nowhere
      ${ip} addr add ${ADDRESS}/24 dev eth0
      ${ip} link set nowhere up
      ${ip} link set eth0 up
      ${ip} route add default via 10.9.0.1
      ${ip} neigh add 10.9.0.1 lladdr 02:00:00:00:00:01 dev eth0 nud permanent`)
    return true
  } catch {
    return false
  }
}

const alone = ownNetwork()
const own = alone
  ? [ADDRESS, '127.0.0.1', '::1']
  : Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address))
const elsewhereThanLoopback = () => own.find((address) => !/^127\.|:/.test(address)) ?? '127.0.0.1'
const program = join(folder, 'chromium')

beforeAll(() => {
  const run = alone ? `ip netns exec ${namespace} ` : ''
  writeFileSync(program, `#!/bin/sh\nexec ${run}'${ensureChromium()}' "$@"\n`)
  chmodSync(program, 0o755)
})
afterAll(() => {
  if (alone) sh(`ip netns del ${namespace}`)
  rmSync(folder, { recursive: true, force: true })
})

const logOf = (name: string) => join(folder, `${name}.json`)
const logged = (name: string) => ({ program, args: [UNDIALLED, `--log-net-log=${logOf(name)}`] })

interface Entry {
  type: number
  source: { id: number }
  params?: { address?: string; host?: string; hostname?: string; url?: string }
}

const hostIn = (endpoint: string): string => endpoint.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')

/** What stood in somebody's log before they left: where Chromium's network process begins anew, so does its log. */
const before = new Map<string, string>()

const leaveLogged = async (...people: Person[]) => {
  for (const { name } of people) before.set(name.toLowerCase(), readFileSync(logOf(name.toLowerCase()), 'utf8'))
  await leave(...people)
}

/** The events of a log, a line each; the last may be there in part only. */
const eventsOf = (text: string): Entry[] =>
  [...text.matchAll(/^(\{"(?!constants").*\})\]?,?\n/gm)].map(([, line]) => JSON.parse(line as string) as Entry)

/** What Chromium's network stack noted of one run: whom it sent to, and whom it asked for by name. */
const netLog = (name: string) => {
  const [first, last] = [before.get(name) ?? '', readFileSync(logOf(name), 'utf8')]
  const { constants } = JSON.parse(last) as { constants: { logEventTypes: Record<string, number> } }
  const text = last.startsWith(first) ? last : first + last
  const events = eventsOf(text)
  const types = new Map(Object.entries(constants.logEventTypes).map(([type, number]) => [number, type]))
  const connected = new Map<number, string>()
  const [endpoints, names] = [new Set<string>(), new Set<string>()]
  for (const { type, source, params = {} } of events) {
    const what = types.get(type) ?? ''
    const { address, host, hostname, url } = params
    if (what === 'UDP_CONNECT' && address) connected.set(source.id, address)
    // Connecting UDP alone sends nothing: so Chromium looks whether there is a route to IPv6.
    if (what === 'UDP_BYTES_SENT') endpoints.add(address ?? connected.get(source.id) ?? 'unknown')
    if (what === 'TCP_CONNECT_ATTEMPT' && address) endpoints.add(address)
    if (what.startsWith('HOST_RESOLVER') && host) names.add(host.replace(/^\w+:\/\//, '').replace(/:\d+$/, ''))
    if (what.startsWith('DNS_TRANSACTION') && hostname) names.add(hostname)
    if (what === 'URL_REQUEST_START_JOB' && url && /^(https?|wss?):/.test(url)) names.add(new URL(url).hostname)
  }
  return { text, endpoints: [...endpoints], names: [...names] }
}

/** The second witness, where it may be had: every packet of the browsers' network. */
const capture = async (name: string) => {
  const file = join(folder, `${name}.pcap`)
  if (!alone) return { end: async () => null }
  const dump: ChildProcess = spawn(
    'ip',
    ['netns', 'exec', namespace, 'tcpdump', '-i', 'any', '-n', '-U', '-Z', 'root', '-w', file, 'udp or tcp'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  await once(dump.stderr as NodeJS.ReadableStream, 'data')
  return {
    end: async () => {
      const gone = once(dump, 'exit')
      dump.kill('SIGINT')
      await gone
      const lines = execFileSync('tcpdump', ['-n', '-r', file], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const endpoints = [...lines.matchAll(/ > ([0-9a-f.:]+)\.(\d+): /g)].map(([, host, port]) => `${host}:${port}`)
      return { bytes: readFileSync(file).toString('latin1'), endpoints }
    },
  }
}

const elsewhere = (endpoints: readonly string[]) => endpoints.filter((endpoint) => !own.includes(hostIn(endpoint)))

/** A relay in a process of its own, in the browsers' network. */
const startRelay = async () => {
  const address = alone ? RELAY : elsewhereThanLoopback()
  const script = join(import.meta.dirname, '../net/relay.ts')
  const command = [...(alone ? ['ip', 'netns', 'exec', namespace] : []), process.execPath, script, address]
  const child = spawn(command[0] as string, command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = await once(child.stdout, 'data')
  const url = /ws:\S+/.exec(String(said))?.[0]
  if (!url) throw new Error('the relay does not listen')
  return { url, stop: () => child.kill() }
}

/** Somebody who chose this relay and no servers. */
const choosing = async (name: string, relay: string) => {
  const browser = await launchChromium(logged(name.toLowerCase()))
  const page = await browser.panel('home')
  const words = await people.becomeSomeone(page, name, PASSPHRASE, [], [relay])
  return { name, browser, page, words }
}

describe('where packets go', () => {
  let asked: string[] = []
  let relay: Awaited<ReturnType<typeof startRelay>> | undefined
  afterAll(() => relay?.stop())

  it('to the two who talk, and to nobody else, when no servers are chosen', async () => {
    const tcpdump = await capture('none')
    const [alice, bob] = await Promise.all([arrive('Alice', [], logged('alice')), arrive('Bob', [], logged('bob'))])
    await people.connectTwo(alice, bob)
    const texts = ['quartz lantern from here', 'marble thicket from there', 'sealed juniper by mail']
    await people.say(alice.page, texts[0] as string)
    await people.sees(bob.page, texts[0] as string)
    await people.say(bob.page, texts[1] as string)
    await people.sees(alice.page, texts[1] as string)
    const sealed = await people.seal(alice.page, texts[2] as string)
    await toChats(bob)
    await people.openSealed(bob.page, sealed)
    await people.sees(bob.page, texts[2] as string)
    await Promise.all([people.lock(alice.page), people.lock(bob.page)])
    await leaveLogged(alice, bob)
    const packets = await tcpdump.end()

    const logs = ['alice', 'bob'].map(netLog)
    asked = logs.flatMap(({ names }) => names).filter((name) => name !== '~notfound')
    expect(Object.keys(CHROMIUMS_OWN)).toEqual(expect.arrayContaining(asked))
    for (const { endpoints, text } of logs) {
      expect(endpoints.length).toBeGreaterThan(0)
      expect(elsewhere(endpoints)).toEqual([])
      for (const server of ['peerjs', 'stun', 'turn.', ...PUBLIC_STUN.map((url) => url.split(':')[1] ?? '')])
        expect(text).not.toContain(server)
    }
    if (packets) {
      expect(packets.endpoints.length).toBeGreaterThan(20)
      expect(elsewhere(packets.endpoints)).toEqual([])
    }
    for (const said of [...texts, PASSPHRASE, 'Alice', 'Bob'])
      for (const seen of [...logs.map(({ text }) => text), packets?.bytes ?? '']) expect(seen).not.toContain(said)
  })

  it('to a server that was chosen: both witnesses would have told', async () => {
    const tcpdump = await capture('stun')
    const server = `${elsewhereThanLoopback()}:40123`
    const carol = await arrive('Carol', [`stun:${server}`], logged('carol'))
    await people.invite(carol.page)
    await leaveLogged(carol)
    const packets = await tcpdump.end()
    expect(netLog('carol').endpoints).toContain(server)
    if (packets) expect(packets.endpoints).toContain(server)
  })

  it('to the relay that both chose, and to each other', async () => {
    const tcpdump = await capture('relay')
    relay = await startRelay()
    const { url } = relay
    const [erin, finn] = await Promise.all(['Erin', 'Finn'].map((name) => choosing(name, url)))
    if (!erin || !finn) throw new Error('nobody came')
    await people.connectTwo(erin, finn)
    await people.say(erin.page, 'copper meadow while you are here')
    await people.sees(finn.page, 'copper meadow while you are here')
    await leaveLogged(finn)
    await people.say(erin.page, 'velvet harbour for when you are back')
    await people.sees(erin.page, 'velvet harbour for when you are back', 'sent')
    await leaveLogged(erin)
    const packets = await tcpdump.end()

    const { host, hostname } = new URL(url)
    for (const { endpoints, names } of ['erin', 'finn'].map(netLog)) {
      expect(endpoints).toContain(host)
      expect(elsewhere(endpoints).filter((endpoint) => endpoint !== host)).toEqual([])
      expect([hostname, '~notfound', ...Object.keys(CHROMIUMS_OWN)]).toEqual(expect.arrayContaining(names))
    }
    if (packets) {
      expect(packets.endpoints).toContain(host)
      expect(elsewhere(packets.endpoints).filter((endpoint) => hostIn(endpoint) !== hostname)).toEqual([])
    }
    for (const said of ['copper meadow', 'velvet harbour', PASSPHRASE, 'Erin', 'Finn'])
      expect(packets?.bytes ?? '').not.toContain(said)
  })

  it('asks by name only for what a Chromium without the extension asks for', async () => {
    const flags = ['--headless=new', '--disable-gpu', '--no-first-run', '--disable-background-networking']
    const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: program,
      headless: false,
      args: [
        ...flags,
        ...['--disable-component-update', '--disable-sync', '--disable-quic'],
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ...logged('control').args,
      ],
    })
    // It asks soon after its start, and nothing tells when it is done.
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    await context.close()
    expect(netLog('control').names).toEqual(expect.arrayContaining(asked))
  })
})
