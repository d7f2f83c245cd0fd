import { Mark } from '../parts/mark'
import { here, hrefOf, isData, isSites, type Place } from '../place'
import { wide } from '../wide'
import { t } from '../words'
import { LockButton } from './lock-button'
import style from './navigation.module.css'
import { PLACES } from './places'

/** The places: a bar at the foot, a rail where there is room. */
export const Navigation = ({ unread }: { unread: number }) => {
  const now = placeOf(here.value)
  return (
    <nav class={style.nav} aria-label={t('place.hearth')}>
      {wide.value && (
        <div class={style.brand}>
          <Mark size={26} />
          {t('place.hearth')}
        </div>
      )}
      <ul>
        {PLACES.map(({ name, icon: Icon, place, counts }) => (
          <li key={name}>
            <a href={hrefOf(place)} aria-current={now === name ? 'page' : undefined}>
              <Icon size={20} strokeWidth={now === name ? 2.1 : 1.75} aria-hidden="true" />
              <span>{t(`place.${name}`)}</span>
              {counts && unread > 0 && (
                <span class={style.count} title={t('place.unread', unread)} aria-hidden="true">
                  {unread > 99 ? '99+' : unread}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
      {wide.value && <LockButton words />}
    </nav>
  )
}

const placeOf = (place: Place) => {
  if (isData(place)) return 'data'
  if (isSites(place) || place.at === 'fill') return 'sites'
  return place.at === 'me' || place.at === 'diagnostics' ? 'me' : 'chats'
}
