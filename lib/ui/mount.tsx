import { render } from 'preact'
import type { FormFill } from '../contract/form-fill'
import type { Panel } from '../contract/panel-api'
import type { ActiveTab } from '../rpc/active-tab'
import { App, type Surface } from './app'
import { type DataTools, WithDataTools } from './data/tools'
import { WithFormFill } from './fill/tools'
import { WithPanel } from './panel'
import { siteAccess, WithSiteAccess } from './sites/access'
import { dress } from './surface'

/** What a panel is given besides the agent. */
interface Given {
  /** Only the full tab has them. */
  tools?: DataTools
  tab?: ActiveTab
  /** Only the popup has it. */
  form?: FormFill
}

/** Shows Hearth in this page. */
export const mount = (panel: Panel, surface: Surface, { tools, tab, form }: Given = {}): void => {
  dress(surface)
  render(
    <WithPanel panel={panel}>
      <WithDataTools value={tools ?? null}>
        <WithSiteAccess value={tab ? siteAccess(tab) : null}>
          <WithFormFill value={form ?? null}>
            <App surface={surface} />
          </WithFormFill>
        </WithSiteAccess>
      </WithDataTools>
    </WithPanel>,
    document.body,
  )
}
