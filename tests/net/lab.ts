import type { Server } from 'node:net'
import { join } from 'node:path'
import { ensureChromium, ensureFirefox } from '../../tools/browser.mjs'
import { freePort, passOn } from './doorway.ts'
import { type Namespaces, openNamespaces } from './namespaces.ts'

// Homes and an internet out of network namespaces, nothing of which touches the machine's own network:
//
//   alice 10.1.0.2 ─┐
//                   ├─ router-a 203.0.113.10 ─ internet 203.0.113.1 (STUN, TURN, relay) ─ router-b 203.0.113.20 ─ bob 10.2.0.2
//   carol 10.1.0.3 ─┘

/**
 * What a home router does: lets in through a mapping whoever was sent to (cone) or anybody (full cone), draws a port for each
 * destination (symmetric), or lets no UDP out at all.
 */
export type Router = 'cone' | 'full-cone' | 'symmetric' | 'no-udp'
export type Host = 'alice' | 'bob' | 'carol'
/** A line in both directions: milliseconds there, and which share of packets is lost. */
export interface Line {
  delay: number
  jitter: number
  loss: number
}

export interface Lab {
  /** The address of the relay. Its certificate is its own. */
  readonly relay: string
  /** A program that runs Chromium at that place. */
  chromiumAt(host: Host): string
  /** The same of Firefox, and the port at which it is to be driven. */
  firefoxAt(host: Host): Promise<{ program: string; port: number }>
  /** Nothing passes Alice's router any more. */
  cut(): void
  mend(): void
  /** Alice's computer gets another address in her home; what was bound to the old one is cut off. */
  move(address: string): void
  /** Alice's router gets another address on the internet, and forgets what went through the old one. */
  moveHome(address: string): void
  close(): Promise<void>
}

export const STUN = 'stun:203.0.113.1:3478'
export const TURN_UDP = 'turn:203.0.113.1:3478?transport=udp user pass'
export const TURN_TCP = 'turn:203.0.113.1:3478?transport=tcp user pass'

/** The same servers as WebRTC takes them. */
export const iceServersOf = (servers: readonly string[]): { urls: string; username?: string; credential?: string }[] =>
  servers.map((line) => {
    const [urls = '', username, credential] = line.split(' ')
    return username && credential ? { urls, username, credential } : { urls }
  })

const route = ({ at }: Namespaces, name: string, lan: string, address: string, router: Router): void =>
  at(
    name,
    `ip addr add ${address}/24 dev wan`,
    'sysctl -qw net.ipv4.ip_forward=1',
    // Without this an unasked packet takes the mapping away from the answer to it, and a cone router is none.
    'iptables -A INPUT -i wan -j DROP',
    ...(router === 'no-udp' ? ['iptables -A FORWARD -p udp -j DROP'] : []),
    'iptables -A FORWARD -i wan -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
    ...(router === 'full-cone'
      ? [
          'iptables -A FORWARD -i wan -m conntrack --ctstate DNAT -j ACCEPT',
          `iptables -t nat -A PREROUTING -i wan -p udp -j DNAT --to-destination ${lan}`,
        ]
      : []),
    'iptables -A FORWARD -i wan -j DROP',
    `iptables -t nat -A POSTROUTING -o wan -p udp -j MASQUERADE${router === 'symmetric' ? ' --random-fully' : ''}`,
    'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE',
  )

const live = ({ at, cable }: Namespaces, host: Host, router: string, address: string, gateway: string): void => {
  cable(host, 'eth0', router, host, 'lan')
  at(host, `ip addr add ${address}/24 dev eth0`, `ip route add default via ${gateway}`)
}

