// biome-ignore-all lint/a11y/noRedundantRoles: what is displayed as no table is none for some, unless it says so.
import { Ban, Check, CornerUpLeft, type LucideIcon, X } from 'lucide-preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { ActivityEntry } from '../../contract/permission'
import { useScrolling } from '../data/scrolling'
import { askedFor } from '../data/virtual'
import { exactWhen } from '../time'
import { wide } from '../wide'
import { t } from '../words'
import style from './activity.module.css'
import { deedWords, outcomeWords } from './activity-words'
import { siteName } from './origin'

const HEADS = ['activity.time', 'sites.who', 'sites.what', 'activity.outcome'] as const

const SHAPES: Record<ActivityEntry['outcome'], LucideIcon> = {
  allowed: Check,
  denied: X,
  muted: Ban,
  withdrawn: CornerUpLeft,
  revoked: X,
  left: CornerUpLeft,
}

interface ActivityTableProps {
  activity: { entries: ActivityEntry[]; total: number; offset: number }
  /** Another search: it begins at its top. */
  about: string
  /** What is asked of the agent next: rows around those in sight. */
  onAsk: (asked: { offset: number; limit: number }) => void
}

/** A table of any length, of which only the rows in sight are in the page. */
export const ActivityTable = ({ activity: { entries, total, offset }, about, onAsk }: ActivityTableProps) => {
  const memory = useMemo(() => ({ items: 0 }), [about])
  const { box, row, sight, onScroll } = useScrolling<HTMLElement>({
    total,
    rem: wide.value ? 2.75 : 5,
    memory,
    about,
  })
  const asked = askedFor(sight)
  useEffect(() => onAsk({ offset: asked.offset, limit: asked.limit }), [onAsk, asked.offset, asked.limit])
  const rows = Array.from({ length: Math.max(0, sight.end - sight.first) }, (_, n) => sight.first + n)
  return (
    <section
      class={style.scroller}
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the keys.
      tabIndex={0}
      aria-label={t('sites.activity')}
      onScroll={onScroll}
    >
      <table class={style.table} role="table" aria-label={t('sites.activity')} aria-rowcount={total + 1}>
        <thead role="rowgroup">
          <tr role="row" aria-rowindex={1}>
            {HEADS.map((head) => (
              <th key={head} role="columnheader" scope="col">
                {t(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" style={{ blockSize: `${total * row}px` }}>
          {rows.map((index) => (
            <Row key={index} entry={entries[index - offset]} index={index} top={index * row} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const Row = ({ entry, index, top }: { entry: ActivityEntry | undefined; index: number; top: number }) => {
  const Shape = entry && SHAPES[entry.outcome]
  return (
    <tr role="row" aria-rowindex={index + 2} style={{ insetBlockStart: `${top}px` }}>
      <td role="cell">{entry && <time dateTime={new Date(entry.at).toISOString()}>{exactWhen(entry.at)}</time>}</td>
      <td role="cell">{entry && <bdi title={entry.grantee}>{siteName(entry.grantee)}</bdi>}</td>
      <td role="cell">{entry && <span title={deedWords(entry)}>{deedWords(entry)}</span>}</td>
      <td role="cell" data-outcome={entry?.outcome}>
        {Shape && <Shape size={14} aria-hidden="true" />}
        <span>{entry && outcomeWords(entry)}</span>
      </td>
    </tr>
  )
}
