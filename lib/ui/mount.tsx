import { render } from 'preact'
import type { FormFill } from '../contract/form-fill'
import type { Panel } from '../contract/panel-api'
import './surface.css'
import { App, type Surface } from './app'
import { type DataTools, WithDataTools } from './data/tools'
import { WithFormFill } from './fill/tools'
import { WithPanel } from './panel'
import { t } from './words'

/** Shows Hearth in this page. The words decide the language and the direction, not the browser. Only the full tab has `tools`, and only the popup a `form`. */
export const mount = (
  panel: Panel,
  surface: Surface,
  tools: DataTools | null = null,
  form: FormFill | null = null,
): void => {
  document.documentElement.lang = t('language')
  document.documentElement.dir = t('direction')
  document.documentElement.dataset.surface = surface
  render(
    <WithPanel panel={panel}>
      <WithDataTools value={tools}>
        <WithFormFill value={form}>
          <App surface={surface} />
        </WithFormFill>
      </WithDataTools>
    </WithPanel>,
    document.body,
  )
}
