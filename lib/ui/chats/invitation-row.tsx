import { Ticket } from 'lucide-preact'
import type { InvitationView } from '../../contract/panel-api'
import { shownName } from '../names'
import { here, hrefOf } from '../place'
import { shortWhen } from '../time'
import { t } from '../words'
import style from './row.module.css'

/** One open invitation: until when it works, or who answered it. */
export const InvitationRow = ({ invitation }: { invitation: InvitationView }) => {
  const { id, answers, expiresAt } = invitation
  const place = here.value
  const [first] = answers
  return (
    <li class={style.item}>
      <a
        class={style.row}
        href={hrefOf({ at: 'invite', invitation: id })}
        aria-current={place.at === 'invite' && place.invitation === id ? 'true' : undefined}
      >
        <span class={style.ticket}>
          <Ticket size={20} strokeWidth={1.75} aria-hidden="true" />
        </span>
        <span class={style.body}>
          <span class={style.name}>{t('chats.ticket')}</span>{' '}
          <span class={style.line}>
            {first === undefined ? (
              <span class={style.text}>{t('chats.invitation_until', { when: shortWhen(expiresAt) })}</span>
            ) : (
              <bdi class={`${style.text} ${style.waits}`}>
                {answers.length > 1
                  ? t('chats.invitation_two')
                  : t('chats.invitation_answered', { name: shownName(first.name) })}
              </bdi>
            )}
          </span>
        </span>
      </a>
    </li>
  )
}
