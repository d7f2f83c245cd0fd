import { useState } from 'preact/hooks'
import type { InvitationId } from '../../contract/ids'
import type { InvitationView } from '../../contract/panel-api'
import { useAction, usePanel, useWatch } from '../panel'
import { Banner, Problem } from '../parts/banner'
import { Carry } from '../parts/carry'
import { Field } from '../parts/field'
import { Loading } from '../parts/loading'
import { QrCode } from '../parts/qr'
import stack from '../parts/stack.module.css'
import { go } from '../place'
import { reachOf } from '../relay-address'
import { View } from '../shell/view'
import { untilWhen } from '../time'
import { t } from '../words'
import { Answers } from './answers'
import page from './page.module.css'

interface InviteProps {
  id: InvitationId
  /** undefined until the agent told. */
  invitations: InvitationView[] | undefined
}

/** One open invitation: to show, to send, and to be answered. */
export const Invite = ({ id, invitations }: InviteProps) => {
  const invitation = invitations?.find((open) => open.id === id)
  return (
    <View title={t('invite.title')} back={{ at: 'chats' }}>
      {invitation !== undefined ? (
        <Invitation invitation={invitation} />
      ) : invitations === undefined ? (
        <Loading words={t('invite.making')} />
      ) : (
        <div class={page.page}>
          <Banner>{t('invite.gone')}</Banner>
        </div>
      )}
    </View>
  )
}

const Invitation = ({ invitation }: { invitation: InvitationView }) => {
  const relays = useWatch('me', {})?.relays
  const offer = <Offer invitation={invitation} />
  return (
    <section class={page.page} aria-label={t('invite.region')}>
      <Answers invitation={invitation} />
      {invitation.answers.length === 0 ? (
        offer
      ) : (
        <details class={page.again}>
          <summary>{t('invite.again')}</summary>
          {offer}
        </details>
      )}
      {invitation.offerGone && relays !== undefined && (
        <Banner>{t(relays.length > 0 ? 'invite.offer_gone_relays' : 'invite.offer_gone')}</Banner>
      )}
      <hr />
      <Reply invitation={invitation.id} comes={relays?.some((relay) => reachOf(relay) !== 'choosers') ?? false} />
    </section>
  )
}

/** What is shown or sent. */
const Offer = ({ invitation }: { invitation: InvitationView }) => (
  <div class={stack.stack}>
    <div class={page.offer}>
      <div>
        <QrCode text={invitation.qrText} label={t('invite.qr')} />
      </div>
      <div>
        <p>{t('invite.how')}</p>
        <p class={page.until}>{t('invite.until', { when: untilWhen(invitation.expiresAt) })}</p>
      </div>
    </div>
    <Carry
      text={invitation.text}
      label={t('invite.text')}
      copyLabel={t('invite.copy')}
      mailLabel={t('invite.mail')}
      subject={t('invite.mail_subject')}
      greeting={t('invite.mail_body')}
    />
  </div>
)

interface ReplyProps {
  invitation: InvitationId
  /** Whether relays bring it, where the other uses some as well. */
  comes: boolean
}

/** What came back, where a person carried it. */
const Reply = ({ invitation, comes }: ReplyProps) => {
  const panel = usePanel()
  const [reply, setReply] = useState('')
  const connect = useAction(async () => {
    await panel.ask('pasteReply', { text: reply })
    // What was pasted meanwhile is another reply, and stays.
    setReply((now) => (now === reply ? '' : now))
  })
  const cancel = useAction(async () => {
    await panel.ask('cancelInvitation', { id: invitation })
    go({ at: 'chats' })
  })
  return (
    <form
      class={page.form}
      onSubmit={(event) => {
        event.preventDefault()
        connect.run()
      }}
    >
      {comes && <p>{t('invite.reply_comes')}</p>}
      <Field
        label={t('invite.reply')}
        hint={t(comes ? 'invite.reply_else' : 'invite.reply_hint')}
        kind="code"
        lines={3}
        value={reply}
        onValue={(next) => {
          setReply(next)
          connect.clear()
        }}
      />
      <Problem reason={connect.reason ?? cancel.reason} thing="reply" pasted={reply} />
      <div class={`${stack.line} ${stack.ends}`}>
        <button data-kind="plain" type="button" disabled={cancel.busy} onClick={cancel.run}>
          {t('invite.cancel')}
        </button>
        <button type="submit" disabled={connect.busy || reply.trim() === ''}>
          {t('invite.connect')}
        </button>
      </div>
    </form>
  )
}
