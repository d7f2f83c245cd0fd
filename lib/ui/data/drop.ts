import { useState } from 'preact/hooks'

/** Takes files that are dropped on an element or pasted into it; null where none are taken now. */
export const useDrop = (onFiles: ((files: readonly File[]) => void) | null) => {
  const [over, setOver] = useState(false)
  const take = (event: Event, files: FileList | undefined) => {
    setOver(false)
    if (onFiles === null || files === undefined || files.length === 0) return
    // Otherwise the browser opens the file instead of this page.
    event.preventDefault()
    onFiles([...files])
  }
  const hover = (event: DragEvent) => {
    if (onFiles === null || !event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    setOver(true)
  }
  const handlers = {
    onDragEnter: hover,
    onDragOver: hover,
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => take(event, event.dataTransfer?.files),
    onPaste: (event: ClipboardEvent) => take(event, event.clipboardData?.files),
  }
  return { over, handlers }
}
