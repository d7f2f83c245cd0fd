import { Plus } from 'lucide-preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { IconButton } from '../parts/icon-button'
import { hrefOf } from '../place'
import { t } from '../words'
import { criteria } from './criteria'
import { TYPE_NAMES, typeIcon, typeName } from './shown'
import style from './type-menu.module.css'
import { rowAfter } from './virtual'

/** "Add item", and the types to choose from. It begins at the type that the list shows. `words`: a button with its name on it. */
export const TypeMenu = ({ words = false }: { words?: boolean }) => {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const close = () => {
    setOpen(false)
    root.current?.querySelector('button')?.focus()
  }
  useLayoutEffect(() => {
    if (!open) return
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    addEventListener('pointerdown', outside)
    addEventListener('focusin', outside)
    return () => {
      removeEventListener('pointerdown', outside)
      removeEventListener('focusin', outside)
    }
  }, [open])
  const toggle = () => setOpen(!open)
  return (
    <div class={style.root} ref={root} data-words={words}>
      {words ? (
        <button type="button" aria-expanded={open} aria-haspopup="menu" onClick={toggle}>
          {t('items.add')}
        </button>
      ) : (
        <IconButton icon={Plus} label={t('items.add')} onClick={toggle} />
      )}
      {open && <Types onClose={close} onChosen={() => setOpen(false)} />}
    </div>
  )
}

const Types = ({ onClose, onChosen }: { onClose: () => void; onChosen: () => void }) => {
  const menu = useRef<HTMLDivElement>(null)
  const entries = () => [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
  useLayoutEffect(() => {
    const first = TYPE_NAMES.indexOf(criteria.peek().type)
    entries()[Math.max(0, first)]?.focus()
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    const all = entries()
    const to = rowAfter(event.key, all.indexOf(document.activeElement as HTMLElement), all.length, 5)
    if (event.key === 'Escape') onClose()
    else if (to !== null) all[to]?.focus()
    else return
    event.preventDefault()
  }
  return (
    <div class={style.menu} role="menu" tabIndex={-1} aria-label={t('items.add')} ref={menu} onKeyDown={onKeyDown}>
      {TYPE_NAMES.map((type) => {
        const Icon = typeIcon(type)
        return (
          <a key={type} role="menuitem" href={hrefOf({ at: 'add', type })} onClick={onChosen}>
            <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
            {typeName(type)}
          </a>
        )
      })}
    </div>
  )
}
