import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from '../../tools/browser.mjs'

// Homes and an internet out of network namespaces, nothing of which touches the machine's own network:
//
//   alice 10.1.0.2 ─┐
//                   ├─ router-a 203.0.113.10 ─ internet 203.0.113.1 (STUN, TURN) ─ router-b 203.0.113.20 ─ bob 10.2.0.2
//   carol 10.1.0.3 ─┘

/** What a home router does: keeps one port for all destinations, draws one for each, or lets no UDP out at all. */
export type Router = 'cone' | 'symmetric' | 'no-udp'
export type Host = 'alice' | 'bob' | 'carol'
/** A line in both directions: milliseconds there, and which share of packets is lost. */
export interface Line {
  delay: number
  jitter: number
  loss: number
}

export interface Lab {
  /** A program that runs Chromium at that place. */
  chromiumAt(host: Host): string
  /** Nothing passes Alice's router any more. */
  cut(): void
  mend(): void
  /** Alice's computer gets another address in her home; what was bound to the old one is cut off. */
  move(address: string): void
  close(): Promise<void>
}

export const STUN = 'stun:203.0.113.1:3478'
export const TURN_UDP = 'turn:203.0.113.1:3478?transport=udp user pass'
export const TURN_TCP = 'turn:203.0.113.1:3478?transport=tcp user pass'

let labs = 0

/** Builds a network; with a line, what leaves Alice's router goes over that. Needs root. */
export const openLab = async (a: Router, b: Router, line?: Line): Promise<Lab> => {
  const prefix = `hearth${process.pid}-${labs++}`
  const folder = mkdtempSync(join(tmpdir(), 'hearth-lab-'))
  const processes: ChildProcess[] = []
  const ns = (name: string) => `${prefix}-${name}`
  const sh = (command: string) => void execFileSync('sh', ['-ec', command], { stdio: ['ignore', 'ignore', 'pipe'] })
  const at = (name: string, ...commands: string[]) =>
    sh(commands.map((command) => `ip netns exec ${ns(name)} ${command}`).join('\n'))

  const all = ['alice', 'carol', 'bob', 'router-a', 'router-b', 'internet']
  sh(all.map((name) => `ip netns add ${ns(name)}\nip -n ${ns(name)} link set lo up`).join('\n'))

  const start = async (name: string, program: string, args: string[], ready: RegExp): Promise<void> => {
    const line = ['netns', 'exec', ns(name), 'stdbuf', '-oL', program, ...args]
    const child = spawn('ip', line, { stdio: ['ignore', 'pipe', 'ignore'] })
    processes.push(child)
    let said = ''
    await new Promise<void>((resolve, reject) => {
      const fail = () => reject(new Error(`${program} did not start: ${said}`))
      child.stdout?.on('data', (text) => {
        said += text
        if (ready.test(said)) resolve()
      })
      child.on('exit', fail)
      setTimeout(fail, 10_000).unref()
    })
  }

  // Snooping would keep back multicast, which mDNS needs, until somebody asks for it.
  const bridge = (name: string, link: string, address: string) =>
    at(
      name,
      `ip link add ${link} type bridge mcast_snooping 0`,
      `ip addr add ${address}/24 dev ${link}`,
      `ip link set ${link} up`,
    )
  const cable = (name: string, link: string, other: string, otherLink: string, master: string) =>
    sh(`ip link add ${link} netns ${ns(name)} type veth peer name ${otherLink} netns ${ns(other)}
      ip -n ${ns(other)} link set ${otherLink} master ${master} up
      ip -n ${ns(name)} link set ${link} up`)

  bridge('internet', 'net', '203.0.113.1')
  // What is sent to a private address vanishes, as out there. Without a route the relay's own sending fails, and it hangs up.
  at(
    'internet',
    'ip route add default via 203.0.113.254',
    'ip neigh add 203.0.113.254 lladdr 02:00:00:00:00:01 dev net nud permanent',
  )
  bridge('router-a', 'lan', '10.1.0.1')
  bridge('router-b', 'lan', '10.2.0.1')
  const live = (host: Host, router: string, address: string, gateway: string) => {
    cable(host, 'eth0', router, host, 'lan')
    at(host, `ip addr add ${address}/24 dev eth0`, `ip route add default via ${gateway}`)
  }
  live('alice', 'router-a', '10.1.0.2', '10.1.0.1')
  live('carol', 'router-a', '10.1.0.3', '10.1.0.1')
  live('bob', 'router-b', '10.2.0.2', '10.2.0.1')

  if (line) {
    const script = join(import.meta.dirname, 'lossy-line.py')
    const shape = [line.delay, line.jitter, line.loss].map(String)
    await start('internet', 'python3', [script, ns('router-a'), 'wan', ns('internet'), 'port-a', ...shape], /ready/)
    at('router-a', 'ip link set wan up')
    at('internet', 'ip link set port-a master net up')
  } else cable('router-a', 'wan', 'internet', 'port-a', 'net')
  cable('router-b', 'wan', 'internet', 'port-b', 'net')

  const route = (name: string, address: string, router: Router) => {
    const ports = router === 'symmetric' ? ' --random-fully' : ''
    at(
      name,
      `ip addr add ${address}/24 dev wan`,
      'sysctl -qw net.ipv4.ip_forward=1',
      // Without this an unasked packet takes the mapping away from the answer to it, and a cone router is none.
      'iptables -A INPUT -i wan -j DROP',
      ...(router === 'no-udp' ? ['iptables -A FORWARD -p udp -j DROP'] : []),
      'iptables -A FORWARD -i wan -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
      'iptables -A FORWARD -i wan -j DROP',
      `iptables -t nat -A POSTROUTING -o wan -p udp -j MASQUERADE${ports}`,
      'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE',
    )
  }
  route('router-a', '203.0.113.10', a)
  route('router-b', '203.0.113.20', b)
  await start(
    'internet',
    'turnserver',
    [
      '-n --no-cli --no-tls --no-dtls --no-multicast-peers --lt-cred-mech --fingerprint --log-file=stdout --simple-log',
      '--listening-ip=203.0.113.1 --relay-ip=203.0.113.1 --realm=hearth --user=user:pass --min-port=40000 --max-port=49999',
      `--pidfile=${folder}/turn.pid --userdb=${folder}/turn.db`,
    ].flatMap((options) => options.split(' ')),
    /Total General servers/,
  )

  return {
    chromiumAt: (host) => {
      const program = join(folder, `chromium-${host}`)
      writeFileSync(program, `#!/bin/sh\nexec ip netns exec ${ns(host)} ${ensureChromium()} "$@"\n`)
      chmodSync(program, 0o755)
      return program
    },
    cut: () => at('router-a', 'iptables -I FORWARD 1 -j DROP'),
    mend: () => at('router-a', 'iptables -D FORWARD 1'),
    move: (address) =>
      at('alice', 'ip addr flush dev eth0', `ip addr add ${address}/24 dev eth0`, 'ip route add default via 10.1.0.1'),
    close: async () => {
      for (const child of processes) {
        child.removeAllListeners('exit')
        if (child.exitCode !== null) continue
        const gone = once(child, 'exit')
        child.kill('SIGKILL')
        await gone
      }
      sh(all.map((name) => `ip netns del ${ns(name)}`).join('\n'))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
