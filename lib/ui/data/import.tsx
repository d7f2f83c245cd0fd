import { t } from '../words'
import { ImportScreen } from './import/screen'
import { OnlyInTab } from './only-in-tab'
import { useDataTools } from './tools'

/** Brings data in from files and from this browser. */
export const Import = () => {
  const tools = useDataTools()
  if (tools === null) return <OnlyInTab title={t('import.title')} place={{ at: 'import' }} />
  return <ImportScreen tools={tools} />
}
