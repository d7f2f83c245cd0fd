import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { ReceiptId } from '../../contract/ids'
import type { Receipt } from '../../contract/receipt'
import { patiently } from '../data/patient'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { Loading } from '../parts/loading'
import { Claim } from '../prompt/claim'
import { View } from '../shell/view'
import { t } from '../words'
import { saveJson } from './export'
import { allowedWords, endWords, momentWords } from './receipt-words'
import { SiteName } from './site-name'
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
      <Facts receipt={receipt} />
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

const Facts = ({ receipt }: { receipt: Receipt }) => {
  const { party_identification: parties, pii_processing: processing, pii_principal_id: did, events } = receipt
  const [{ purpose: text = '', privacy_notice: policyUrl, retention_period: retention }] = processing.purposes
  const [{ event_time: at, valid_until: until }] = events
  return (
    <>
      <Fact name={t('sites.who')}>
        <SiteName origin={parties[0].party_id} />
      </Fact>
      <Fact name={t('sites.what')}>{allowedWords(receipt)}</Fact>
      <Fact name={t('sites.why')}>
        {text === '' ? t('grant.no_purpose') : <Claim text={text} purpose={{ text, policyUrl, retention }} />}
      </Fact>
      <Fact name={t('receipt.given')}>{momentWords(at)}</Fact>
      {until !== undefined && <Fact name={t('sites.until')}>{momentWords(until)}</Fact>}
      {receipt.events.length > 1 && <Fact name={t('receipt.ended')}>{endWords(receipt)}</Fact>}
      <Fact name={t('receipt.known_as')}>
        <bdi dir="ltr">{did}</bdi>
      </Fact>
    </>
  )
}

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
