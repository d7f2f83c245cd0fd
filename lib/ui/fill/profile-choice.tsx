import type { ItemSummary } from '../../contract/data-api'
import type { ItemId } from '../../contract/ids'
import type { Item } from '../../contract/item'
import { shownTitle, typeName } from '../data/shown'
import { PROFILE_TYPES } from './profiles'

interface ProfileChoiceProps {
  label: string
  list: readonly ItemSummary[]
  chosen: ItemId | null
  /** What is chosen, offered also where a search does not find it. */
  item: Item | undefined
  onChoose: (id: ItemId | null) => void
  /** What may be chosen instead of any of them. */
  instead?: string
}

/** One of the items that forms are filled from. */
export const ProfileChoice = ({ label, list, chosen, item, onChoose, instead }: ProfileChoiceProps) => (
  <label>
    {label}
    <select
      value={chosen ?? ''}
      onChange={({ currentTarget: { value } }) => onChoose((value || null) as ItemId | null)}
    >
      {instead !== undefined && (
        <option value="" selected={chosen === null}>
          {instead}
        </option>
      )}
      {PROFILE_TYPES.map((type) => {
        const missing = item && !list.some(({ id }) => id === item.id) ? [item] : []
        const items = [...missing, ...list].filter((each) => each.type === type)
        return items.length === 0 ? null : (
          <optgroup key={type} label={typeName(type)}>
            {items.map(({ id, fields }) => (
              <option key={id} value={id} selected={id === chosen}>
                {shownTitle(type, fields).slice(0, 80)}
              </option>
            ))}
          </optgroup>
        )
      })}
    </select>
  </label>
)
