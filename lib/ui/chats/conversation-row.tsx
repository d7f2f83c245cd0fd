import type { ConversationSummary } from '../../contract/panel-api'
import { Face } from '../parts/face'
import hidden from '../parts/hidden.module.css'
import { PersonName } from '../parts/person-name'
import { StateTag } from '../parts/state'
import { here, hrefOf } from '../place'
import { shortWhen } from '../time'
import { t } from '../words'
import style from './row.module.css'

// More never fits in one line.
const PREVIEW = 160

/** One conversation: who, the last words and where they are, when, and what is unread. */
export const ConversationRow = ({ conversation }: { conversation: ConversationSummary }) => {
  const { id, name, hue, connection, unread, last } = conversation
  const place = here.value
  return (
    <li class={style.item}>
      <a
        class={style.row}
        href={hrefOf({ at: 'talk', contact: id })}
        data-unread={unread > 0}
        aria-current={place.at === 'talk' && place.contact === id ? 'true' : undefined}
      >
        <Face name={name} hue={hue} connection={connection} />
        <span class={style.body}>
          <PersonName class={style.name} name={name} />{' '}
          <span class={style.line}>
            <LastLine conversation={conversation} />
          </span>
        </span>{' '}
        <span class={style.edge}>
          {last !== null && <time dateTime={new Date(last.at).toISOString()}>{shortWhen(last.at)}</time>}{' '}
          {unread > 0 && (
            <span class={style.count}>
              <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
              <span class={hidden.hidden}>{t('place.unread', unread)}</span>
            </span>
          )}
        </span>
      </a>
    </li>
  )
}

const LastLine = ({ conversation }: { conversation: ConversationSummary }) => {
  const { last, alarm, waiting } = conversation
  if (alarm !== null) return <span class={style.warn}>{t('chats.alarm')}</span>
  if (last === null) {
    return <span class={style.text}>{waiting === null ? t('chats.nothing_yet') : t(`chats.waiting_${waiting}`)}</span>
  }
  const loud = last.state === 'queued' || last.state === 'failed'
  return (
    <>
      {last.state !== null && <StateTag state={last.state} note={last.note} quiet={!loud} />}
      {loud && <span aria-hidden="true">·</span>}
      <bdi class={style.text}>{last.text.slice(0, PREVIEW) || t('talk.newer_version')}</bdi>
    </>
  )
}
