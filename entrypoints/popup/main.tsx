import '../../assets/theme.css'
import { activeTab } from '../../lib/rpc/active-tab'
import { connectPanel } from '../../lib/rpc/connect-panel'
import { formFill } from '../../lib/rpc/fill'
import { mount } from '../../lib/ui/mount'

mount(connectPanel(), 'popup', { tab: activeTab(), form: formFill() })
