import { t } from './words'

// Windows cuts the address of a mail at 2,048 characters; what mail programs add has to fit too.
const LONGEST = 1900

/**
 * The address that opens a mail with a text in it. Where it does not fit, the mail asks to paste (`whole` is false), and
 * the text has to be copied first.
 */
export const mailTo = (subject: string, text: string, greeting?: string): { href: string; whole: boolean } => {
  const body = (words: string) =>
    `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(words.replaceAll(/\r?\n/g, '\r\n'))}`
  const above = greeting === undefined ? '' : `${greeting}\n\n`
  const href = body(`${above}${text}`)
  return href.length <= LONGEST
    ? { href, whole: true }
    : { href: body(`${above}${t('carry.mail_paste')}`), whole: false }
}
