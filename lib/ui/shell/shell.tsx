import type { ComponentChildren } from 'preact'
import { wide } from '../wide'
import { Navigation } from './navigation'
import style from './shell.module.css'

interface ShellProps {
  unread: number
  /** The list beside the detail, where there is room for both. */
  list?: ComponentChildren | undefined
  children: ComponentChildren
}

/** The frame of every place: the view, the navigation, and a list beside the view where there is room. */
export const Shell = ({ unread, list, children }: ShellProps) => (
  <div class={style.shell} data-list={list !== undefined && wide.value}>
    <Navigation unread={unread} />
    {list !== undefined && wide.value && <aside class={style.list}>{list}</aside>}
    {children}
  </div>
)
