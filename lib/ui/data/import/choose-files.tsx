import { Upload } from 'lucide-preact'
import style from './import.module.css'

interface ChooseFilesProps {
  /** The name of the control. */
  label: string
  onFiles: (files: File[]) => void
  /** Several at once. */
  many?: boolean
  accept?: string
  /** Whether it is what the view is for. */
  main?: boolean
}

/** The browser's own file chooser, as a button. */
export const ChooseFiles = ({ label, onFiles, many = false, accept, main = false }: ChooseFilesProps) => (
  <label class={style.choose} data-main={main}>
    <Upload size={16} aria-hidden="true" />
    {label}
    <input
      type="file"
      aria-label={label}
      multiple={many}
      accept={accept}
      onChange={(event) => {
        const input = event.currentTarget
        onFiles([...(input.files ?? [])])
        // The same file may be chosen again.
        input.value = ''
      }}
    />
  </label>
)
