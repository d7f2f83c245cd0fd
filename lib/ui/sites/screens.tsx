import { here, hrefOf } from '../place'
import { Shell } from '../shell/shell'
import { View } from '../shell/view'
import { t } from '../words'
import { ActivityScreen, ExportActivity } from './activity'
import { GrantsScreen } from './grants'
import { ReceiptScreen } from './receipt'
import { ExportReceipts, ReceiptsScreen } from './receipts'
import style from './sites.module.css'

const VIEWS = ['sites', 'activity', 'receipts'] as const
const WORDS = { sites: 'sites.grants', activity: 'sites.activity', receipts: 'sites.receipts' } as const

/** The screens of the sites. */
export const SitesScreens = ({ unread }: { unread: number }) => {
  const place = here.value
  return (
    <Shell unread={unread}>
      {place.at === 'receipt' ? (
        <ReceiptScreen key={place.receipt} receipt={place.receipt} />
      ) : (
        <View title={t('place.sites')} own={place.at === 'activity'}>
          <div class={style.page} data-fills={place.at === 'activity'}>
            <div class={style.tabs}>
              <Views />
              {place.at === 'activity' && <ExportActivity />}
              {place.at === 'receipts' && <ExportReceipts />}
            </div>
            {place.at === 'activity' ? (
              <ActivityScreen />
            ) : place.at === 'receipts' ? (
              <ReceiptsScreen />
            ) : (
              <GrantsScreen />
            )}
          </div>
        </View>
      )}
    </Shell>
  )
}

const Views = () => (
  <nav aria-label={t('sites.views')}>
    {VIEWS.map((at) => (
      <a key={at} href={hrefOf({ at })} aria-current={here.value.at === at ? 'page' : undefined}>
        {t(WORDS[at])}
      </a>
    ))}
  </nav>
)
