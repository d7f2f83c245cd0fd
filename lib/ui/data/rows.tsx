import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ItemsView } from '../../contract/data-api'
import type { ItemId } from '../../contract/ids'
import { ItemRow } from './item-row'
import style from './rows.module.css'
import { useScrolling } from './scrolling'
import type { Selecting } from './selecting'
import { askedFor, rowAfter, type Sight } from './virtual'

interface RowsProps {
  label: string
  view: ItemsView
  /** What is asked of the agent next: rows around those in sight. */
  onAsk: (asked: { offset: number; limit: number }) => void
  /** Where the list was left, kept by whoever shows it. */
  memory: { items: number }
  /** Another list: it begins at its top. */
  about: string
  current?: ItemId | null
  /** Rows are picked instead of opened. */
  selecting?: Selecting | undefined
}

/** A list of any length, of which only the rows in sight are in the page. Arrows, Home, End and the page keys move in it. */
export const Rows = ({ label, view, onAsk, memory, about, current = null, selecting }: RowsProps) => {
  const { total } = view
  const list = useRef<HTMLUListElement>(null)
  const scrolling = useScrolling({ total, rem: 3, memory, about })
  const { box, sight, row, reveal } = scrolling
  const [active, setActive] = useState(0)
  const [moved, setMoved] = useState(0)
  const [within, setWithin] = useState(false)
  const { offset, limit } = askedFor(sight)
  useEffect(() => onAsk({ offset, limit }), [onAsk, offset, limit])
  useLayoutEffect(() => {
    if (moved > 0) list.current?.querySelector<HTMLElement>('[data-active="true"]')?.focus({ preventScroll: true })
  }, [moved])
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? row) / row) - 1)
    const to = event.ctrlKey || event.metaKey || event.altKey ? null : rowAfter(event.key, active, total, page)
    if (to === null) return
    event.preventDefault()
    setActive(to)
    reveal(to)
    setMoved(moved + 1)
  }
  // Who comes by the Tab key lands on a row in sight; who is in the list already stays where they are.
  const reachable = within || inSight(sight, active) ? Math.min(active, Math.max(0, total - 1)) : scrolling.top()
  return (
    <div class={style.scroller} ref={box} onScroll={scrolling.onScroll}>
      <ul
        class={style.rows}
        ref={list}
        aria-label={label}
        style={{ blockSize: `${total * row}px` }}
        onKeyDown={onKeyDown}
        onFocusIn={() => setWithin(true)}
        onFocusOut={() => setWithin(false)}
      >
        {indices(sight, reachable, total).map((index) => {
          const item = view.items[index - view.offset]
          return (
            <ItemRow
              key={index}
              item={item}
              index={index}
              total={total}
              top={index * row}
              active={index === reachable}
              current={item !== undefined && item.id === current}
              selecting={selecting}
              onFocus={() => setActive(index)}
            />
          )
        })}
      </ul>
    </div>
  )
}

/** The rows in sight, and the one that the Tab key reaches, wherever it is. */
const indices = ({ first, end }: Sight, active: number, total: number): number[] => {
  const rows = Array.from({ length: Math.max(0, end - first) }, (_, n) => first + n)
  if (active < first && active < total) rows.unshift(active)
  if (active >= end && active < total) rows.push(active)
  return rows
}

const inSight = ({ first, end }: Sight, row: number): boolean => row >= first && row < end
