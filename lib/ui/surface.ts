import './surface.css'
import { t } from './words'

/** Gives the page its language, its direction and its size. The words decide, not the browser. */
export const dress = (surface: string): void => {
  document.documentElement.lang = t('language')
  document.documentElement.dir = t('direction')
  document.documentElement.dataset.surface = surface
}
