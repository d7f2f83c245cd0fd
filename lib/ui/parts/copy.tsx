import { Check, Copy } from 'lucide-preact'
import { useEffect, useState } from 'preact/hooks'
import { t } from '../words'

type Copied = 'no' | 'yes' | 'failed'

/** Copies text, and says for two seconds whether that worked. */
export const useCopy = () => {
  const [copied, setCopied] = useState<Copied>('no')
  useEffect(() => {
    if (copied !== 'yes') return
    const timer = setTimeout(() => setCopied('no'), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied('yes')
    } catch {
      setCopied('failed')
    }
  }
  return { copied, copy }
}

/** What there is to say after copying, for eyes (only failure) and ears. */
export const CopyNote = ({ copied, hidden }: { copied: Copied; hidden: string | undefined }) => (
  <p role="status" class={copied === 'failed' ? undefined : hidden}>
    {copied === 'yes' ? t('action.copied') : copied === 'failed' ? t('carry.copy_failed') : ''}
  </p>
)

/** The shape on a button that copies: two sheets, a check once done. */
export const CopyIcon = ({ copied }: { copied: Copied }) =>
  copied === 'yes' ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />
