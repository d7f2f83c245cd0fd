import { useId } from 'preact/hooks'
import type { Item, Labelled, Value } from '../../../contract/item'
import { isList } from '../../../contract/item-text'
import type { FieldType } from '../../../contract/item-types'
import { t } from '../../words'
import { fieldName, valueWords } from '../shown'
import style from './merge.module.css'
import type { Gathered } from './merging'

interface FieldChoiceProps {
  gathered: Gathered
  items: readonly Item[]
  choice: number | 'both'
  onChoose: (choice: number | 'both') => void
}

/** One field of several contacts side by side, of which one or all stay. What all agree on is only shown. */
export const FieldChoice = ({ gathered, items, choice, onChoose }: FieldChoiceProps) => {
  const { field, options, both } = gathered
  const id = useId()
  const [only] = options
  if (options.length === 1 && only)
    return (
      <section class={style.field} aria-labelledby={id}>
        <h3 id={id}>{fieldName(field.name)}</h3>
        <div class={style.agreed}>
          <Values field={field} value={both ?? only.value} />
          {only.of.length < items.length && (
            <small>{t('merge.of_some', { count: only.of.length, all: items.length })}</small>
          )}
        </div>
      </section>
    )
  return (
    <div class={style.field} role="radiogroup" aria-labelledby={id}>
      <h3 id={id}>{fieldName(field.name)}</h3>
      <div class={style.options}>
        {options.map(({ value, of }, index) => (
          <label key={of[0]} class={style.option}>
            <input type="radio" name={id} checked={choice === index} onChange={() => onChoose(index)} />
            <Values field={field} value={value} />
          </label>
        ))}
        {both !== null && (
          <label class={style.option}>
            <input type="radio" name={id} checked={choice === 'both'} onChange={() => onChoose('both')} />
            <span>{options.length > 2 ? t('merge.all') : t('merge.both')}</span>
          </label>
        )}
      </div>
    </div>
  )
}

const MOST_VALUES = 20
const LONGEST = 400

/** All values of a field, each on a line of its own, with what it is called. */
export const Values = ({ field, value }: { field: FieldType; value: Value | Labelled[] }) => {
  const list: readonly Labelled[] = isList(value) ? value : [{ value }]
  return (
    <span class={style.values}>
      {list.slice(0, MOST_VALUES).map(({ value: each, label }, index) => (
        <span key={index}>
          <bdi>{cut(field.kind === 'text' ? String(each) : valueWords(field, each))}</bdi>
          {label !== undefined && <small> {label.slice(0, 40)}</small>}
        </span>
      ))}
      {list.length > MOST_VALUES && <small>{t('merge.more_values', list.length - MOST_VALUES)}</small>}
    </span>
  )
}

// What turns the direction of what follows has nothing to say here.
const cut = (text: string): string => {
  const plain = text.slice(0, 2 * LONGEST).replace(/\p{Bidi_Control}/gu, '')
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain
}
