import { useRef } from 'preact/hooks'
import type { Filter, ItemSummary } from '../../../contract/data-api'
import { useWatch } from '../../panel'
import { Loading } from '../../parts/loading'
import { hrefOf } from '../../place'
import { dayName } from '../../time'
import { t } from '../../words'
import { figure } from '../charts/figures'
import { shownTitle, typeIcon, typeName } from '../shown'
import { daysOf } from './by-day'
import style from './timeline.module.css'

const AT_ONCE = 100

interface DaysProps {
  filter: Filter
  offset: number
  onOffset: (offset: number) => void
}

/** What happened, day by day, the newest first, a hundred at a time. */
export const Days = ({ filter, offset, onOffset }: DaysProps) => {
  const view = useWatch('items', { filter, order: 'newest', offset, limit: AT_ONCE })
  const top = useRef<HTMLHeadingElement>(null)
  const turn = (to: number) => {
    onOffset(to)
    top.current?.focus()
    top.current?.scrollIntoView({ block: 'start' })
  }
  if (!view) return <Loading words={t('timeline.loading')} />
  const end = Math.min(view.offset + AT_ONCE, view.total)
  return (
    <section class={style.days} aria-labelledby="timeline-days">
      <h2 id="timeline-days" ref={top} tabIndex={-1}>
        {view.total === 0
          ? t('timeline.nothing')
          : view.total <= AT_ONCE
            ? t('timeline.items', view.total, [figure(view.total)])
            : t('timeline.part', { from: figure(view.offset + 1), to: figure(end), total: figure(view.total) })}
      </h2>
      {offset > 0 && (
        <button type="button" onClick={() => turn(Math.max(0, offset - AT_ONCE))}>
          {t('timeline.newer')}
        </button>
      )}
      {daysOf(view.items).map(({ at, items }) => (
        <section key={items[0]?.id} class={style.day}>
          <h3>
            <time dateTime={isoDay(at)}>{dayName(at)}</time>
          </h3>
          <ul>
            {items.map((item) => (
              <Row key={item.id} item={item} />
            ))}
          </ul>
        </section>
      ))}
      {end < view.total && (
        <button type="button" onClick={() => turn(offset + AT_ONCE)}>
          {t('timeline.older')}
        </button>
      )}
    </section>
  )
}

const isoDay = (at: number): string => {
  const date = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

const Row = ({ item }: { item: ItemSummary }) => {
  const Icon = typeIcon(item.type)
  return (
    <li>
      <a class={style.row} href={hrefOf({ at: 'item', item: item.id })}>
        <Icon size={16} strokeWidth={1.75} role="img" aria-label={typeName(item.type)} />
        <bdi>{shownTitle(item.type, item.fields)}</bdi>
      </a>
    </li>
  )
}
