import { useWatch } from '../../panel'
import { View } from '../../shell/view'
import { t } from '../../words'
import style from '../files.module.css'
import type { DataTools } from '../tools'
import { BackUp } from './back-up'
import { Everything } from './everything'
import { Restore } from './restore'
import { Way } from './way'

/** Taking everything out: in open formats, or as a backup; and bringing a backup back. */
export const ExportScreen = ({ tools: { exporting, importing } }: { tools: DataTools }) => {
  const data = useWatch('data', {})
  const stage = exporting.stage.value
  return (
    <View title={t('export.title')} back={{ at: 'data' }}>
      <div class={style.page}>
        {stage.at === 'idle' ? (
          <>
            <Everything data={data ?? null} onExport={exporting.exportAll} />
            <BackUp empty={data?.count === 0 && data.binned === 0} onBackUp={exporting.backUp} />
            <Restore importing={importing} />
          </>
        ) : (
          <Way stage={stage} total={data ? data.count + data.binned : null} onEnd={exporting.cancel} />
        )}
      </div>
    </View>
  )
}
