import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { ItemId } from '../../contract/ids'
import { momentOf } from '../../contract/moment'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { t } from '../words'
import { useDrop } from './drop'
import { keepFile } from './files'
import { freshId } from './ids'
import style from './items.module.css'
import { patiently } from './patient'
import { Progress } from './progress'

/** Files that are dropped on the list, or pasted into it, become items. */
export const Dropped = ({ children }: { children: ComponentChildren }) => {
  const panel = usePanel()
  const [state, setState] = useState<{ name: string; part: number; stop: AbortController } | null>(null)
  const { run, busy, reason } = useAction(async (files: readonly File[]) => {
    const stop = new AbortController()
    try {
      for (const file of files) {
        const onProgress = (part: number) => setState({ name: file.name, part, stop })
        onProgress(0)
        const content = await keepFile(panel, file, { signal: stop.signal, onProgress })
        const draft = {
          type: 'File',
          fields: { name: file.name, content, dateCreated: momentOf(file.lastModified) },
          tags: [],
        }
        const id = freshId<ItemId>()
        await patiently(() => panel.ask('saveItem', { id, draft, rev: null }))
      }
    } catch (error) {
      if (!stop.signal.aborted) throw error
    } finally {
      setState(null)
    }
  })
  const { over, handlers } = useDrop(busy ? null : run)
  return (
    <div class={style.page} data-over={over} {...handlers}>
      {children}
      {(state !== null || reason !== null) && (
        <div class={style.foot}>
          <Problem reason={reason} />
          {state !== null && (
            <Progress
              label={t('file.keeping', { name: state.name.slice(0, 80) })}
              part={state.part}
              onCancel={() => state.stop.abort()}
            />
          )}
        </div>
      )}
    </div>
  )
}
