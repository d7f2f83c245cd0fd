import '../../assets/theme.css'
import { connectPanel } from '../../lib/rpc/connect-panel'
import { mount } from '../../lib/ui/mount'

mount(connectPanel(), 'popup')
