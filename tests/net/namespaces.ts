import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Network namespaces of our own, and what runs in them. */
export interface Namespaces {
  /** A folder that goes when they go. */
  folder: string
  /** The name by which `ip netns` knows it. */
  full(name: string): string
  sh(script: string): void
  /** Runs commands there, one after the other; throws where one fails. */
  at(name: string, ...commands: string[]): void
  /** Starts a program there; resolves with what it said, as soon as that fits. */
  start(name: string, command: string[], ready: RegExp): Promise<string>
  /** A program that runs another one there. */
  wrap(name: string, program: string): string
  /** Gives an address a name, for whatever is started in any of them from now on. */
  host(address: string, name: string): void
  bridge(name: string, link: string, address: string): void
  /** A cable from an interface to a bridge elsewhere. */
  cable(name: string, link: string, other: string, otherLink: string, master: string): void
  close(): Promise<void>
}

let made = 0

/** Makes namespaces of these names, each with nothing but a loopback. Needs root. */
export const openNamespaces = (names: readonly string[]): Namespaces => {
  const prefix = `hearth${process.pid}-${made++}`
  const folder = mkdtempSync(join(tmpdir(), 'hearth-lab-'))
  const processes: ChildProcess[] = []
  const full = (name: string) => `${prefix}-${name}`
  const sh = (script: string) => void execFileSync('sh', ['-ec', script], { stdio: ['ignore', 'ignore', 'pipe'] })
  const hostsOf = (name: string) => join('/etc/netns', full(name))
  const at = (name: string, ...commands: string[]) =>
    sh(commands.map((command) => `ip netns exec ${full(name)} ${command}`).join('\n'))
  sh(names.map((name) => `ip netns add ${full(name)}\nip -n ${full(name)} link set lo up`).join('\n'))

  return {
    folder,
    full,
    sh,
    at,
    start: (name, command, ready) => {
      const child = spawn('ip', ['netns', 'exec', full(name), ...command], { stdio: ['ignore', 'pipe', 'pipe'] })
      processes.push(child)
      return saying(child, command.join(' '), ready)
    },
    wrap: (name, program) => {
      const script = join(folder, `${name}-${program.split('/').at(-1)}`)
      writeFileSync(script, `#!/bin/sh\nexec ip netns exec ${full(name)} ${program} "$@"\n`)
      chmodSync(script, 0o755)
      return script
    },
    host: (address, host) => {
      // `ip netns exec` puts what lies here in the place of the machine's own.
      for (const name of names) {
        mkdirSync(hostsOf(name), { recursive: true })
        writeFileSync(join(hostsOf(name), 'hosts'), `127.0.0.1 localhost\n${address} ${host}\n`)
      }
    },
    // Snooping would keep back multicast, which mDNS needs, until somebody asks for it.
    bridge: (name, link, address) =>
      at(
        name,
        `ip link add ${link} type bridge mcast_snooping 0`,
        `ip addr add ${address}/24 dev ${link}`,
        `ip link set ${link} up`,
      ),
    cable: (name, link, other, otherLink, master) =>
      sh(`ip link add ${link} netns ${full(name)} type veth peer name ${otherLink} netns ${full(other)}
        ip -n ${full(other)} link set ${otherLink} master ${master} up
        ip -n ${full(name)} link set ${link} up`),
    close: async () => {
      await Promise.all(processes.map(end))
      sh(names.map((name) => `ip netns del ${full(name)}`).join('\n'))
      for (const path of [folder, ...names.map(hostsOf)]) rmSync(path, { recursive: true, force: true })
    },
  }
}

const saying = (child: ChildProcess, what: string, ready: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ''
    const fail = () => reject(new Error(`${what} did not start: ${said}`))
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text) => {
        said += text
        if (ready.test(said)) resolve(said)
      })
    child.once('exit', fail)
    setTimeout(fail, 10_000).unref()
  })

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
