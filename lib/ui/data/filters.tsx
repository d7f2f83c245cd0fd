import { Calculator, ListChecks, Search, Trash2 } from 'lucide-preact'
import type { DataSummary, Order } from '../../contract/data-api'
import hidden from '../parts/hidden.module.css'
import { IconButton } from '../parts/icon-button'
import { go, here } from '../place'
import { t } from '../words'
import { choose, criteria } from './criteria'
import style from './filters.module.css'
import { numberWords } from './numbers'
import { typeName } from './shown'

const ORDERS: readonly Order[] = ['newest', 'oldest', 'name', 'changed']

interface FiltersProps {
  data: DataSummary
  picking: boolean
  onPicking: (on: boolean) => void
}

/** Search as one types, and what else narrows the list: type, tag, order. */
export const Filters = ({ data, picking, onPicking }: FiltersProps) => (
  <search class={style.filters}>
    <div class={style.line}>
      <SearchBox count={data.count} />
      <div class={style.more}>
        <IconButton icon={Calculator} label={t('items.query')} onClick={() => go({ at: 'query' })} />
        <IconButton icon={Trash2} label={t('items.bin')} onClick={() => go({ at: 'bin' })} />
      </div>
    </div>
    <div class={style.line}>
      <Choice
        // While an item is being added, the type beside it is that item's.
        label={here.value.at === 'add' ? t('items.type_shown') : t('items.type')}
        value={criteria.value.type}
        options={[['', t('items.all_types')], ...counted(data)]}
        onValue={(type) => choose({ type })}
      />
      {(data.tags.length > 0 || criteria.value.tag !== '') && (
        <Choice
          label={t('items.tag')}
          value={criteria.value.tag}
          options={[['', t('items.all_tags')], ...tagged(data)]}
          onValue={(tag) => choose({ tag })}
        />
      )}
      <Choice
        label={t('items.order')}
        value={criteria.value.order}
        options={ORDERS.map((order) => [order, t(`items.order_${order}`)])}
        onValue={(order) => choose({ order: order as Order })}
      />
      <button
        class={style.pick}
        type="button"
        data-kind="plain"
        aria-pressed={picking}
        aria-label={t('items.select')}
        title={t('items.select')}
        onClick={() => onPicking(!picking)}
      >
        <ListChecks size={18} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </div>
  </search>
)

const counted = ({ types }: DataSummary): [string, string][] =>
  types.map(({ type, count }) => [type, t('items.counted', { name: typeName(type), count: numberWords(count) })])

const tagged = ({ tags }: DataSummary): [string, string][] => {
  const chosen = criteria.value.tag
  const rest = chosen === '' || tags.some(({ tag }) => tag === chosen) ? [] : [{ tag: chosen, count: 0 }]
  return [...rest, ...tags].map(({ tag, count }) => [
    tag,
    t('items.counted', { name: `#${tag}`, count: numberWords(count) }),
  ])
}

// What is typed stands at once where everybody reads it: kept apart for a while, it was lost by whoever went on before it was asked for.
const SearchBox = ({ count }: { count: number }) => (
  <label class={style.search}>
    <span class={hidden.hidden}>{t('items.search')}</span>
    <Search size={16} aria-hidden="true" />
    <input
      type="search"
      value={criteria.value.text}
      placeholder={t('items.search_hint', { items: t('items.number', count, [numberWords(count)]) })}
      autocomplete="off"
      spellcheck={false}
      maxLength={200}
      onInput={(event) => choose({ text: event.currentTarget.value })}
      onKeyDown={toRows}
    />
  </label>
)

/** Down leads from the search into what it found. */
const toRows = (event: KeyboardEvent) => {
  if (event.key !== 'ArrowDown') return
  event.preventDefault()
  document.querySelector<HTMLElement>('li [data-active="true"]')?.focus()
}

interface ChoiceProps {
  label: string
  value: string
  options: [value: string, words: string][]
  onValue: (value: string) => void
}

const Choice = ({ label, value, options, onValue }: ChoiceProps) => (
  <select
    class={style.choice}
    aria-label={label}
    title={label}
    value={value}
    data-chosen={value !== '' && value !== 'newest'}
    onChange={(event) => onValue(event.currentTarget.value)}
  >
    {options.map(([each, words]) => (
      <option key={each} value={each} selected={each === value}>
        {words}
      </option>
    ))}
  </select>
)
