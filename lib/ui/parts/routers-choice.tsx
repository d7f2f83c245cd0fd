import { useRef } from 'preact/hooks'
import type { Routers } from '../../contract/panel-api'
import { t } from '../words'
import { Choices } from './choices'
import { Field } from './field'

interface RoutersChoiceProps {
  routers: Routers
  onRouters: (routers: Routers) => void
  /** What is wrong with the person's own servers. */
  error: string | null
  brief?: boolean
}

/** The three ways through routers. Who looks at another one finds the servers they wrote again. */
export const RoutersChoice = ({ routers, onRouters, error, brief = false }: RoutersChoiceProps) => {
  const written = useRef('')
  if (routers.kind === 'own') written.current = routers.servers
  const servers = (
    <Field
      label={t('routers.servers')}
      hint={t('routers.servers_hint')}
      kind="code"
      lines={3}
      value={written.current}
      onValue={(next) => onRouters({ kind: 'own', servers: next })}
      error={error}
    />
  )
  return (
    <Choices
      label={t('routers.title')}
      brief={brief}
      chosen={routers.kind}
      onChoose={(kind) => onRouters(kind === 'own' ? { kind, servers: written.current } : { kind })}
      choices={[
        { kind: 'public', name: t('routers.public'), means: t('routers.public_means'), recommended: true },
        { kind: 'own', name: t('routers.own'), means: t('routers.own_means'), more: servers },
        { kind: 'none', name: t('routers.none'), means: t('routers.none_means') },
      ]}
    />
  )
}
