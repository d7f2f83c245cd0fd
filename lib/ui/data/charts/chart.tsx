import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks'
import style from './chart.module.css'
import { shortFigure, tickWords } from './figures'
import { type Asked, type Frame, layOut, nearest, type Point } from './frame'

interface ChartProps extends Pick<Asked, 'points' | 'span' | 'bars' | 'from' | 'before'> {
  /** What it shows: its name for assistive technology. */
  title: string
  /** The same in one sentence. */
  summary: string
  height: number
  /** What a point says: "12 March: 8,120 steps". */
  say: (point: Point) => string
  /** The bar that is now: the one that stands out. Of a line it is the last point. */
  now?: number
  /** Whether single points can be looked at, with the pointer or the keys. */
  cursor?: boolean
}

/** A line of what is measured, or bars of what is counted, over time. */
export const Chart = (props: ChartProps) => {
  const { title, summary, points, span, bars, from, before, height, say, now = -1, cursor = false } = props
  const id = useId()
  const [box, width, rtl] = useBox()
  const frame = useMemo(
    () => layOut({ points, span, bars, from, before, width, height, rtl }),
    [points, span, bars, from, before, width, height, rtl],
  )
  const [chosen, choose] = useState<number | null>(null)
  useEffect(() => choose(null), [points])
  const last = frame.places.at(-1)
  // Of what is drawn: a month alone is one point, and more than a week.
  const days = ((frame.times.at(-1)?.at ?? 0) - (frame.times[0]?.at ?? 0)) / 864e5
  return (
    <div class={style.chart} ref={box}>
      <svg width={width} height={height} role="img" aria-labelledby={`${id}-title ${id}-summary`}>
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-summary`}>{summary}</desc>
        <Axes frame={frame} rtl={rtl} days={days} />
        <path class={style.band} d={frame.band} />
        <path class={style.line} d={frame.line} />
        {frame.bars.map((bar, index) => (
          <rect
            key={points[index]?.at}
            class={style.bar}
            data-now={index === now}
            rx={Math.min(3, bar.width / 3)}
            {...bar}
          />
        ))}
        {!bars && last && <circle class={style.last} cx={last.x} cy={last.y} r="4" />}
        {chosen !== null && <Chosen frame={frame} index={chosen} />}
      </svg>
      {cursor && points.length > 0 && <Cursor {...{ title, frame, points, chosen, rtl, say }} onChoose={choose} />}
    </div>
  )
}

/** The width that is there, and which way the words run. */
const useBox = () => {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(316)
  const rtl = document.documentElement.dir === 'rtl'
  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(160, Math.floor(entry.contentRect.width)))
    })
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return [box, width, rtl] as const
}

const Axes = ({ frame, rtl, days }: { frame: Frame; rtl: boolean; days: number }) => {
  const { start, end, floor } = frame.sides
  return (
    <g>
      {frame.values.map(({ y, value }) => (
        <g key={value}>
          <path class={style.rule} d={`M${start} ${y}H${end}`} />
          <text x={rtl ? end - 6 : end + 6} y={y + 4} text-anchor="start">
            {shortFigure(value)}
          </text>
        </g>
      ))}
      {frame.times.map((tick) => (
        <text key={tick.at} x={tick.x} y={floor + 17} text-anchor="start">
          {tickWords(tick, days)}
        </text>
      ))}
    </g>
  )
}

const Chosen = ({ frame, index }: { frame: Frame; index: number }) => {
  const { x, y } = frame.places[index] ?? { x: 0, y: 0 }
  return (
    <g>
      <path class={style.at} d={`M${x} 0V${frame.sides.floor}`} />
      {frame.line !== '' && <circle class={style.dot} cx={x} cy={y} r="4" />}
    </g>
  )
}

interface CursorProps {
  title: string
  frame: Frame
  points: readonly Point[]
  chosen: number | null
  rtl: boolean
  say: (point: Point) => string
  onChoose: (index: number | null) => void
}

/** Lies over the picture: one point at a time, with the pointer or the keys. */
const Cursor = ({ title, frame, points, chosen, rtl, say, onChoose }: CursorProps) => {
  const last = points.length - 1
  const index = Math.min(chosen ?? last, last)
  const said = points[index] ? say(points[index]) : ''
  const onPointer = (event: PointerEvent & { currentTarget: HTMLElement }) =>
    onChoose(nearest(frame.places, event.clientX - event.currentTarget.getBoundingClientRect().left))
  const onKeyDown = (event: KeyboardEvent) => {
    const to = keyed(event.key, index, last, rtl)
    if (to === null) return
    event.preventDefault()
    onChoose(to)
  }
  const x = frame.places[index]?.x ?? 0
  return (
    <>
      <div
        class={style.cursor}
        role="slider"
        tabIndex={0}
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={index}
        aria-valuetext={said}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onPointerLeave={() => onChoose(null)}
        onFocus={() => onChoose(index)}
        onBlur={() => onChoose(null)}
        onKeyDown={onKeyDown}
      />
      {chosen !== null && (
        <p
          class={style.said}
          data-side={x < (frame.sides.start + frame.sides.end) / 2 ? 'right' : 'left'}
          aria-hidden="true"
        >
          {said}
        </p>
      )}
    </>
  )
}

/** Where a key leads from a point; null where it means nothing. Left is left on the screen, up is later. */
export const keyed = (key: string, index: number, last: number, rtl: boolean): number | null => {
  const right = rtl ? -1 : 1
  const page = Math.max(1, Math.round(last / 10))
  const steps: Record<string, number> = {
    ...{ ArrowRight: right, ArrowLeft: -right, ArrowUp: 1, ArrowDown: -1, PageUp: page, PageDown: -page },
    ...{ Home: -last, End: last },
  }
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined
  return step === undefined ? null : Math.max(0, Math.min(last, index + step))
}
