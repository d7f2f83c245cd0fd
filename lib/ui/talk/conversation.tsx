import { Mail } from 'lucide-preact'
import { useState } from 'preact/hooks'
import type { ContactId } from '../../contract/ids'
import type { ConversationView } from '../../contract/panel-api'
import { useWatch } from '../panel'
import { Banner, Problem } from '../parts/banner'
import { IconButton } from '../parts/icon-button'
import { Loading } from '../parts/loading'
import { PersonName } from '../parts/person-name'
import { Presence } from '../parts/presence'
import { View } from '../shell/view'
import { t } from '../words'
import { ReplyText, SealedText } from './carried'
import { Compose } from './compose'
import style from './conversation.module.css'
import { useDraft } from './draft'
import { Messages } from './messages'
import { Notices } from './notices'
import { useSeal } from './seal'
import { useSend } from './send'

const PAGE = 60

/** The conversation with one person. */
export const Conversation = ({ contact }: { contact: ContactId }) => {
  const [limit, setLimit] = useState(PAGE)
  const view = useWatch('conversation', { contact, limit })
  if (view === undefined || view === null) {
    return (
      <View title={t('place.chats')} back={{ at: 'chats' }}>
        {view === undefined ? <Loading words={t('chats.loading')} /> : <Banner>{t('talk.gone')}</Banner>}
      </View>
    )
  }
  // One page at a time: the next only once this one is here.
  const older = () => view.messages.length >= limit && setLimit(limit + PAGE)
  return <Talk view={view} onOlder={older} />
}

const Talk = ({ view, onOlder }: { view: ConversationView; onOlder: () => void }) => {
  const draft = useDraft(view.id, view.draft)
  const { send, reason } = useSend(view.id, draft)
  const { sealed, seal, done, reason: sealReason } = useSeal(view.id, draft)
  const under = view.messages.some(({ state }) => state === 'queued' || state === 'sent')
  const canSeal = view.waiting !== 'reply'
  return (
    <View
      back={{ at: 'chats' }}
      own
      title={<PersonName name={view.name} />}
      below={<Presence connection={view.connection} lastSeen={view.lastSeen} />}
      actions={canSeal && <IconButton icon={Mail} label={t('sealed.write')} onClick={seal} />}
      foot={
        <div class={style.foot}>
          <div class={style.notices}>
            <Notices view={view} onSeal={canSeal && sealed === null ? seal : null} />
            <Problem reason={reason ?? sealReason} thing="message" />
          </div>
          {sealed !== null && (
            <SealedText
              key={sealed}
              text={sealed}
              name={view.name}
              under={under}
              direct={view.connection.state === 'direct'}
              onDone={done}
            />
          )}
          {view.replyText !== null && <ReplyText text={view.replyText} name={view.name} left={view.replyLeft} />}
          <Compose draft={draft} onSend={send} />
        </div>
      }
    >
      <Messages view={view} onOlder={onOlder} />
    </View>
  )
}
