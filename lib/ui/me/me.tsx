import { useWatch } from '../panel'
import { Loading } from '../parts/loading'
import { Shell } from '../shell/shell'
import { View } from '../shell/view'
import { t } from '../words'
import { BackupRow } from './backup-row'
import { ChangePassphrase } from './change-passphrase'
import { DiagnosticsRow } from './diagnostics-row'
import { IdentityCard } from './identity-card'
import { Limits } from './limits'
import { MarkSetting } from './mark-setting'
import style from './me.module.css'
import { RecoveryWords } from './recovery-words'
import { RelaysSetting } from './relays-setting'
import { RoutersSetting } from './routers-setting'

/** Who the person is, and how their agent is set up. */
export const Me = ({ unread }: { unread: number }) => {
  const me = useWatch('me', {})
  return (
    <Shell unread={unread}>
      <View title={t('me.title')}>
        {me === undefined || me === null ? (
          <Loading words={t('locked.elsewhere')} />
        ) : (
          <div class={style.me}>
            <IdentityCard me={me} />
            <div class={style.columns}>
              <div>
                <section>
                  <h2 class={style.heading}>{t('me.safety')}</h2>
                  <div class={style.card}>
                    <RecoveryWords />
                    <ChangePassphrase name={me.name} />
                    <MarkSetting mark={me.mark} />
                  </div>
                </section>
                <RoutersSetting routers={me.routers} />
              </div>
              <div>
                <RelaysSetting relays={me.relays} />
                <BackupRow />
                <DiagnosticsRow />
                <Limits />
              </div>
            </div>
          </div>
        )}
      </View>
    </Shell>
  )
}
