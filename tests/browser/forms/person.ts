import type { ItemId } from '../../../lib/contract/ids'
import type { Draft } from '../../../lib/contract/item'

/** Whose forms are filled. */
export const MARGUERITE: { id: ItemId; draft: Draft } = {
  id: '0a'.repeat(16) as ItemId,
  draft: {
    type: 'Person',
    tags: [],
    fields: {
      name: 'Dr. Marguerite Okonkwo',
      honorificPrefix: 'Dr.',
      givenName: 'Marguerite',
      additionalName: 'Adaeze',
      familyName: 'Okonkwo',
      alternateName: 'Maggie',
      email: [
        { value: 'maggie@okonkwo.example', label: 'home' },
        { value: 'marguerite@ofenbau.example', label: 'work' },
      ],
      telephone: [
        { value: '+49 761 5550142', label: 'mobile' },
        { value: '+1 415-555-0142 ext. 7', label: 'work' },
      ],
      address: [
        {
          label: 'home',
          value: {
            streetAddress: 'Gerberau 14',
            extendedAddress: '2. OG',
            postalCode: '79098',
            addressLocality: 'Freiburg im Breisgau',
            addressRegion: 'Baden-Württemberg',
            addressCountry: 'Germany',
          },
        },
        {
          label: 'billing',
          value: {
            streetAddress: '12 Harbour Road',
            postalCode: 'BS1 4SB',
            addressLocality: 'Bristol',
            addressCountry: 'GB',
          },
        },
      ],
      birthDate: '1987-03-05',
      worksFor: 'Okonkwo Ofenbau',
      jobTitle: 'Stove builder',
      url: [{ value: 'https://okonkwo.example/' }],
      gender: 'female',
      knowsLanguage: [{ value: 'de' }],
    },
  },
}

/** Asks the agent from a page of ours, as a panel does; an expression. */
export const saying = (api: string, name: string, params: unknown): string => `new Promise((resolve, reject) => {
  const port = ${api}.runtime.connect({ name: 'panel' })
  port.onMessage.addListener((message) => (message.kind === 'answer' ? resolve(message.value) : reject(new Error(message.reason))))
  port.postMessage(${JSON.stringify({ kind: 'ask', id: 1, name, params })})
})`
