import type { BrowserData } from '../../../rpc/browser-data'
import { t } from '../../words'
import { ChooseFiles } from './choose-files'
import { Earlier, Elsewhere } from './earlier'
import { FromBrowser } from './from-browser'
import own from './import.module.css'
import type { ImportSession } from './session'

/** Where it begins: files, this browser's own, and what came in before. */
export const Choose = ({ session, browser }: { session: ImportSession; browser: BrowserData }) => (
  <>
    <Elsewhere />
    <div class={own.drop}>
      <ChooseFiles
        label={t('import.choose')}
        many
        main
        onFiles={(files) => session.take(files.map((file) => ({ file })))}
      />
      <p>{t('import.drop')}</p>
      <p>{`${t('import.what')} ${t('import.stays')}`}</p>
    </div>
    <FromBrowser session={session} browser={browser} />
    <Earlier />
  </>
)
