import type { Capability } from '../../contract/permission'
import type { Receipt } from '../../contract/receipt'
import { locale } from '../time'
import { t } from '../words'
import { whatWords } from './grant-words'

const CAPABILITIES: Record<string, Capability> = {
  'dpv:Collect': 'data.read',
  'dpv:Record': 'data.create',
  'dpv:Modify': 'data.update',
  'dpv:Erase': 'data.delete',
}
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' })

/** What a receipt says was allowed. */
export const allowedWords = ({ pii_processing: { purposes } }: Receipt): string => {
  const [{ pii_information: given, processing_method: methods }] = purposes
  const names = given.map(({ pii_attribute_id }) => pii_attribute_id.split('.'))
  const [type = null, signIn] = names[0] ?? []
  if (type === 'did') return signIn ? t('grant.identity_signIn') : t('grant.identity_connect')
  const fields = names.flatMap(([, field]) => field ?? [])
  const capabilities = methods.flatMap((method) => CAPABILITIES[method] ?? [])
  return capabilities.map((capability) => whatWords({ capability, type, scope: { fields } })).join(' · ')
}

/** A moment in a receipt, to the minute: it is there to be kept. */
export const momentWords = (iso: string): string => moment.format(Date.parse(iso))

/** How what was given has ended; null where it has not. */
export const endWords = ({ events: [, end] }: Receipt): string | null => {
  if (!end) return null
  const when = momentWords(end.event_time)
  return end.event_state === 'dpv:ConsentWithdrawn'
    ? t('grant.ended_revoked', { when })
    : t('grant.ended_expired', { when })
}
