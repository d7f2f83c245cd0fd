import '../../assets/theme.css'
import { connectPanel } from '../../lib/rpc/connect-panel'
import { mountPrompt } from '../../lib/ui/prompt/mount'

mountPrompt(connectPanel())
