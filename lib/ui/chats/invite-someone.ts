import { useAction, usePanel } from '../panel'
import { go } from '../place'

/** Makes an invitation and goes to it. */
export const useInvite = () => {
  const panel = usePanel()
  return useAction(async () => {
    const { id } = await panel.ask('invite', {})
    go({ at: 'invite', invitation: id })
  })
}
