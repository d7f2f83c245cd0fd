import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { revealing, type Sight, sightOf } from './virtual'

/** How high a row is, and where a list was left, kept by whoever shows it. */
interface Scrolled {
  total: number
  /** The height of a row, in rem. */
  rem: number
  memory: { items: number }
  /** Another list: it begins at its top. */
  about: string
}

const pixels = (rem: number) => rem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

/** What of a long list is in sight, and where it was left. */
export const useScrolling = <E extends HTMLElement = HTMLDivElement>({ total, rem, memory, about }: Scrolled) => {
  const box = useRef<E>(null)
  const [row, setRow] = useState(() => pixels(rem))
  const [sight, setSight] = useState<Sight>(() => sightOf(memory.items, innerHeight, row, total))
  const look = () => {
    const { scrollTop, clientHeight } = box.current ?? { scrollTop: 0, clientHeight: 0 }
    const next = sightOf(scrollTop, clientHeight, row, total)
    setSight((before) => (before.first === next.first && before.end === next.end ? before : next))
  }
  const looking = useRef(look)
  looking.current = look
  // What was left is found again, and another list begins where its memory says: at its top.
  useLayoutEffect(() => {
    if (box.current) box.current.scrollTop = memory.items
    looking.current()
  }, [about, memory])
  useLayoutEffect(() => looking.current(), [total, row])
  useEffect(() => {
    const resized = new ResizeObserver(() => {
      setRow(pixels(rem))
      looking.current()
    })
    if (box.current) resized.observe(box.current)
    return () => resized.disconnect()
  }, [rem])
  const onScroll = () => {
    memory.items = box.current?.scrollTop ?? 0
    look()
  }
  const reveal = (index: number) => {
    if (box.current) box.current.scrollTop = revealing(index, row, box.current.scrollTop, box.current.clientHeight)
  }
  const top = () => Math.min(total - 1, Math.ceil((box.current?.scrollTop ?? 0) / row))
  return { box, row, sight, onScroll, reveal, top }
}
