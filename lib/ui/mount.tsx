import { render } from 'preact'
import type { Panel } from '../contract/panel-api'
import { App, type Surface } from './app'
import { type DataTools, WithDataTools } from './data/tools'
import { WithPanel } from './panel'
import { type ActiveTab, siteAccess, WithSiteAccess } from './sites/active-tab'
import { dress } from './surface'

/** What a panel is given besides the agent. */
interface Given {
  /** Only the full tab has them. */
  tools?: DataTools
  tab?: ActiveTab
}

/** Shows Hearth in this page. */
export const mount = (panel: Panel, surface: Surface, { tools, tab }: Given = {}): void => {
  dress(surface)
  render(
    <WithPanel panel={panel}>
      <WithDataTools value={tools ?? null}>
        <WithSiteAccess value={tab ? siteAccess(tab) : null}>
          <App surface={surface} />
        </WithSiteAccess>
      </WithDataTools>
    </WithPanel>,
    document.body,
  )
}
