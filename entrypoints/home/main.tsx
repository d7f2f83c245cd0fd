import '../../assets/theme.css'
import { runJob } from '../../lib/formats/connect-worker'
import { activeTab } from '../../lib/rpc/active-tab'
import { browserData } from '../../lib/rpc/browser-data'
import { connectPanel } from '../../lib/rpc/connect-panel'
import { exportSession } from '../../lib/ui/data/export/session'
import { importSession } from '../../lib/ui/data/import/session'
import { mount } from '../../lib/ui/mount'

const panel = connectPanel()
mount(panel, 'home', {
  tab: activeTab(),
  tools: {
    browserData: browserData(),
    importing: importSession(panel, runJob),
    exporting: exportSession(panel, runJob),
  },
})
