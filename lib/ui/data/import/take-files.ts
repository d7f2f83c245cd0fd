import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../../words'
import type { Chosen } from './session'

/** Takes files, and text that is one, from where they are dropped and pasted. `over`: something is held above it. */
export const useFilesFrom = (take: (chosen: Chosen[]) => void) => {
  const area = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  useEffect(() => {
    const main = area.current?.closest('main')
    if (!main) return
    const hover = (event: DragEvent) => {
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (!main.contains(event.relatedTarget as Node | null)) setOver(false)
    }
    const drop = (event: DragEvent) => {
      event.preventDefault()
      setOver(false)
      take(filesIn(event.dataTransfer))
    }
    const paste = (event: ClipboardEvent) => {
      if ((event.target as Element).closest('input, textarea')) return
      const files = filesIn(event.clipboardData)
      take(files.length > 0 ? files : textIn(event.clipboardData))
    }
    main.addEventListener('dragover', hover)
    main.addEventListener('dragleave', leave)
    main.addEventListener('drop', drop)
    addEventListener('paste', paste)
    return () => {
      main.removeEventListener('dragover', hover)
      main.removeEventListener('dragleave', leave)
      main.removeEventListener('drop', drop)
      removeEventListener('paste', paste)
    }
  }, [take])
  return { area, over }
}

const filesIn = (data: DataTransfer | null): Chosen[] => [...(data?.files ?? [])].map((file) => ({ file }))

const textIn = (data: DataTransfer | null): Chosen[] => {
  const text = data?.getData('text/plain') ?? ''
  return text.trim() === '' ? [] : [{ file: new File([text], t('import.pasted')) }]
}
