import { useState } from 'preact/hooks'
import type { Purpose } from '../../contract/permission'
import { t } from '../words'
import style from './claim.module.css'
import { beginning, capped, quotable, SHOWN } from './site-text'
import { spanWords } from './words'

interface LongProps {
  text: string
  most: number
  /** Stands between quotation marks. */
  quoted?: boolean
}

/** A long text up to `most` characters, and the rest when the person asks for it. */
export const Long = ({ text, most, quoted = false }: LongProps) => {
  const [whole, setWhole] = useState(false)
  const cut = beginning(text, most)
  const words = <bdi>{whole || cut === null ? text : `${cut}…`}</bdi>
  return (
    <>
      {quoted ? <q>{words}</q> : words}
      {cut !== null && (
        <button type="button" class={style.more} aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? t('prompt.less') : t('prompt.more')}
        </button>
      )}
    </>
  )
}

/** What the site says for itself: quoted, behind a bar, so that it cannot pass for Hearth's own words. */
export const Claim = ({ text, purpose = null }: { text: string; purpose?: Purpose | null }) => {
  const words = quotable(text)
  if (words === '') return null
  return (
    <div class={style.claim}>
      <small>{t('prompt.says')}</small>
      <blockquote>
        <Long text={words} most={SHOWN} quoted />
        {purpose?.retention !== undefined && <p>{t('prompt.keeps', { span: spanWords(purpose.retention) })}</p>}
        {purpose?.policyUrl !== undefined && (
          <p>
            {t('prompt.policy')} <bdi dir="ltr">{capped(quotable(purpose.policyUrl), 200)}</bdi>
          </p>
        )}
      </blockquote>
    </div>
  )
}
