import { useMemo } from 'preact/hooks'
import encodeQR from 'qr'
import style from './qr.module.css'

/** A QR code as one inline path; dark on white in every scheme, because cameras expect that. */
export const QrCode = ({ text, label }: { text: string; label: string }) => {
  const { side, path } = useMemo(() => {
    const modules = encodeQR(text, 'raw', { ecc: 'low', border: 2 })
    const runs = modules.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : '')))
    return { side: modules.length, path: runs.join('') }
  }, [text])
  return (
    <svg class={style.qr} role="img" aria-label={label} viewBox={`0 0 ${side} ${side}`} shape-rendering="crispEdges">
      <path d={path} />
    </svg>
  )
}
