import { render } from 'preact'
import type { Panel } from '../contract/panel-api'
import { App, type Surface } from './app'
import { type DataTools, WithDataTools } from './data/tools'
import { WithPanel } from './panel'
import { dress } from './surface'

/** Shows Hearth in this page. Only the full tab has `tools`. */
export const mount = (panel: Panel, surface: Surface, tools: DataTools | null = null): void => {
  dress(surface)
  render(
    <WithPanel panel={panel}>
      <WithDataTools value={tools}>
        <App surface={surface} />
      </WithDataTools>
    </WithPanel>,
    document.body,
  )
}
