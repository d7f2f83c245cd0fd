import { Download } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { FileRef } from '../../contract/item'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { t } from '../words'
import { isPicture, readBytes } from './files'
import style from './item.module.css'
import { sizeWords } from './numbers'
import { Progress } from './progress'
import { saveFile } from './save-file'
import { usePicture } from './use-picture'

// A picture of more is shown by its small one, until it is asked for.
const SHOWN = 8 << 20

/** A kept file: a picture of it where there is one, what it is, and the way out of Hearth. */
export const FileView = ({ file, name }: { file: FileRef; name: string }) => {
  const panel = usePanel()
  const [part, setPart] = useState<number | null>(null)
  const stop = useRef<AbortController>(undefined)
  useEffect(() => () => stop.current?.abort(), [])
  const { run, reason } = useAction(async () => {
    const leaving = new AbortController()
    stop.current = leaving
    setPart(0)
    try {
      // Bytes, whatever it says it is: a page of our own address must not come of it.
      const blob = await readBytes(panel, file.file, 'application/octet-stream', {
        signal: leaving.signal,
        size: file.size,
        onProgress: setPart,
      })
      saveFile(blob, name || t('type.File'))
    } catch (error) {
      if (!leaving.signal.aborted) throw error
    } finally {
      setPart(null)
    }
  })
  return (
    <div class={style.file}>
      <Picture file={file} name={name} />
      <p>
        {sizeWords(file.size)}
        {file.mediaType !== '' && <small> · {file.mediaType}</small>}
      </p>
      <Problem reason={reason} />
      {part === null ? (
        <button type="button" onClick={run}>
          <Download size={16} aria-hidden="true" />
          {t('file.save')}
        </button>
      ) : (
        <Progress label={t('file.reading')} part={part} onCancel={() => stop.current?.abort()} />
      )}
    </div>
  )
}

const Picture = ({ file, name }: { file: FileRef; name: string }) => {
  const whole = isPicture(file.mediaType) && file.size <= SHOWN
  const url = usePicture(whole ? file.file : (file.preview ?? null), whole ? file.mediaType : 'image/webp')
  if (!whole && file.preview === undefined) return null
  return <div class={style.picture}>{url !== null && <img src={url} alt={name || t('field.image')} />}</div>
}
