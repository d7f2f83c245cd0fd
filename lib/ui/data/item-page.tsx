import { useState } from 'preact/hooks'
import type { ChangeView } from '../../contract/data-api'
import type { Item } from '../../contract/item'
import { itemType } from '../../contract/item-types'
import { useWatch } from '../panel'
import { Banner, Problem } from '../parts/banner'
import { go } from '../place'
import { View } from '../shell/view'
import { exactWhen } from '../time'
import { t } from '../words'
import { choose } from './criteria'
import { FieldView } from './field-view'
import style from './item.module.css'
import { ItemActions, useItemActions } from './item-actions'
import { fieldName, shownTitle, typeIcon, typeName } from './shown'

const BACK = { at: 'data' } as const

interface ItemPageProps {
  item: Item
  undo: ChangeView | null
  onEdit: () => void
}

/** All that is known of one item. */
export const ItemPage = ({ item, undo, onEdit }: ItemPageProps) => {
  const [said, setSaid] = useState('')
  const acting = useItemActions(item.id, setSaid)
  const binned = item.binnedAt !== undefined
  const Icon = typeIcon(item.type)
  return (
    <View
      title={<bdi>{shownTitle(item.type, item.fields)}</bdi>}
      back={binned ? { at: 'bin' } : BACK}
      actions={!binned && <ItemActions acting={acting} undo={undo} onEdit={itemType(item.type) && onEdit} />}
    >
      <article class={style.page}>
        <p class={style.about}>
          <span class={style.chip}>
            <Icon size={14} aria-hidden="true" />
            {typeName(item.type)}
          </span>
          <span>{t('item.changed', { when: exactWhen(item.updatedAt) })}</span>
        </p>
        {binned && <Banner>{t('item.binned')}</Banner>}
        <p class={style.said} role="status">
          {said}
        </p>
        <Problem reason={acting.remove.reason ?? acting.undo.reason} />
        <Facts item={item} />
      </article>
    </View>
  )
}

const Facts = ({ item }: { item: Item }) => {
  const described = itemType(item.type)?.fields ?? []
  const known = new Set(described.map(({ name }) => name))
  const others = Object.keys(item.fields).filter((name) => !known.has(name))
  return (
    <dl class={style.facts}>
      {described.map((field) => {
        const value = item.fields[field.name]
        return value === undefined ? null : (
          <div key={field.name} data-long={field.kind === 'markdown'}>
            <dt>{fieldName(field.name)}</dt>
            <dd>
              <FieldView field={field} value={value} fields={item.fields} />
            </dd>
          </div>
        )
      })}
      {others.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <FieldView field={{ name, kind: 'text' }} value={item.fields[name] ?? ''} fields={item.fields} />
          </dd>
        </div>
      ))}
      {item.tags.length > 0 && (
        <div>
          <dt>{t('items.tags')}</dt>
          <dd class={style.tags}>
            {item.tags.map((tag) => (
              <TagButton key={tag} tag={tag} />
            ))}
          </dd>
        </div>
      )}
      <From item={item} />
    </dl>
  )
}

/** A tag leads to all that has it. */
const TagButton = ({ tag }: { tag: string }) => (
  <button
    class={style.chip}
    type="button"
    title={t('item.show_tag', { tag })}
    onClick={() => {
      choose({ tag, text: '', type: '' })
      go({ at: 'data' })
    }}
  >
    <bdi>{tag}</bdi>
  </button>
)

const From = ({ item }: { item: Item }) => {
  const imports = useWatch('imports', {})
  const source = item.source && imports?.find(({ id }) => id === item.source?.import)
  return source ? (
    <div>
      <dt>{t('item.from')}</dt>
      <dd>
        <bdi>{source.name}</bdi>
        <small> · {exactWhen(source.startedAt)}</small>
      </dd>
    </div>
  ) : null
}
