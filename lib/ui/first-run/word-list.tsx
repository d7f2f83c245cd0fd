import { t } from '../words'
import style from './word-list.module.css'

/** The recovery words, numbered, in two columns to be read downwards. */
export const WordList = ({ words }: { words: string[] }) => (
  <ol class={style.words} aria-label={t('first.words')} translate={false}>
    {words.map((word, index) => (
      // A word may stand twice, its place is what it is.
      <li key={index}>{word}</li>
    ))}
  </ol>
)
