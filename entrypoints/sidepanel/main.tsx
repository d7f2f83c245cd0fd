import '../../assets/theme.css'
import { activeTab } from '../../lib/rpc/active-tab'
import { connectPanel } from '../../lib/rpc/connect-panel'
import { mount } from '../../lib/ui/mount'

mount(connectPanel(), 'sidepanel', { tab: activeTab() })
