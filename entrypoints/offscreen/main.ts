import { createLink } from '../../lib/carriers/link'
import { connectLink } from '../../lib/rpc/connect-link'

connectLink(createLink())
