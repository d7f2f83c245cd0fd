import { useState } from 'preact/hooks'
import type { ItemId } from '../../contract/ids'
import { useWatch } from '../panel'
import { Banner } from '../parts/banner'
import { Loading } from '../parts/loading'
import { View } from '../shell/view'
import { t } from '../words'
import { draftOf } from './drafts'
import { Editor } from './editor'
import style from './item.module.css'
import { ItemPage } from './item-page'

const BACK = { at: 'data' } as const

/** One item: looked at, and edited. What was typed and not saved is still there when one comes back. */
export const ItemView = ({ id }: { id: ItemId }) => {
  const seen = useWatch('item', { id })
  const [editing, setEditing] = useState(() => draftOf(id) !== undefined)
  if (!seen?.item) {
    return (
      <View title={t('place.data')} back={BACK} alone>
        <div class={style.page}>
          {seen === undefined || seen === null ? (
            <Loading words={t('items.loading')} />
          ) : (
            <Banner>{t('item.gone')}</Banner>
          )}
        </div>
      </View>
    )
  }
  return editing ? (
    <Editor id={id} type={seen.item.type} item={seen.item} undo={seen.undo} onDone={() => setEditing(false)} />
  ) : (
    <ItemPage item={seen.item} undo={seen.undo} onEdit={() => setEditing(true)} />
  )
}
