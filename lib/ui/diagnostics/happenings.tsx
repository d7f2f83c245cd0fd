import type { Diagnostics } from '../../contract/panel-api'
import { PersonName } from '../parts/person-name'
import { RelayAddress } from '../parts/relay-list'
import { exactWhen } from '../time'
import { snake, t } from '../words'
import style from './diagnostics.module.css'

/** What happened since the browser was opened, the newest first. */
export const Happenings = ({ diagnosis: { contacts, happenings } }: { diagnosis: Diagnostics }) => {
  const names = new Map(contacts.map(({ contact, name }) => [contact, name]))
  return (
    <ol class={style.lately} aria-label={t('diagnostics.lately')}>
      {happenings.map(({ at, what, contact, relay }, index) => (
        // Several may happen to the same one in one millisecond.
        <li key={`${at} ${index}`}>
          <time dateTime={new Date(at).toISOString()}>{exactWhen(at)}</time>
          <span>{t(`happened.${snake(what)}`)}</span>
          {contact !== null && <PersonName class={style.whom} name={names.get(contact) ?? ''} />}
          {relay !== null && <RelayAddress address={relay} />}
        </li>
      ))}
    </ol>
  )
}
