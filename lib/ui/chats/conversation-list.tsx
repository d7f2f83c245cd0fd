import { MailOpen, Ticket, UserPlus } from 'lucide-preact'
import type { ConversationSummary, InvitationView } from '../../contract/panel-api'
import { Problem } from '../parts/banner'
import { IconButton } from '../parts/icon-button'
import { Loading } from '../parts/loading'
import { go, here } from '../place'
import { View } from '../shell/view'
import { t } from '../words'
import { Answers } from './answers'
import style from './conversation-list.module.css'
import { ConversationRow } from './conversation-row'
import { Empty } from './empty'
import { InvitationRow } from './invitation-row'
import { useInvite } from './invite-someone'

interface ConversationListProps {
  /** undefined until the agent told. */
  conversations: ConversationSummary[] | undefined
  invitations: InvitationView[] | undefined
  beside: boolean
}

/** Everybody the person talks to, newest first, and above them what waits for a decision. */
export const ConversationList = ({ conversations, invitations = [], beside }: ConversationListProps) => {
  const invite = useInvite()
  const nobody = conversations?.length === 0 && invitations.length === 0
  const place = here.value
  // The invitation that is open beside the list shows its answers itself.
  const elsewhere = invitations.filter(({ id }) => place.at !== 'invite' || place.invitation !== id)
  return (
    <View title={t('place.chats')} beside={beside} actions={!nobody && <Actions invite={invite} />}>
      {invite.reason !== null && (
        <div class={style.top}>
          <Problem reason={invite.reason} />
        </div>
      )}
      {elsewhere.map((invitation) => (
        <div key={invitation.id} class={style.top}>
          <Answers invitation={invitation} />
        </div>
      ))}
      {conversations === undefined ? (
        <Loading words={t('chats.loading')} />
      ) : nobody ? (
        beside || <Empty />
      ) : (
        <ul class={style.rows} aria-label={t('chats.list')}>
          {conversations.map((conversation) => (
            <ConversationRow key={conversation.id} conversation={conversation} />
          ))}
        </ul>
      )}
      {invitations.length > 0 && (
        <>
          <h2 class={style.group}>{t('chats.open_invitations')}</h2>
          <ul class={style.rows} aria-label={t('chats.open_invitations')}>
            {invitations.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} />
            ))}
          </ul>
        </>
      )}
    </View>
  )
}

const Actions = ({ invite }: { invite: { run: () => void; busy: boolean } }) => (
  <>
    <IconButton icon={MailOpen} label={t('chats.open_sealed')} onClick={() => go({ at: 'open' })} />
    <IconButton icon={Ticket} label={t('chats.accept')} onClick={() => go({ at: 'accept' })} />
    <IconButton icon={UserPlus} label={t('chats.invite')} onClick={invite.run} disabled={invite.busy} />
  </>
)
