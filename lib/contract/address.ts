/** An address as offers carry it: IPv4 in 4 bytes, IPv6 in 16, or the UUID of an mDNS name (`….local`) in 16. */
export interface Address {
  kind: 0 | 1 | 2
  bytes: Uint8Array
}

const [IPV4, IPV6, MDNS] = [0, 1, 2] as const

/** The address that SDP names; null for anything else. */
export const readAddress = (text: string): Address | null => {
  const mdns = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.local$/i.exec(text)?.[1]
  if (mdns) return { kind: MDNS, bytes: Uint8Array.from(mdns.replaceAll('-', '').match(/../g) ?? [], hex) }
  if (/^(\d{1,3}\.){3}\d{1,3}$/.test(text)) {
    const parts = text.split('.').map(Number)
    return parts.every((part) => part < 256) ? { kind: IPV4, bytes: Uint8Array.from(parts) } : null
  }
  return text.includes(':') ? readIpv6(text) : null
}

/** The other way round, in one fixed form. */
export const writeAddress = ({ kind, bytes }: Address): string => {
  if (kind === IPV4) return bytes.join('.')
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (kind === MDNS) return `${digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}.local`
  return (digits.match(/.{4}/g) ?? []).map((group) => Number.parseInt(group, 16).toString(16)).join(':')
}

/**
 * Whether an address means the same everywhere. Not: private, link-local, unique local, loopback, carrier-grade NAT, multicast,
 * reserved, and mDNS names.
 */
export const isPublic = ({ kind, bytes }: Address): boolean => {
  const [a = 0, b = 0] = bytes
  // 2000::/3 is all that was ever given out.
  if (kind === IPV6) return a >> 5 === 1
  if (kind === MDNS) return false
  return !(
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >> 6 === 1) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >> 4 === 1) ||
    (a === 192 && b === 168)
  )
}

/** Whether a relay is one of the open internet: encrypted, and the same one for everybody who has its address. */
export const isPublicRelay = (address: string): boolean => {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, username, password } = new URL(address)
  if (protocol !== 'wss:' || username !== '' || password !== '') return false
  const literal = readAddress(hostname.replace(/^\[|\]$/g, ''))
  if (literal) return isPublic(literal)
  // A dot at the end changes nothing about whose name it is.
  const name = hostname.replace(/\.+$/, '')
  return name.includes('.') && !NOT_PUBLIC.test(name)
}

const NOT_PUBLIC = /\.(local|localhost|internal|intranet|lan|home|corp|home\.arpa)$/

const hex = (digits: string): number => Number.parseInt(digits, 16)

const readIpv6 = (text: string): Address | null => {
  // The URL parser knows every way to write one, and brings them to the shortest.
  if (!/^[0-9a-f:.]{2,45}$/i.test(text) || !URL.canParse(`http://[${text}]/`)) return null
  const [head = '', tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::')
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const [left, right] = [groups(head), groups(tail ?? '')]
  const all = [...left, ...Array(8 - left.length - right.length).fill('0'), ...right].map(hex)
  return { kind: IPV6, bytes: Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff])) }
}
