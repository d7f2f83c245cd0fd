import { CalendarDays, ChartLine, Download, Merge, Upload } from 'lucide-preact'
import { IconButton } from '../parts/icon-button'
import { go } from '../place'
import { t } from '../words'
import { beginExport, beginImport } from './begin'
import style from './items.module.css'
import { useDataTools } from './tools'
import { TypeMenu } from './type-menu'

/** What can be done with the data; where there is none yet, what brings some in stands in the page itself. */
export const Toolbar = ({ nothing }: { nothing: boolean }) => {
  const tools = useDataTools()
  return (
    <div class={style.tools}>
      <IconButton icon={CalendarDays} label={t('items.timeline')} onClick={() => go({ at: 'timeline' })} />
      <IconButton icon={ChartLine} label={t('items.charts')} onClick={() => go({ at: 'charts' })} />
      <IconButton icon={Merge} label={t('items.merge')} onClick={() => go({ at: 'duplicates' })} />
      <IconButton
        icon={Upload}
        label={t('items.export')}
        onClick={() => (nothing ? go({ at: 'export' }) : beginExport(tools))}
      />
      {!nothing && (
        <>
          <IconButton icon={Download} label={t('items.import')} onClick={() => beginImport(tools)} />
          <TypeMenu />
        </>
      )}
    </div>
  )
}
