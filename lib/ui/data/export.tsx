import { t } from '../words'
import { ExportScreen } from './export/screen'
import { OnlyInTab } from './only-in-tab'
import { useDataTools } from './tools'

/** Takes everything out again, and brings a backup back. */
export const Export = () => {
  const tools = useDataTools()
  if (tools === null) return <OnlyInTab title={t('export.title')} place={{ at: 'export' }} />
  return <ExportScreen tools={tools} />
}
