import { ClipboardPen } from 'lucide-preact'
import { useEffect, useState } from 'preact/hooks'
import { here, hrefOf } from '../place'
import { t } from '../words'
import style from './form-here.module.css'
import { useFormFill } from './tools'

/** The way to filling, where the page in front of the person has something to fill. */
export const FormHere = () => {
  const form = useFormFill()
  const [count, setCount] = useState(0)
  useEffect(() => {
    let live = true
    const look = async () => {
      const seen = await form?.look()
      // Fetched only where a page has marked fields at all.
      if (!seen || seen.fields.length === 0) return
      const { groupsOf } = await import('../../forms/plan')
      if (live) setCount(groupsOf(seen).reduce((sum, { asked }) => sum + asked.length, 0))
    }
    look().catch(() => {})
    return () => {
      live = false
    }
  }, [form])
  if (count === 0 || here.value.at === 'fill') return null
  return (
    <aside class={style.here} aria-label={t('fill.page')}>
      <a href={hrefOf({ at: 'fill' })}>
        <ClipboardPen size={18} strokeWidth={1.75} aria-hidden="true" />
        <span>{t('fill.open')}</span>
        <small>{t('fill.count', count)}</small>
      </a>
    </aside>
  )
}
