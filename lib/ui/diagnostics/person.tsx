import type { Diagnostics } from '../../contract/panel-api'
import { PersonName } from '../parts/person-name'
import { PresenceDot, presenceWord } from '../parts/presence'
import { hrefOf } from '../place'
import { sinceWhen } from '../time'
import { t } from '../words'
import style from './diagnostics.module.css'

type PersonState = Diagnostics['contacts'][number]

const throughWhat = ({ connection, way }: PersonState): string =>
  connection.state === 'direct' && way !== null ? t(`diagnostics.way_${way}`) : presenceWord(connection)

/** One contact: connected through what, how much waits for them, and when anything of theirs last arrived. */
export const Person = ({ person }: { person: PersonState }) => {
  const { contact, name, connection, waiting, lastSeen } = person
  const seen = lastSeen === null ? t('presence.never_seen') : t('presence.seen', { when: sinceWhen(lastSeen) })
  return (
    <li>
      <a href={hrefOf({ at: 'talk', contact })}>
        <PersonName name={name} />
      </a>
      <small class={style.through}>
        <PresenceDot connection={connection} />
        <span>{throughWhat(person)}</span>
      </small>
      <small>{[waiting > 0 ? t('diagnostics.waiting', waiting) : '', seen].filter(Boolean).join(' · ')}</small>
    </li>
  )
}
