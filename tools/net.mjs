// Whether this machine lets us build networks of our own for `tests/net`, and what that takes where apt can fetch it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const works = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
const has = (program) => works('sh', '-c', `command -v ${program}`)
const PACKAGES = {
  ip: 'iproute2',
  iptables: 'iptables',
  sysctl: 'procps',
  turnserver: 'coturn',
  python3: 'python3',
  openssl: 'openssl',
}

const mayBuild = () => {
  const name = `hearth-probe-${process.pid}`
  return works('ip', 'netns', 'add', name) && works('ip', 'netns', 'del', name)
}

/** Null where the networks can be built, else in one sentence why not. */
export const whyNoNetworks = () => {
  if (process.platform !== 'linux') return 'only Linux has network namespaces'
  if (process.getuid?.() !== 0) return 'building networks takes root'
  const wanted = Object.keys(PACKAGES).filter((program) => !has(program))
  if (wanted.length > 0 && existsSync('/etc/debian_version')) {
    const packages = wanted.map((program) => PACKAGES[program])
    console.log(`Fetching ${packages.join(', ')} ...`)
    if (works('apt-get', 'update', '-qq'))
      works('apt-get', '-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '-qq', '--no-install-recommends', ...packages)
  }
  const missing = wanted.filter((program) => !has(program))
  if (missing.length > 0) return `${missing.join(' and ')} could not be found`
  return mayBuild() ? null : 'this machine permits no network namespaces'
}
