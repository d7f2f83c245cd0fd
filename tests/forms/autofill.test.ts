import { describe, expect, it } from 'vitest'
import { type Autofill, readAutofill } from '../../lib/forms/autofill'

const plain = (field: string, rest: Partial<Autofill> = {}) => ({
  field,
  section: '',
  address: null,
  contact: null,
  ...rest,
})

describe('the autocomplete attribute', () => {
  it.each([
    ['name', plain('name')],
    [' Given-NAME\t', plain('given-name')],
    ['shipping street-address', plain('street-address', { address: 'shipping' })],
    ['section-Blue billing postal-code', plain('postal-code', { section: 'section-blue', address: 'billing' })],
    ['section- name', plain('name', { section: 'section-' })],
    ['home email', plain('email', { contact: 'home' })],
    ['section-a shipping mobile tel', plain('tel', { section: 'section-a', address: 'shipping', contact: 'mobile' })],
    ['work tel-extension', plain('tel-extension', { contact: 'work' })],
    ['username webauthn', plain('username')],
    [
      'section-a shipping work email webauthn',
      plain('email', { section: 'section-a', address: 'shipping', contact: 'work' }),
    ],
    ['webauthn', plain('webauthn')],
    ['cc-number', plain('cc-number')],
    ['on', 'on'],
    ['OFF', 'off'],
  ])('says what it says: %j', (attribute, said) => {
    expect(readAutofill(attribute)).toEqual(said)
  })

  it.each([
    '',
    '   ',
    'nope',
    'false',
    'name on',
    'off name',
    'on webauthn',
    'webauthn username',
    'webauthn webauthn',
    'email home',
    // A kind of contact belongs to numbers and addresses of mail only.
    'home name',
    'work street-address',
    'billing shipping name',
    'name section-a',
    'shipping section-a name',
    'section-a section-b name',
    'x section-a shipping home email',
    'name\u00a0',
    '__proto__',
    'constructor',
  ])('says nothing where the standard knows nothing: %j', (attribute) => {
    expect(readAutofill(attribute)).toBeNull()
  })
})
