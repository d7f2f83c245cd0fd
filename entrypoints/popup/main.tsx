import '../../assets/theme.css'
import { connectPanel } from '../../lib/rpc/connect-panel'
import { formFill } from '../../lib/rpc/fill'
import { mount } from '../../lib/ui/mount'

mount(connectPanel(), 'popup', null, formFill())
