import type { ItemSummary } from '../../contract/data-api'
import { hrefOf } from '../place'
import { shortWhen } from '../time'
import { t } from '../words'
import style from './rows.module.css'
import type { Selecting } from './selecting'
import { detailWords, shownTitle, typeIcon } from './shown'
import { usePicture } from './use-picture'

interface ItemRowProps {
  /** undefined until the agent told. */
  item: ItemSummary | undefined
  index: number
  total: number
  top: number
  /** Whether the Tab key reaches it. */
  active: boolean
  current: boolean
  selecting: Selecting | undefined
  onFocus: () => void
}

/** One item in a list: what it is, its name, something about it, and when. */
export const ItemRow = ({ item, index, total, top, active, current, selecting, onFocus }: ItemRowProps) => {
  const common = { 'data-active': active, tabIndex: active ? 0 : -1, onFocus }
  return (
    <li class={style.item} aria-setsize={total} aria-posinset={index + 1} style={{ insetBlockStart: `${top}px` }}>
      {selecting !== undefined && item !== undefined ? (
        <label class={style.row}>
          <input
            type="checkbox"
            checked={selecting.has(item.id)}
            aria-disabled={selecting.all}
            onClick={(event) => selecting.all && event.preventDefault()}
            onChange={() => selecting.toggle(item.id)}
            {...common}
          />
          <Told item={item} />
        </label>
      ) : (
        <a
          class={style.row}
          href={hrefOf(item ? { at: 'item', item: item.id } : { at: 'data' })}
          aria-busy={item === undefined}
          aria-label={item === undefined ? t('items.loading') : undefined}
          aria-current={current ? 'true' : undefined}
          {...common}
        >
          {item === undefined ? <span class={style.kind} /> : <Told item={item} icon />}
        </a>
      )}
    </li>
  )
}

const Told = ({ item, icon = false }: { item: ItemSummary; icon?: boolean }) => (
  <>
    {icon && <Kind item={item} />}
    <span class={style.body}>
      <span class={style.name}>
        <bdi>{shownTitle(item.type, item.fields)}</bdi>
      </span>{' '}
      <span class={style.line}>
        <bdi>{detailWords(item)}</bdi>
      </span>
    </span>{' '}
    <time class={style.when} dateTime={isoOf(item.at)}>
      {shortWhen(item.at)}
    </time>
  </>
)

const Kind = ({ item }: { item: ItemSummary }) => {
  const Icon = typeIcon(item.type)
  const picture = usePicture(item.preview, 'image/webp')
  return (
    <span class={style.kind} aria-hidden="true">
      {picture === null ? <Icon size={16} strokeWidth={1.75} /> : <img src={picture} alt="" />}
    </span>
  )
}

/** Years that JavaScript knows and ISO 8601 does not are left out. */
const isoOf = (at: number): string | undefined => (Math.abs(at) < 8.64e15 ? new Date(at).toISOString() : undefined)
