import { useEffect, useState } from 'preact/hooks'
import type { ReceiptId } from '../../contract/ids'
import type { Receipt } from '../../contract/receipt'
import { patiently } from '../data/patient'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { Loading } from '../parts/loading'
import { View } from '../shell/view'
import { t } from '../words'
import { saveJson } from './export'
import { factsOf } from './receipt-facts'
import style from './sites.module.css'

/** One receipt: what it says, and the whole of it to keep or to show to others. */
export const ReceiptScreen = ({ receipt: id }: { receipt: ReceiptId }) => {
  const panel = usePanel()
  const [found, setFound] = useState<{ receipt: Receipt | null } | null>(null)
  const find = useAction(async () => setFound(await patiently(() => panel.ask('readReceipt', { id }))))
  useEffect(() => find.run(), [find.run])
  return (
    <View title={t('receipt.title')} back={{ at: 'receipts' }} alone>
      <div class={style.receipt}>
        <Problem reason={find.reason} />
        {found?.receipt ? (
          <Shown receipt={found.receipt} />
        ) : found ? (
          <p role="status">{t('receipt.gone')}</p>
        ) : (
          !find.reason && <Loading words={t('receipt.loading')} />
        )}
      </div>
    </View>
  )
}

const Shown = ({ receipt }: { receipt: Receipt }) => (
  <>
    <dl>
      {factsOf(receipt).map(({ name, values }, index) => (
        <div key={index}>
          <dt>{name}</dt>
          {values.map((value) => (
            <dd key={value}>
              <bdi>{value}</bdi>
            </dd>
          ))}
        </div>
      ))}
    </dl>
    <details>
      <summary>{t('receipt.text')}</summary>
      <textarea
        readOnly
        dir="ltr"
        rows={12}
        autocomplete="off"
        aria-label={t('receipt.text')}
        value={JSON.stringify(receipt, null, 2)}
      />
    </details>
    <div class={style.ends}>
      <button
        type="button"
        onClick={() =>
          saveJson(receipt, 'application/ld+json', `hearth-receipt-${receipt.receipt_id.split(':').at(-1)}`)
        }
      >
        {t('receipt.save')}
      </button>
    </div>
  </>
)
