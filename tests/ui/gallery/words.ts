import { createI18n } from '@wxt-dev/i18n'
import type { GeneratedI18nStructure } from '../../../.wxt/i18n/structure'

/** The words of the English locale, in a page that is no extension: stands in for `#i18n`. */
export const i18n = createI18n<GeneratedI18nStructure>()
