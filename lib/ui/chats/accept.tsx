import { usePanel } from '../panel'
import { go } from '../place'
import { t } from '../words'
import { Paste } from './paste'

/** Accepting: paste an invitation; the conversation it leads to holds the reply to send back. */
export const Accept = () => {
  const panel = usePanel()
  const use = async (text: string) => {
    const { contact } = await panel.ask('acceptInvitation', { text })
    go({ at: 'talk', contact })
  }
  return (
    <Paste
      title={t('accept.title')}
      lede={t('accept.trust')}
      label={t('accept.text')}
      hint={t('accept.hint')}
      button={t('accept.accept')}
      busyButton={t('accept.accepting')}
      thing="invitation"
      use={use}
    />
  )
}
