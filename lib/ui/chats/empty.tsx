import { Problem } from '../parts/banner'
import { Mark } from '../parts/mark'
import { go } from '../place'
import { t } from '../words'
import style from './empty.module.css'
import { useInvite } from './invite-someone'

/** Nobody here yet: what this place is for, and how it begins. */
export const Empty = () => {
  const invite = useInvite()
  return (
    <div class={style.empty}>
      <Mark size={48} out />
      <h2>{t('chats.empty_title')}</h2>
      <p>{t('chats.empty')}</p>
      <Problem reason={invite.reason} />
      <div class={style.ways}>
        <button data-kind="primary" type="button" disabled={invite.busy} onClick={invite.run}>
          {t('chats.invite')}
        </button>
        <button type="button" onClick={() => go({ at: 'accept' })}>
          {t('chats.accept')}
        </button>
        <button data-kind="plain" type="button" onClick={() => go({ at: 'open' })}>
          {t('chats.open_sealed')}
        </button>
      </div>
    </div>
  )
}
