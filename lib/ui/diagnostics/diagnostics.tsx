import type { Diagnostics as Diagnosis } from '../../contract/panel-api'
import { useWatch } from '../panel'
import { Loading } from '../parts/loading'
import { RelayAddress } from '../parts/relay-list'
import { RelayState } from '../parts/relay-state'
import { Shell } from '../shell/shell'
import { View } from '../shell/view'
import { t } from '../words'
import { AdviceList } from './advice'
import { CopyDiagnostics } from './copy-diagnostics'
import style from './diagnostics.module.css'
import { Happenings } from './happenings'
import { Person } from './person'

/** What is connected through what, what happened, and what would help: advice first. */
export const Diagnostics = ({ unread }: { unread: number }) => {
  // null for the moment in which it locks.
  const diagnosis = useWatch('diagnostics', {})
  return (
    <Shell unread={unread}>
      <View title={t('diagnostics.title')} back={{ at: 'me' }} alone>
        {diagnosis === undefined || diagnosis === null ? (
          <Loading words={t('diagnostics.loading')} />
        ) : (
          <Report diagnosis={diagnosis} />
        )}
      </View>
    </Shell>
  )
}

const Report = ({ diagnosis }: { diagnosis: Diagnosis }) => {
  const { relays, contacts, happenings } = diagnosis
  return (
    <div class={style.report}>
      <section>
        <h2>{t('diagnostics.advice')}</h2>
        <AdviceList diagnosis={diagnosis} />
      </section>
      <section>
        <h2>{t('relays.list')}</h2>
        {relays.length === 0 ? (
          <p class={style.nothing}>{t('relays.none')}</p>
        ) : (
          <ul class={style.rows} aria-label={t('relays.list')}>
            {relays.map((relay) => (
              <li key={relay.address}>
                <RelayAddress address={relay.address} />
                {!relay.own && <small>{t('diagnostics.of_contact')}</small>}
                <RelayState relay={relay} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <section>
        <h2>{t('diagnostics.people')}</h2>
        {contacts.length === 0 ? (
          <p class={style.nothing}>{t('chats.empty_title')}</p>
        ) : (
          <ul class={style.rows} aria-label={t('diagnostics.people')}>
            {contacts.map((person) => (
              <Person key={person.contact} person={person} />
            ))}
          </ul>
        )}
      </section>
      <section>
        <h2>{t('diagnostics.lately')}</h2>
        {happenings.length === 0 ? (
          <p class={style.nothing}>{t('diagnostics.nothing_lately')}</p>
        ) : (
          <Happenings diagnosis={diagnosis} />
        )}
      </section>
      <CopyDiagnostics diagnosis={diagnosis} />
    </div>
  )
}
