import { Check, Minus, TriangleAlert } from 'lucide-preact'
import type { ImportView } from '../../../contract/data-api'
import { t } from '../../words'
import { numberWords } from '../numbers'
import own from './import.module.css'

/** How many items. */
export const countWords = (count: number): string => t('import.count', count, [numberWords(count)])

const KEPT = ['added', 'updated'] as const
const LEFT = ['same', 'kept'] as const

/** What became of all that was read, a line for each fate that something met. */
export const Counts = ({ view: { counts, unread } }: { view: ImportView }) => {
  const { refused } = counts
  // What was refused is among what is listed as unread.
  const lost = Math.max(0, unread - refused)
  return (
    <ul class={own.counts}>
      {KEPT.map((fate) => counts[fate] > 0 && <Line key={fate} icon={Check} words={words(fate, counts[fate])} />)}
      {LEFT.map((fate) => counts[fate] > 0 && <Line key={fate} icon={Minus} words={words(fate, counts[fate])} />)}
      {refused > 0 && <Line icon={TriangleAlert} words={words('refused_items', refused)} />}
      {lost > 0 && <Line icon={TriangleAlert} words={words('unread', lost)} />}
    </ul>
  )
}

const words = (fate: 'added' | 'updated' | 'same' | 'kept' | 'refused_items' | 'unread', count: number): string =>
  t(`import.${fate}`, count, [numberWords(count)])

const Line = ({ icon: Icon, words }: { icon: typeof Check; words: string }) => (
  <li>
    <Icon size={16} aria-hidden="true" />
    {words}
  </li>
)
