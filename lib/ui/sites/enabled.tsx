import { useEffect, useRef } from 'preact/hooks'
import { useAction } from '../panel'
import { Problem } from '../parts/banner'
import { t } from '../words'
import { type SiteAccess, useSiteAccess } from './access'
import { siteName } from './origin'
import { SiteName } from './site-name'
import style from './sites.module.css'

/** Where the browser was told all of them at once. */
const EVERY = 'https://*'

/** The sites that may ask at all, where the browser leaves that to the person. */
export const EnabledSites = () => {
  const access = useSiteAccess()
  return access && <Enabled access={access} />
}

const Enabled = ({ access }: { access: SiteAccess }) => {
  const section = useRef<HTMLElement>(null)
  const disable = useAction(async (origin: string) => {
    await access.disable(origin)
    section.current?.focus()
  })
  useEffect(() => {
    const look = () => access.look().catch(() => {})
    look()
    // Another panel or the browser's own settings may have changed it meanwhile.
    addEventListener('focus', look)
    return () => removeEventListener('focus', look)
  }, [access])
  const sites = access.enabled.value
  return (
    <section class={style.section} ref={section} tabIndex={-1} aria-label={t('sites.enabled_list')}>
      {sites.length > 0 && (
        <>
          <h2>{t('sites.enabled_list')}</h2>
          <p>{t('sites.enabled_lede')}</p>
          <Problem reason={disable.reason} />
          <ul aria-label={t('sites.enabled_list')}>
            {sites.map((origin) => (
              <li key={origin}>
                <div>{origin === EVERY ? t('sites.every') : <SiteName origin={origin} />}</div>
                <button type="button" data-kind="plain" disabled={disable.busy} onClick={() => disable.run(origin)}>
                  {t('sites.disable', { site: origin === EVERY ? t('sites.every') : siteName(origin) })}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
