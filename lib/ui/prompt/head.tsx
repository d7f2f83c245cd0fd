import type { Ref } from 'preact'
import { originParts } from '../../contract/origin'
import type { PromptView } from '../../contract/sites-api'
import { Banner } from '../parts/banner'
import { Face } from '../parts/face'
import { t } from '../words'
import style from './head.module.css'
import { Origin } from './origin'
import { plain } from './site-text'
import { actOf } from './words'

interface HeadProps {
  view: PromptView
  more: number
  heading: Ref<HTMLHeadingElement>
}

/** Who asks for what, which of how many requests it is, and the mark by which the person knows this window. */
export const Head = ({ view, more, heading }: HeadProps) => {
  const { site, mark, parts } = view
  const [only] = parts
  return (
    <header class={style.head}>
      <div class={style.top}>
        <Face name={originParts(site.origin).name} hue={site.hue} size="small" site />
        {more > 0 && <small>{t('prompt.one_of', { count: more + 1 })}</small>}
        <span class={style.mark} title={t('prompt.mark_means')}>
          <small>{t('prompt.mark')}</small>
          <bdi>{plain(mark)}</bdi>
        </span>
      </div>
      <h1 ref={heading} tabIndex={-1}>
        <Origin origin={site.origin} />{' '}
        {parts.length === 1 && only !== undefined
          ? t('prompt.asks', { act: actOf(only) })
          : t('prompt.asks_several', { count: parts.length })}
      </h1>
    </header>
  )
}

/** What Hearth itself knows of a site. */
export const About = ({ site }: Pick<PromptView, 'site'>) => (
  <>
    {site.resembles !== null && (
      <Banner tone="warn">
        <b>{t('prompt.resembles')}</b> {t('prompt.resembles_known')}{' '}
        <bdi dir="ltr">
          <b>{site.resembles}</b>
        </bdi>
      </Banner>
    )}
    {(site.first || site.local) && (
      <Banner>
        {!site.asked && t('prompt.first_time')} {site.first && t('prompt.first')} {site.local && t('prompt.local')}
      </Banner>
    )}
  </>
)
