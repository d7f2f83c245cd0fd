import { useId } from 'preact/hooks'
import type { Routers } from '../../contract/panel-api'
import { t } from '../words'
import { Field } from './field'
import style from './routers-choice.module.css'

interface RoutersChoiceProps {
  routers: Routers
  onRouters: (routers: Routers) => void
}

const KINDS = ['public', 'own', 'none'] as const

/** The three ways through routers, each with what it means. */
export const RoutersChoice = ({ routers, onRouters }: RoutersChoiceProps) => {
  const id = useId()
  const pick = (kind: Routers['kind']) => onRouters(kind === 'own' ? { kind, servers: '' } : { kind })
  return (
    <div class={style.choices} role="radiogroup" aria-label={t('routers.title')}>
      {KINDS.map((kind) => (
        <label key={kind} class={style.choice}>
          <input
            type="radio"
            name={id}
            checked={routers.kind === kind}
            aria-label={t(`routers.${kind}`)}
            aria-describedby={`${id}-${kind}`}
            onChange={() => pick(kind)}
          />
          <span>
            {t(`routers.${kind}`)}
            {kind === 'public' && <em> · {t('routers.recommended')}</em>}
          </span>
          <small id={`${id}-${kind}`}>{t(`routers.${kind}_means`)}</small>
        </label>
      ))}
      {routers.kind === 'own' && (
        <Field
          label={t('routers.servers')}
          hint={t('routers.servers_hint')}
          kind="code"
          lines={3}
          value={routers.servers}
          onValue={(servers) => onRouters({ kind: 'own', servers })}
        />
      )}
    </div>
  )
}
