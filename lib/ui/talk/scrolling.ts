import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { MessageView } from '../../contract/panel-api'

// How near to an end counts as being there.
const NEAR = 32
const EARLY = 240

/**
 * Keeps a log at its newest message while the person is there, and tells of new ones while they read further up. The
 * log is laid out from its end (`column-reverse`), so the browser itself keeps the place when older messages come.
 */
export const useScrolling = (messages: readonly MessageView[], onTop: () => void) => {
  const log = useRef<HTMLDivElement>(null)
  const [atEnd, setAtEnd] = useState(true)
  const [seen, setSeen] = useState(messages.at(-1)?.id)
  const newest = messages.at(-1)
  const toEnd = useCallback(() => log.current?.scrollTo({ top: 0 }), [])
  const onScroll = () => {
    const element = log.current
    if (element === null) return
    // Counted from the end: 0 there, negative above.
    setAtEnd(element.scrollTop > -NEAR)
    if (element.scrollHeight - element.clientHeight + element.scrollTop < EARLY) onTop()
  }
  useEffect(() => {
    if (newest?.mine) toEnd()
  }, [newest?.id, newest?.mine, toEnd])
  useEffect(() => {
    // Where the log stands now: the event that tells of a scroll may come after the message.
    const there = log.current === null || log.current.scrollTop > -NEAR
    if (atEnd && there) setSeen(newest?.id)
  }, [atEnd, newest?.id])
  return { log, onScroll, toEnd, atEnd, unseen: !atEnd && newest?.id !== seen }
}
