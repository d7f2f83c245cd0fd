import { useEffect } from 'preact/hooks'
import { View } from '../../shell/view'
import { t } from '../../words'
import style from '../files.module.css'
import type { DataTools } from '../tools'
import { Choose } from './choose'
import { Ended } from './ended'
import { Failed } from './failed'
import { Looking } from './looking'
import { Preview } from './preview'
import { RestorePassphrase } from './restore-passphrase'
import { Running } from './running'
import { useFilesFrom } from './take-files'

/** Bringing data in: one file at a time, from choosing it to what became of it. */
export const ImportScreen = ({ tools }: { tools: DataTools }) => (
  <View title={t('import.title')} back={{ at: 'data' }}>
    <ImportPage tools={tools} />
  </View>
)

const ImportPage = ({ tools }: { tools: DataTools }) => {
  const session = tools.importing
  const { over, area } = useFilesFrom(session.take)
  const { at } = session.stage.value
  useEffect(() => {
    if (at !== 'running') return
    // Whoever closes the tab now stops it: the browser asks.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [at])
  return (
    <div class={style.page} ref={area} data-over={over}>
      <Step tools={tools} />
    </div>
  )
}

const Step = ({ tools: { importing: session, browserData } }: { tools: DataTools }) => {
  const stage = session.stage.value
  switch (stage.at) {
    case 'choose':
      return <Choose session={session} browser={browserData} />
    case 'looking':
      return <Looking file={stage.file} onCancel={session.cancel} />
    case 'preview':
      return <Preview stage={stage} session={session} />
    case 'passphrase':
      return <RestorePassphrase key={stage.wrong} stage={stage} session={session} />
    case 'running':
      return <Running stage={stage} onCancel={session.cancel} />
    case 'ended':
      return <Ended ended={stage.view} session={session} />
    case 'failed':
      return <Failed stage={stage} session={session} />
  }
}
