import { useEffect, useState } from 'preact/hooks'
import type { FileId } from '../../contract/ids'
import { usePanel } from '../panel'
import { readBytes } from './files'

/** The address of a kept picture in this page, once it was read; null until then, and where it cannot be. */
export const usePicture = (file: FileId | null, mediaType: string): string | null => {
  const panel = usePanel()
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    setUrl(null)
    if (file === null) return
    const leaving = new AbortController()
    let made: string | null = null
    readBytes(panel, file, mediaType, { signal: leaving.signal, size: 0 })
      .then((blob) => {
        made = URL.createObjectURL(blob)
        setUrl(made)
      })
      // Its place stays empty, and the file itself says what is wrong with it when it is opened.
      .catch(() => {})
    return () => {
      leaving.abort()
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [panel, file, mediaType])
  return url
}
