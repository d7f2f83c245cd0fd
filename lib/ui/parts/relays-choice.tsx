import { PUBLIC_RELAYS } from '../../contract/public-relays'
import { reachOf, relaysIn } from '../relay-address'
import { t } from '../words'
import { Choices } from './choices'
import { Field } from './field'
import { PublicRelays, RelayAddress, RelayReach } from './relay-list'
import stack from './stack.module.css'

/** How two people find each other again. `own` is what stands in the field, also while another way is chosen. */
export interface RelaysChosen {
  kind: 'public' | 'own' | 'none'
  own: string
}

/** The addresses that a choice stands for. */
export const chosenRelays = ({ kind, own }: RelaysChosen): string[] =>
  kind === 'none' ? [] : kind === 'public' ? [...PUBLIC_RELAYS] : relaysIn(own)

interface RelaysChoiceProps {
  relays: RelaysChosen
  onRelays: (relays: RelaysChosen) => void
  /** What is wrong with the person's own relays. */
  error: string | null
}

/** The three ways to find each other again. */
export const RelaysChoice = ({ relays, onRelays, error }: RelaysChoiceProps) => {
  const few = relaysIn(relays.own).filter((address) => !['everybody', null].includes(reachOf(address)))
  const addresses = (
    <div class={`${stack.stack} ${stack.tight}`}>
      <Field
        label={t('relays.addresses')}
        hint={t('relays.addresses_hint')}
        kind="code"
        lines={3}
        value={relays.own}
        onValue={(own) => onRelays({ ...relays, own })}
        error={error}
      />
      {[...new Set(few)].map((address) => (
        <div key={address}>
          <RelayAddress address={address} />
          <RelayReach address={address} />
        </div>
      ))}
    </div>
  )
  return (
    <Choices
      label={t('relays.title')}
      brief
      chosen={relays.kind}
      onChoose={(kind) => onRelays({ ...relays, kind })}
      choices={[
        {
          kind: 'public',
          name: t('relays.public'),
          means: t('relays.public_means'),
          recommended: true,
          more: <PublicRelays />,
        },
        { kind: 'own', name: t('relays.own'), means: t('relays.own_means'), more: addresses },
        { kind: 'none', name: t('relays.none'), means: t('relays.none_means') },
      ]}
    />
  )
}
