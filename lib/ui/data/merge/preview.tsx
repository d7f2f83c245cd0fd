import type { Draft } from '../../../contract/item'
import { itemType } from '../../../contract/item-types'
import { t } from '../../words'
import { fieldName } from '../shown'
import { Values } from './field-choice'
import style from './merge.module.css'

/** The contact that comes out. */
export const Preview = ({ draft }: { draft: Draft }) => (
  <section class={style.preview} aria-labelledby="merge-preview">
    <h3 id="merge-preview">{t('merge.preview')}</h3>
    <dl>
      {(itemType(draft.type)?.fields ?? []).map((field) => {
        const value = draft.fields[field.name]
        return value === undefined ? null : (
          <div key={field.name}>
            <dt>{fieldName(field.name)}</dt>
            <dd>
              <Values field={field} value={value} />
            </dd>
          </div>
        )
      })}
      {draft.tags.length > 0 && (
        <div>
          <dt>{t('merge.tags')}</dt>
          <dd>{draft.tags.map((tag) => `#${tag}`).join(' ')}</dd>
        </div>
      )}
    </dl>
  </section>
)