const build = async (spaces: Namespaces, a: Router, b: Router, line?: Line): Promise<void> => {
  const { at, bridge, cable, full, start } = spaces
  bridge('internet', 'net', '203.0.113.1')
  // What is sent to a private address vanishes, as out there. Without a route the relay's own sending fails, and it hangs up.
  at(
    'internet',
    'ip route add default via 203.0.113.254',
    'ip neigh add 203.0.113.254 lladdr 02:00:00:00:00:01 dev net nud permanent',
  )
  bridge('router-a', 'lan', '10.1.0.1')
  bridge('router-b', 'lan', '10.2.0.1')
  live(spaces, 'alice', 'router-a', '10.1.0.2', '10.1.0.1')
  live(spaces, 'carol', 'router-a', '10.1.0.3', '10.1.0.1')
  live(spaces, 'bob', 'router-b', '10.2.0.2', '10.2.0.1')
  if (line) {
    const script = join(import.meta.dirname, 'lossy-line.py')
    const shape = [line.delay, line.jitter, line.loss].map(String)
    await start('internet', ['python3', script, full('router-a'), 'wan', full('internet'), 'port-a', ...shape], /ready/)
    at('router-a', 'ip link set wan up')
    at('internet', 'ip link set port-a master net up')
  } else cable('router-a', 'wan', 'internet', 'port-a', 'net')
  cable('router-b', 'wan', 'internet', 'port-b', 'net')
  route(spaces, 'router-a', '10.1.0.2', '203.0.113.10', a)
  route(spaces, 'router-b', '10.2.0.2', '203.0.113.20', b)
}

/** A name as relays of the open internet have one: others are not told to contacts. */
const RELAY = 'relay.hearth.test'

const serve = async ({ folder, host, sh, start }: Namespaces): Promise<string> => {
  const [key, cert] = [join(folder, 'relay.key'), join(folder, 'relay.pem')]
  sh(`openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=${RELAY} \
    -addext subjectAltName=DNS:${RELAY} -keyout ${key} -out ${cert}`)
  host('203.0.113.1', RELAY)
  const turn = [
    'stdbuf -oL turnserver -n --no-cli --no-tls --no-dtls --no-multicast-peers --lt-cred-mech --fingerprint',
    '--log-file=stdout --simple-log --listening-ip=203.0.113.1 --relay-ip=203.0.113.1 --realm=hearth --user=user:pass',
    `--min-port=40000 --max-port=49999 --pidfile=${folder}/turn.pid --userdb=${folder}/turn.db`,
  ].flatMap((options) => options.split(' '))
  const relay = [process.execPath, join(import.meta.dirname, 'relay.ts'), '203.0.113.1', RELAY, key, cert]
  const [said] = await Promise.all([
    start('internet', relay, /listening at \S+\n/),
    start('internet', turn, /Total General servers/),
  ])
  return /listening at (\S+)/.exec(said)?.[1] ?? ''
}

/** Builds a network; with a line, what leaves Alice's router goes over that. Needs root. */
export const openLab = async (a: Router, b: Router, line?: Line): Promise<Lab> => {
  const spaces = openNamespaces(['alice', 'carol', 'bob', 'router-a', 'router-b', 'internet'])
  const { at, folder } = spaces
  const doors: Server[] = []
  await build(spaces, a, b, line)
  const relay = await serve(spaces)
  return {
    relay,
    chromiumAt: (host) => spaces.wrap(host, ensureChromium() ?? ''),
    firefoxAt: async (host) => {
      const [port, door] = [await freePort(), join(folder, `${host}.sock`)]
      doors.push(await passOn(port, door))
      await spaces.start(host, [process.execPath, join(import.meta.dirname, 'doorway.ts'), door, String(port)], /ready/)
      return { program: spaces.wrap(host, ensureFirefox() ?? ''), port }
    },
    cut: () => at('router-a', 'iptables -I FORWARD 1 -j DROP'),
    mend: () => at('router-a', 'iptables -D FORWARD 1'),
    move: (address) =>
      at('alice', 'ip addr flush dev eth0', `ip addr add ${address}/24 dev eth0`, 'ip route add default via 10.1.0.1'),
    // With the address go the mappings made for it: masquerading sees to that.
    moveHome: (address) => at('router-a', 'ip addr flush dev wan', `ip addr add ${address}/24 dev wan`),
    close: async () => {
      for (const door of doors) door.close()
      await spaces.close()
    },
  }
}
