import type { Item } from '../../contract/item'
import { Alert } from '../parts/banner'
import { t } from '../words'
import style from './editor.module.css'
import { FieldView } from './field-view'
import { editable, type Form, formOf } from './form'
import { fieldName } from './shown'

interface ChangedSinceProps {
  mine: Form
  theirs: Item
  onKeep: () => void
  onTake: () => void
}

/** It was changed elsewhere while it was being edited: what stands there now, and whose words are to stay. */
export const ChangedSince = ({ mine, theirs, onKeep, onTake }: ChangedSinceProps) => {
  const now = formOf(theirs.type, theirs)
  const other = editable(theirs.type).filter(
    ({ name }) => JSON.stringify(now.entries[name]) !== JSON.stringify(mine.entries[name]),
  )
  return (
    <div class={style.since}>
      <Alert title={t('editor.since_title')} tone="warn">
        {' '}
        {t('editor.since')}
      </Alert>
      <dl>
        {other.map((field) => {
          const value = theirs.fields[field.name]
          return (
            <div key={field.name}>
              <dt>{fieldName(field.name)}</dt>
              <dd>
                {value === undefined ? (
                  t('editor.emptied')
                ) : (
                  <FieldView field={field} value={value} fields={theirs.fields} />
                )}
              </dd>
            </div>
          )
        })}
        {now.tags !== mine.tags && (
          <div>
            <dt>{t('items.tags')}</dt>
            <dd>{now.tags === '' ? t('editor.emptied') : now.tags}</dd>
          </div>
        )}
      </dl>
      <div class={style.ends}>
        <button type="button" onClick={onTake}>
          {t('editor.take_theirs')}
        </button>
        <button type="button" onClick={onKeep}>
          {t('editor.keep_mine')}
        </button>
      </div>
    </div>
  )
}
