import { ENCODINGS } from '../../../formats/encoding'
import type { Inspection, ReadOptions } from '../../../formats/worker-api'
import { t } from '../../words'
import { formatWords, TEXT_FORMATS } from './format'
import own from './import.module.css'

interface HowReadProps {
  inspection: Inspection
  options: ReadOptions
  onChange: (options: ReadOptions) => void
  onSplit: (delimiter: string) => void
}

/** What a text is and how it is encoded, to be put right where the guess is wrong. Nothing for what is no text. */
export const HowRead = ({
  inspection: { format, encoding, items, table },
  options,
  onChange,
  onSplit,
}: HowReadProps) => {
  if (encoding === null || format === 'health' || format === 'takeout') return null
  // What was said of the columns belongs to the text as it was read before.
  const { table: _, undouble, ...rest } = options
  const doubly = undouble ? { undouble } : {}
  const now = options.encoding ?? encoding.encoding
  const formats = TEXT_FORMATS.includes(format) ? TEXT_FORMATS : [format, ...TEXT_FORMATS]
  const encodings = ENCODINGS.includes(now) ? ENCODINGS : [now, ...ENCODINGS]
  // Whoever has nothing to put right need not read it.
  const unsure = !encoding.sure || encoding.doubled || items.length === 0
  return (
    <details class={own.changing} open={unsure}>
      <summary>{t('import.how')}</summary>
      <div class={own.how}>
        <label>
          {t('import.format')}
          <select
            value={format}
            onChange={(event) =>
              onChange({ ...rest, ...doubly, format: event.currentTarget.value as Inspection['format'] })
            }
          >
            {formats.map((each) => (
              <option key={each} value={each}>
                {formatWords(each)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('import.encoding')}
          <select
            value={now}
            onChange={(event) => onChange({ ...rest, ...doubly, encoding: event.currentTarget.value })}
          >
            {encodings.map((each) => (
              <option key={each} value={each}>
                {each === encoding.encoding && !encoding.sure
                  ? t('import.encoding_guess', { encoding: each.toUpperCase() })
                  : each.toUpperCase()}
              </option>
            ))}
          </select>
        </label>
        {table?.dialect && (
          <label>
            {t('import.separator')}
            <select value={table.dialect.delimiter} onChange={(event) => onSplit(event.currentTarget.value)}>
              {separators(table.dialect.delimiter).map(([delimiter, words]) => (
                <option key={delimiter} value={delimiter}>
                  {words}
                </option>
              ))}
            </select>
          </label>
        )}
        {(encoding.doubled || undouble) && (
          <label class={own.check}>
            <input
              type="checkbox"
              checked={undouble ?? false}
              onChange={(event) => onChange(event.currentTarget.checked ? { ...rest, undouble: true } : rest)}
            />
            {t('import.undouble')}
          </label>
        )}
      </div>
    </details>
  )
}

/** What parts the cells of a table, and what that is called; also the one that was found, whatever it is. */
const separators = (now: string): [string, string][] => {
  const known: [string, string][] = [
    [',', t('import.separator_comma')],
    [';', t('import.separator_semicolon')],
    ['\t', t('import.separator_tab')],
    ['|', t('import.separator_bar')],
    ['', t('import.separator_none')],
  ]
  return known.some(([delimiter]) => delimiter === now) ? known : [...known, [now, now]]
}
