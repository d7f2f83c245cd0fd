import { render } from 'preact'
import type { Panel } from '../contract/panel-api'
import './surface.css'
import { App, type Surface } from './app'
import { type DataTools, WithDataTools } from './data/tools'
import { WithPanel } from './panel'
import { t } from './words'

/** Shows Hearth in this page. The words decide the language and the direction, not the browser. Only the full tab has `tools`. */
export const mount = (panel: Panel, surface: Surface, tools: DataTools | null = null): void => {
  document.documentElement.lang = t('language')
  document.documentElement.dir = t('direction')
  document.documentElement.dataset.surface = surface
  render(
    <WithPanel panel={panel}>
      <WithDataTools value={tools}>
        <App surface={surface} />
      </WithDataTools>
    </WithPanel>,
    document.body,
  )
}
