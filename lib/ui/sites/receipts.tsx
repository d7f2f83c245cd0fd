import { useEffect, useState } from 'preact/hooks'
import type { Receipt } from '../../contract/receipt'
import { useAction, usePanel } from '../panel'
import { Problem } from '../parts/banner'
import { Loading } from '../parts/loading'
import { hrefOf } from '../place'
import { sinceWhen } from '../time'
import { t } from '../words'
import { useExport } from './export'
import { readReceipts, receiptsFrom } from './reading'
import { allowedWords } from './receipt-words'
import { SiteName } from './site-name'
import style from './sites.module.css'

/** What was written down each time the person allowed something. */
export const ReceiptsScreen = () => {
  const panel = usePanel()
  const [read, setRead] = useState<{ receipts: Receipt[]; total: number } | null>(null)
  const more = useAction(async () => {
    const known = read?.receipts ?? []
    const { receipts, total } = await receiptsFrom(panel, known.length)
    setRead({ receipts: [...known, ...receipts], total })
  })
  useEffect(() => more.run(), [more.run])
  if (read === null) return more.reason ? <Problem reason={more.reason} /> : <Loading words={t('receipt.loading')} />
  if (read.total === 0) return <p class={style.none}>{t('receipt.empty')}</p>
  return (
    <div class={style.grants}>
      <p class={style.lede}>{t('receipt.lede')}</p>
      <ul class={style.receipts} aria-label={t('receipt.list')}>
        {read.receipts.map((receipt) => (
          <ReceiptRow key={receipt.receipt_id} receipt={receipt} />
        ))}
      </ul>
      <Problem reason={more.reason} />
      {read.receipts.length < read.total && (
        <div class={style.ends}>
          <button type="button" disabled={more.busy} onClick={more.run}>
            {t('receipt.more')}
          </button>
        </div>
      )}
    </div>
  )
}

const ReceiptRow = ({ receipt }: { receipt: Receipt }) => (
  <li>
    <a href={hrefOf({ at: 'receipt', receipt: receipt.receipt_id })}>
      <SiteName origin={receipt.party_identification[0].party_id} />
      <span>{allowedWords(receipt)}</span>
      <small>{sinceWhen(Date.parse(receipt.events[0].event_time))}</small>
    </a>
  </li>
)

/** All of them as a file. */
export const ExportReceipts = () => {
  const panel = usePanel()
  const { run, busy, said } = useExport('hearth-receipts', 'application/ld+json', () => readReceipts(panel))
  return (
    <>
      {said}
      <button type="button" data-kind="plain" disabled={busy} onClick={run}>
        {t('receipt.export')}
      </button>
    </>
  )
}
