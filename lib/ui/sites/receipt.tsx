import { useEffect, useState } from 'preact/hooks'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { Loading } from '../parts/loading'
import { View } from '../shell/view'
import { t } from '../words'
import { saveJson } from './export'
import { readReceipts } from './reading'
import { factsOf, receiptId } from './receipt-facts'
import style from './sites.module.css'

/** One receipt: what it says, and the whole of it to keep or to show to others. */
export const ReceiptScreen = ({ receipt: id }: { receipt: string }) => {
  const panel = usePanel()
  const [found, setFound] = useState<{ receipt: object | null } | null>(null)
  const find = useAction(async () => {
    const fits = (receipt: object) => receiptId(receipt) === id
    setFound({ receipt: (await readReceipts(panel, fits)).find(fits) ?? null })
  })
  useEffect(() => find.run(), [find.run])
  return (
    <View title={t('receipt.title')} back={{ at: 'receipts' }} alone>
      <div class={style.receipt}>
        <Problem reason={find.reason} />
        {found?.receipt ? (
          <Shown receipt={found.receipt} id={id} />
        ) : found ? (
          <p role="status">{t('receipt.gone')}</p>
        ) : (
          !find.reason && <Loading words={t('receipt.loading')} />
        )}
      </div>
    </View>
  )
}

const Shown = ({ receipt, id }: { receipt: object; id: string }) => (
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
      <button type="button" onClick={() => saveJson(receipt, 'application/ld+json', `hearth-receipt-${id}`)}>
        {t('receipt.save')}
      </button>
    </div>
  </>
)
