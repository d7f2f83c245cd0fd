import type { AutofillField } from '../../forms/autofill'
import { snake, t } from '../words'

/** What a form may ask for and Hearth may know. */
type Token = Exclude<
  AutofillField,
  | `cc-${string}`
  | `transaction-${string}`
  | `${string}-password`
  | 'username'
  | 'one-time-code'
  | 'photo'
  | 'impp'
  | 'webauthn'
  | 'address-level3'
  | 'address-level4'
>

/** What a field is for, in Hearth's words: those of the page may say anything. */
export const tokenWords = (field: AutofillField): string => t(`token.${snake(field as Token)}`)
