import { useWatch } from '../panel'
import { here } from '../place'
import { Shell } from '../shell/shell'
import { Conversation } from '../talk/conversation'
import { wide } from '../wide'
import { Accept } from './accept'
import { Choose } from './choose'
import { ConversationList } from './conversation-list'
import { Invite } from './invite'
import { OpenSealed } from './open-sealed'

/** The chats: the list, and beside it or instead of it what was chosen. */
export const Chats = ({ unread }: { unread: number }) => {
  const conversations = useWatch('conversations', {})
  const invitations = useWatch('invitations', {})
  const place = here.value
  const nobody = conversations?.length === 0 && invitations?.length === 0
  const list = <ConversationList conversations={conversations} invitations={invitations} beside={wide.value} />
  return (
    <Shell unread={unread} list={nobody && place.at === 'chats' ? undefined : list}>
      {place.at === 'talk' ? (
        <Conversation key={place.contact} contact={place.contact} />
      ) : place.at === 'invite' ? (
        <Invite key={place.invitation} id={place.invitation} invitations={invitations} />
      ) : place.at === 'accept' ? (
        <Accept />
      ) : place.at === 'open' ? (
        <OpenSealed />
      ) : wide.value ? (
        <Choose empty={nobody} />
      ) : (
        list
      )}
    </Shell>
  )
}
