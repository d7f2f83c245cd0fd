import { render } from 'preact'
import type { Panel } from '../contract/panel-api'
import './surface.css'
import { App, type Surface } from './app'
import { WithPanel } from './panel'
import { t } from './words'

/** Shows Hearth in this page. The words decide the language and the direction, not the browser. */
export const mount = (panel: Panel, surface: Surface): void => {
  document.documentElement.lang = t('language')
  document.documentElement.dir = t('direction')
  document.documentElement.dataset.surface = surface
  render(
    <WithPanel panel={panel}>
      <App surface={surface} />
    </WithPanel>,
    document.body,
  )
}
