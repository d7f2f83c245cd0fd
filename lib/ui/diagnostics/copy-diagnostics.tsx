import type { Diagnostics } from '../../contract/panel-api'
import { CopyIcon, CopyNote, useCopy } from '../parts/copy'
import hidden from '../parts/hidden.module.css'
import { t } from '../words'
import style from './diagnostics.module.css'
import { diagnosticsText } from './text'

/** The diagnostics as a text for somebody who helps. It can be read before it is copied. */
export const CopyDiagnostics = ({ diagnosis }: { diagnosis: Diagnostics }) => {
  const { copied, copy } = useCopy()
  const text = diagnosticsText(diagnosis, Date.now(), navigator.userAgent)
  return (
    <section class={style.copy}>
      <button type="button" onClick={() => copy(text)}>
        <CopyIcon copied={copied} />
        {t('diagnostics.copy')}
      </button>
      <p>{t('diagnostics.copy_note')}</p>
      <CopyNote copied={copied} hidden={hidden.hidden} />
      <details open={copied === 'failed'}>
        <summary>{t('diagnostics.copied_text')}</summary>
        <label>
          <span class={hidden.hidden}>{t('diagnostics.copied_text')}</span>
          <textarea readOnly rows={12} dir="ltr" autocomplete="off" spellcheck={false} value={text} />
        </label>
      </details>
    </section>
  )
}
