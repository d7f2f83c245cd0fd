import { useState } from 'preact/hooks'
import { t } from '../../words'
import style from './charts.module.css'

interface NumbersProps {
  /** What they are: the table's name. */
  title: string
  heads: readonly string[]
  rows: readonly (readonly string[])[]
}

/** The same as numbers, on demand. */
export const Numbers = ({ title, heads, rows }: NumbersProps) => {
  const [open, setOpen] = useState(false)
  return (
    <details class={style.numbers} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('charts.numbers')}</summary>
      {open && (
        <table aria-label={title}>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([first = '', ...rest], row) => (
              <tr key={`${row} ${first}`}>
                <th scope="row">{first}</th>
                {rest.map((cell, column) => (
                  <td key={heads[column + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}
