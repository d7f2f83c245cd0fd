import type { Imported } from '../../../contract/item'
import { itemType } from '../../../contract/item-types'
import { detailWords, shownTitle, typeIcon } from '../shown'
import { momentWords } from '../when'
import own from './import.module.css'

/** An item as it will be: what it is, its name, something about it. */
export const ItemRow = ({ item }: { item: Imported }) => {
  const Icon = typeIcon(item.type)
  return (
    <li class={own.item}>
      <span class={own.kind}>
        <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <div>
        <span class={own.name}>
          <bdi>{shownTitle(item.type, item.fields)}</bdi>
        </span>
        <small>
          <bdi>{detailWords(item)}</bdi>
        </small>
      </div>
      <small>{whenWords(item)}</small>
    </li>
  )
}

/** When it happened, so that dates taken the wrong way round are seen. What says it in its details already is not told twice. */
const whenWords = ({ type, fields }: Imported): string => {
  const described = itemType(type)
  const [name] = described?.time.filter((field) => typeof fields[field] === 'string') ?? []
  return name === undefined || described?.detail.includes(name) ? '' : momentWords(String(fields[name]))
}
