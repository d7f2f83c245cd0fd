import { usePanel } from '../panel'
import { go } from '../place'
import { t } from '../words'
import { Paste } from './paste'

/** Opening a sealed text that came by any way; it says itself whom it is from. */
export const OpenSealed = () => {
  const panel = usePanel()
  const use = async (text: string) => {
    const { contact } = await panel.ask('openSealedText', { text })
    go({ at: 'talk', contact })
  }
  return (
    <Paste
      title={t('sealed.open_title')}
      lede={t('sealed.open_lede')}
      label={t('sealed.text')}
      hint={t('sealed.open_hint')}
      button={t('sealed.open')}
      busyButton={t('sealed.opening')}
      thing="sealed"
      use={use}
    />
  )
}
