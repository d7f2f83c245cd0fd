import { Paperclip } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { FileRef } from '../../contract/item'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { t } from '../words'
import { useDrop } from './drop'
import style from './editor.module.css'
import { keepFile } from './files'
import { sizeWords } from './numbers'
import { Progress } from './progress'

interface FileInputProps {
  label: string
  file: FileRef | null
  onFile: (file: FileRef | null, name: string) => void
  onKeeping: (on: boolean) => void
}

/** Takes a file: chosen, dropped or pasted. It is kept while one looks, and only belongs to the item once that is saved. */
export const FileInput = ({ label, file, onFile, onKeeping }: FileInputProps) => {
  const panel = usePanel()
  const [part, setPart] = useState<number | null>(null)
  const stop = useRef<AbortController>(undefined)
  const latest = useRef({ onFile, onKeeping })
  latest.current = { onFile, onKeeping }
  useEffect(() => () => stop.current?.abort(), [])
  const { run, busy, reason } = useAction(async (files: readonly File[]) => {
    const [chosen] = files
    if (chosen === undefined) return
    const leaving = new AbortController()
    stop.current = leaving
    latest.current.onKeeping(true)
    setPart(0)
    try {
      const kept = await keepFile(panel, chosen, { signal: leaving.signal, onProgress: setPart })
      latest.current.onFile(kept, chosen.name)
    } catch (error) {
      if (!leaving.signal.aborted) throw error
    } finally {
      setPart(null)
      latest.current.onKeeping(false)
    }
  })
  const { over, handlers } = useDrop(busy ? null : run)
  return (
    <div class={style.file} data-over={over} {...handlers}>
      <label>
        {label}
        <input
          type="file"
          disabled={busy}
          onChange={(event) => {
            run([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
      </label>
      {part !== null ? (
        <Progress label={t('file.keeping_this')} part={part} onCancel={() => stop.current?.abort()} />
      ) : file === null ? (
        <small>{t('file.drop')}</small>
      ) : (
        <p>
          <Paperclip size={14} aria-hidden="true" />
          <span>
            {sizeWords(file.size)} · {file.mediaType}
          </span>
          <button type="button" data-kind="plain" onClick={() => onFile(null, '')}>
            {t('file.remove')}
          </button>
        </p>
      )}
      <Problem reason={reason} />
    </div>
  )
}
