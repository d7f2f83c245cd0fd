import type { Problem } from '../../../contract/data-api'
import { CopyIcon, CopyNote, useCopy } from '../../parts/copy'
import hidden from '../../parts/hidden.module.css'
import stack from '../../parts/stack.module.css'
import { snake, t } from '../../words'
import style from '../files.module.css'
import { numberWords } from '../numbers'
import own from './import.module.css'

/** Nobody reads more of them here: the copy has all that are listed. */
const SHOWN = 50

/** What could not be read: where, why, and a little of what stands there. `total` counts also what is not listed. */
export const Unread = ({ problems, total, title }: { problems: readonly Problem[]; total: number; title: string }) => {
  const { copied, copy } = useCopy()
  if (problems.length === 0) return null
  const shown = problems.slice(0, SHOWN)
  return (
    <section class={style.section} aria-label={title}>
      <h2>{title}</h2>
      <ul class={own.unread} aria-label={title}>
        {shown.map((problem, index) => (
          <li key={index}>
            <span>{reasonWords(problem)}</span>
            <small>
              <bdi>{[placeWords(problem), problem.what].filter(Boolean).join(': ')}</bdi>
            </small>
          </li>
        ))}
      </ul>
      {total > shown.length && (
        <p class={style.note}>{t('import.unread_more', { count: numberWords(shown.length) })}</p>
      )}
      <div class={stack.line}>
        <button type="button" onClick={() => copy(problems.map(lineOf).join('\n'))}>
          <CopyIcon copied={copied} />
          {t('import.copy_list')}
        </button>
        <CopyNote copied={copied} hidden={hidden.hidden} />
      </div>
    </section>
  )
}

const reasonWords = ({ reason }: Problem): string => t(`unread.${snake(reason)}`)

const placeWords = ({ line, where }: Problem): string =>
  [where, line !== null && t('import.line', { line: String(line) })].filter(Boolean).join(', ')

const lineOf = (problem: Problem): string =>
  [placeWords(problem), reasonWords(problem), problem.what].filter(Boolean).join('\t')
