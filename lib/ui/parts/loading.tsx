import { useEffect, useState } from 'preact/hooks'
import style from './loading.module.css'

// What comes at once needs no announcement.
const PATIENCE = 300

/** A sentence about what is under way, once it takes long enough to wonder. */
export const Loading = ({ words }: { words: string }) => {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), PATIENCE)
    return () => clearTimeout(timer)
  }, [])
  return (
    <p class={style.loading} role="status">
      {shown && words}
    </p>
  )
}
