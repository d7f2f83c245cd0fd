import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { FormHere } from '../fill/form-here'
import { ThisTab } from '../sites/this-tab'
import { wide } from '../wide'
import { t } from '../words'
import { Navigation } from './navigation'
import style from './shell.module.css'

interface ShellProps {
  unread: number
  /** The list beside the detail, where there is room for both. */
  list?: ComponentChildren | undefined
  children: ComponentChildren
}

const useTitle = (unread: number) => {
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${t('place.hearth')}` : t('place.hearth')
    return () => {
      document.title = t('place.hearth')
    }
  }, [unread])
}

/** The frame of every place: the view, the navigation, and a list beside the view where there is room. */
export const Shell = ({ unread, list, children }: ShellProps) => {
  useTitle(unread)
  return (
    <div class={style.shell} data-list={list !== undefined && wide.value}>
      <Navigation unread={unread} />
      <ThisTab />
      {list !== undefined && wide.value && <aside class={style.list}>{list}</aside>}
      {children}
      <FormHere />
    </div>
  )
}
