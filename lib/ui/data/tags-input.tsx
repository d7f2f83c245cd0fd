import type { DataSummary } from '../../contract/data-api'
import { t } from '../words'
import style from './editor.module.css'
import { tagsIn } from './form'
import { TextInput } from './text-input'

const MOST = 8

interface TagsInputProps {
  value: string
  known: DataSummary['tags']
  onValue: (tags: string) => void
}

/** Tags with commas between, and those in use that fit what is being written. */
export const TagsInput = ({ value, known, onValue }: TagsInputProps) => {
  const written = tagsIn(value)
  const last = value
    .slice(value.lastIndexOf(',') + 1)
    .trim()
    .replace(/^#+/, '')
    .toLowerCase()
  const fitting = known.filter(({ tag }) => !written.includes(tag) && tag.toLowerCase().startsWith(last)).slice(0, MOST)
  const take = (tag: string) => onValue([...(last === '' ? written : written.slice(0, -1)), tag].join(', '))
  return (
    <div class={style.tags}>
      <TextInput
        label={t('items.tags')}
        hint={t('editor.tags_hint')}
        value={value}
        onValue={onValue}
        maxLength={5_000}
      />
      {fitting.length > 0 && (
        <fieldset>
          <legend>{t('editor.tags_known')}</legend>
          {fitting.map(({ tag }) => (
            <button key={tag} type="button" onClick={() => take(tag)}>
              <bdi>{tag}</bdi>
            </button>
          ))}
        </fieldset>
      )}
    </div>
  )
}
