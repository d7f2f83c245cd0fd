import { Clock, Eye, KeyRound } from 'lucide-preact'
import { originParts } from '../../contract/origin'
import type { AskPart, PromptView } from '../../contract/sites-api'
import { shownName } from '../names'
import { Face } from '../parts/face'
import { sinceWhen } from '../time'
import { t } from '../words'
import { Claim, Long } from './claim'
import style from './identity.module.css'
import { quotable } from './site-text'

interface IdentityProps {
  part: Extract<AskPart, { kind: 'identity' }>
  view: Pick<PromptView, 'site' | 'name'>
}

/** Who one is for this site, and what it learns by that. */
export const Identity = ({ part, view: { site, name } }: IdentityProps) => {
  const { below, name: own, port } = originParts(site.origin)
  const host = `${below}${own}${port}`
  const signsIn = part.act === 'signIn'
  const who = { host, name: shownName(name) }
  return (
    <div class={style.identity}>
      {part.statement !== null && <Claim text={part.statement} />}
      <div class={style.as}>
        <Face name={name} hue={site.hue} />
        <div class={style.who}>
          <p>{signsIn ? t('prompt.sign_in_as', who) : t('prompt.connect_as', who)}</p>
          <bdi dir="ltr" class={style.did} title={part.did}>
            {part.did.length > 28 ? `${part.did.slice(0, 17)}…${part.did.slice(-4)}` : part.did}
          </bdi>
        </div>
      </div>
      <ul class={style.facts}>
        <li>
          <KeyRound size={16} aria-hidden="true" />
          <span>{t('prompt.fact_alone', { host })}</span>
        </li>
        <li>
          <Eye size={16} aria-hidden="true" />
          <span>{part.lastAt === null ? t('prompt.fact_learns') : t('prompt.fact_learns_again')}</span>
        </li>
        {part.lastAt !== null && (
          <li>
            <Clock size={16} aria-hidden="true" />
            <span>
              {signsIn
                ? t('prompt.fact_signed_in', { when: sinceWhen(part.lastAt) })
                : t('prompt.fact_connected', { when: sinceWhen(part.lastAt) })}
            </span>
          </li>
        )}
      </ul>
      {part.resources.length > 0 && <Resources names={part.resources} />}
    </div>
  )
}

/** What the site wants to stand in the token besides. */
const Resources = ({ names }: { names: readonly string[] }) => (
  <div class={style.resources}>
    <small>{t('prompt.resources')}</small>
    <ul>
      {names.map((name, index) => (
        <li key={index}>
          <Long text={quotable(name)} most={200} />
        </li>
      ))}
    </ul>
  </div>
)
