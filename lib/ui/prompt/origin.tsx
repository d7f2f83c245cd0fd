import style from './head.module.css'

// Where names are registered below these under a country: `example.co.uk`.
const SECOND = /^(?:co|com|net|org|gov|gob|gouv|ac|edu|or|ne|go|ltd|plc|me|mil|nom|info)$/

/** An origin in parts: how, below whose name, whose name, and at which door. */
export const originParts = (origin: string): [scheme: string, below: string, name: string, port: string] => {
  const [, scheme = '', host = origin, port = ''] = /^([a-z][a-z0-9+.-]*:\/\/)([^/]*?)(:\d+)?$/i.exec(origin) ?? []
  const labels = host.split('.')
  if (/^[\d.]+$|^\[/.test(host) || labels.length < 3) return [scheme, '', host, port]
  const country = labels.at(-1)?.length === 2 && SECOND.test(labels.at(-2) ?? '')
  const own = labels.slice(country ? -3 : -2).join('.')
  return [scheme, host.slice(0, host.length - own.length), own, port]
}

/** Who asks, whole and never cut: the name that somebody registered stands out. */
export const Origin = ({ origin }: { origin: string }) => {
  const [scheme, below, name, port] = originParts(origin)
  return (
    <span class={style.origin}>
      <bdi dir="ltr">
        {scheme}
        {below}
        <b>{name}</b>
        {port}
      </bdi>
    </span>
  )
}
