/** One form under tests/sites/forms, and what its own submit handler has to see when it was filled. */
export interface Layout {
  name: string
  seen: Record<string, string>
  /** How the page is sent: an expression. */
  send?: string
  /** How many fields are filled, and which of those that were shown are left out. */
  count: number
  left?: string
}

const empty = (...names: string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, '']))

/** Everything that hides a field on honeypots.html. */
const HIDDEN = [
  ...['type', 'display', 'visibility', 'opacity', 'dim', 'filter', 'off', 'fixed', 'tiny', 'clip', 'path', 'circle'],
  ...[
    'cut',
    'drawer',
    'corner',
    'scale',
    'details',
    'covered',
    'ghost',
    'within',
    'pseudo',
    'aria',
    'inert',
    'disabled',
    'below',
  ],
].map((way) => `h-${way}`)

/** The same on veils.html. */
const VEILED = [
  ...['mask', 'url', 'blur', 'blend', 'clear', 'part', 'pile', 'edge', 'spread', 'lift', 'before', 'inert'],
  ...['open', 'closed', 'late', 'top', 'body', 'root', 'named'],
].map((way) => `h-${way}`)

/** What everybody gets from the person in person.ts. */
export const LAYOUTS: readonly Layout[] = [
  {
    name: 'checkout',
    count: 7,
    seen: {
      email: 'maggie@okonkwo.example',
      name: 'Dr. Marguerite Okonkwo',
      street: 'Gerberau 14\n2. OG',
      zip: '79098',
      town: 'Freiburg im Breisgau',
      country: 'DE',
      phone: '+49 761 5550142',
      voucher: '',
    },
  },
  {
    name: 'registration',
    count: 10,
    seen: {
      ...empty('user', 'password', 'code', 'card', 'robot'),
      given: 'Marguerite',
      middle: 'Adaeze',
      family: 'Okonkwo',
      prefix: 'Dr.',
      nick: 'Maggie',
      born: '1987-03-05',
      company: 'Okonkwo Ofenbau',
      position: 'Stove builder',
      email: 'marguerite@ofenbau.example',
      site: 'https://okonkwo.example/',
      fixed: '2001',
    },
  },
  {
    name: 'two-addresses',
    count: 9,
    seen: {
      'to-name': 'Dr. Marguerite Okonkwo',
      'to-street': 'Gerberau 14, 2. OG',
      'to-town': 'Freiburg im Breisgau',
      'to-code': '79098',
      'bill-name': 'Dr. Marguerite Okonkwo',
      'bill-street': '12 Harbour Road',
      'bill-town': 'Bristol',
      'bill-code': 'BS1 4SB',
      'bill-country': 'United Kingdom',
    },
  },
  { name: 'birthday', count: 4, seen: { day: '5', month: 'm03', year: '1987', sex: 'F' } },
  { name: 'selects', count: 4, seen: { country: '1', region: 'BW', language: 'xx-1', code: 'de' } },
  {
    name: 'address-lines',
    count: 4,
    seen: { line1: 'Gerberau 14', line2: '2. OG', line3: '', code: '79098', short: '', country: 'Germany' },
  },
  {
    name: 'phone-parts',
    count: 7,
    seen: {
      code: '+49',
      national: '0761 5550142',
      digits: '00497615550142',
      area: '415',
      prefix: '555',
      suffix: '0142',
      extension: '7',
      fax: '',
    },
  },
  {
    name: 'table',
    count: 4,
    seen: { family: 'Okonkwo', given: 'Marguerite', email: 'maggie@okonkwo.example', country: 'DE', remarks: '' },
  },
  {
    name: 'controlled',
    count: 4,
    seen: {
      name: 'Dr. Marguerite Okonkwo',
      town: 'Freiburg im Breisgau',
      street: 'Gerberau 14\n2. OG',
      country: 'DE',
    },
  },
  {
    name: 'shadow',
    count: 3,
    send: 'send()',
    seen: { name: 'Dr. Marguerite Okonkwo', email: 'maggie@okonkwo.example', town: 'Freiburg im Breisgau' },
  },
  {
    name: 'honeypots',
    count: 2,
    // It lies below the end of the window: that it is covered shows when it comes into sight.
    left: 'Phone',
    seen: {
      name: 'Dr. Marguerite Okonkwo',
      email: 'maggie@okonkwo.example',
      parentElement: '',
      ...empty(...HIDDEN),
    },
  },
  {
    name: 'veils',
    count: 2,
    seen: {
      name: 'Dr. Marguerite Okonkwo',
      email: 'maggie@okonkwo.example',
      ...empty('clientLeft', 'scrollTop', ...VEILED),
    },
  },
  { name: 'frame', count: 1, seen: { name: 'Dr. Marguerite Okonkwo' } },
  {
    name: 'arabic',
    count: 6,
    seen: {
      name: 'Dr. Marguerite Okonkwo',
      email: 'maggie@okonkwo.example',
      street: 'Gerberau 14\n2. OG',
      town: 'Freiburg im Breisgau',
      country: 'x3',
      month: 'c',
    },
  },
  {
    name: 'japanese',
    count: 8,
    seen: {
      family: 'Okonkwo',
      given: 'Marguerite',
      code: '79098',
      country: 'ドイツ',
      region: 'Baden-Württemberg',
      town: 'Freiburg im Breisgau',
      line: 'Gerberau 14',
      month: 'q3',
    },
  },
  {
    name: 'floating',
    count: 3,
    seen: { name: 'Dr. Marguerite Okonkwo', email: 'maggie@okonkwo.example', town: 'Freiburg im Breisgau' },
  },
]
