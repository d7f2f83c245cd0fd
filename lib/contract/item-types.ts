/**
 * What a field holds. `line`: one line of text; `text`: several; `markdown`: text with formatting; `date`, `moment`: as in
 * moment.ts; `rule`: an RFC 5545 recurrence rule; the others as their names say, with the shapes of item.ts.
 */
export type Kind =
  | 'line'
  | 'text'
  | 'markdown'
  | 'date'
  | 'moment'
  | 'rule'
  | 'number'
  | 'email'
  | 'phone'
  | 'url'
  | 'address'
  | 'geo'
  | 'path'
  | 'file'

/** One field of a type; the words for it are in `assets/locales` under `field`, by its name. */
export interface FieldType {
  /** The name that schema.org gives it. */
  name: string
  kind: Kind
  /** Several values, each with a label of its own. */
  many?: true
  /** Tells of health, money, whereabouts or secrets: sharing it is asked with more emphasis. */
  sensitive?: true
  /** Written by Hearth, shown, and not edited by hand. */
  fixed?: true
  /** What else it may be; another value is kept as it is. */
  choices?: readonly string[]
}

/** One type of item; the words for it are in `assets/locales` under `type`, by its name. */
export interface ItemType {
  name: string
  /** What it is called in JSON-LD. */
  schema: string
  fields: readonly FieldType[]
  /** The fields that name an item, the first with a value counts. */
  title: readonly string[]
  /** The fields that tell about it in a line below its name. */
  detail: readonly string[]
  /** The fields that say when it happened, the first with a value counts. */
  time: readonly string[]
}

const name: FieldType = { name: 'name', kind: 'line' }
const description: FieldType = { name: 'description', kind: 'text' }
const url: FieldType = { name: 'url', kind: 'url' }

const PERSON: readonly FieldType[] = [
  name,
  { name: 'givenName', kind: 'line' },
  { name: 'additionalName', kind: 'line' },
  { name: 'familyName', kind: 'line' },
  { name: 'honorificPrefix', kind: 'line' },
  { name: 'honorificSuffix', kind: 'line' },
  { name: 'alternateName', kind: 'line' },
  { name: 'email', kind: 'email', many: true },
  { name: 'telephone', kind: 'phone', many: true },
  { name: 'address', kind: 'address', many: true },
  { name: 'birthDate', kind: 'date', sensitive: true },
  { name: 'anniversary', kind: 'date' },
  { name: 'worksFor', kind: 'line' },
  { name: 'department', kind: 'line' },
  { name: 'jobTitle', kind: 'line' },
  { name: 'url', kind: 'url', many: true },
  { name: 'sameAs', kind: 'line', many: true },
  { name: 'gender', kind: 'line', sensitive: true },
  { name: 'knowsLanguage', kind: 'line', many: true },
  { name: 'related', kind: 'line', many: true },
  { name: 'image', kind: 'file' },
  { name: 'description', kind: 'text' },
]

/** Every type there is, in the order in which they are offered. */
export const ITEM_TYPES: readonly ItemType[] = [
  {
    name: 'Contact',
    schema: 'Person',
    fields: PERSON,
    title: ['name', 'alternateName', 'worksFor', 'email', 'telephone'],
    detail: ['email', 'telephone', 'worksFor', 'address'],
    time: [],
  },
  {
    name: 'Person',
    schema: 'Person',
    fields: PERSON,
    title: ['name', 'alternateName', 'email'],
    detail: ['email', 'telephone', 'address'],
    time: [],
  },
  {
    name: 'PostalAddress',
    schema: 'PostalAddress',
    fields: [name, { name: 'address', kind: 'address' }, { name: 'telephone', kind: 'phone' }, description],
    title: ['name', 'address'],
    detail: ['address'],
    time: [],
  },
  {
    name: 'Event',
    schema: 'Event',
    fields: [
      name,
      { name: 'startDate', kind: 'moment' },
      { name: 'endDate', kind: 'moment' },
      { name: 'duration', kind: 'line' },
      { name: 'location', kind: 'line' },
      { name: 'geo', kind: 'geo', sensitive: true },
      { name: 'repeats', kind: 'rule' },
      { name: 'organizer', kind: 'line' },
      { name: 'attendee', kind: 'line', many: true },
      { name: 'eventStatus', kind: 'line', choices: ['CONFIRMED', 'TENTATIVE', 'CANCELLED'] },
      { name: 'calendar', kind: 'line' },
      url,
      description,
    ],
    title: ['name', 'location'],
    detail: ['startDate', 'location'],
    time: ['startDate'],
  },
  {
    name: 'Task',
    schema: 'PlanAction',
    fields: [
      name,
      { name: 'startDate', kind: 'moment' },
      { name: 'dueDate', kind: 'moment' },
      { name: 'completedDate', kind: 'moment' },
      { name: 'status', kind: 'line', choices: ['NEEDS-ACTION', 'IN-PROCESS', 'COMPLETED', 'CANCELLED'] },
      { name: 'percentComplete', kind: 'number' },
      { name: 'repeats', kind: 'rule' },
      { name: 'calendar', kind: 'line' },
      url,
      description,
    ],
    title: ['name'],
    detail: ['dueDate', 'status'],
    time: ['dueDate', 'startDate'],
  },
  {
    name: 'Note',
    schema: 'CreativeWork',
    fields: [name, { name: 'text', kind: 'markdown' }, { name: 'dateCreated', kind: 'moment' }, url],
    title: ['name', 'text'],
    detail: ['text'],
    time: ['dateCreated'],
  },
  {
    name: 'Place',
    schema: 'Place',
    fields: [
      name,
      { name: 'geo', kind: 'geo', sensitive: true },
      { name: 'address', kind: 'address' },
      { name: 'startTime', kind: 'moment', sensitive: true },
      { name: 'endTime', kind: 'moment', sensitive: true },
      { name: 'category', kind: 'line' },
      url,
      description,
    ],
    title: ['name', 'address', 'geo'],
    detail: ['category', 'address', 'geo'],
    time: ['startTime'],
  },
  {
    name: 'Trip',
    schema: 'Trip',
    fields: [
      name,
      { name: 'startTime', kind: 'moment', sensitive: true },
      { name: 'endTime', kind: 'moment', sensitive: true },
      { name: 'category', kind: 'line' },
      { name: 'distance', kind: 'number', fixed: true },
      { name: 'itinerary', kind: 'path', sensitive: true, fixed: true },
      url,
      description,
    ],
    title: ['name', 'category'],
    detail: ['distance', 'category'],
    time: ['startTime'],
  },
  {
    name: 'Bookmark',
    schema: 'BookmarkAction',
    fields: [name, url, { name: 'dateCreated', kind: 'moment' }, { name: 'folder', kind: 'line' }, description],
    title: ['name', 'url'],
    detail: ['url', 'folder'],
    time: ['dateCreated'],
  },
  {
    name: 'Activity',
    schema: 'Action',
    fields: [
      name,
      { name: 'startTime', kind: 'moment', sensitive: true },
      { name: 'instrument', kind: 'line' },
      { name: 'url', kind: 'url', sensitive: true },
      description,
    ],
    title: ['name', 'url'],
    detail: ['instrument', 'url'],
    time: ['startTime'],
  },
  {
    name: 'Measurement',
    schema: 'Observation',
    fields: [
      { name: 'measuredProperty', kind: 'line', sensitive: true },
      { name: 'value', kind: 'number', sensitive: true },
      { name: 'unitText', kind: 'line' },
      { name: 'startTime', kind: 'moment' },
      { name: 'endTime', kind: 'moment' },
      { name: 'instrument', kind: 'line' },
      description,
    ],
    title: ['measuredProperty'],
    detail: ['instrument'],
    time: ['startTime', 'endTime'],
  },
  {
    name: 'File',
    schema: 'MediaObject',
    fields: [name, { name: 'content', kind: 'file' }, { name: 'dateCreated', kind: 'moment' }, url, description],
    title: ['name'],
    detail: ['content'],
    time: ['dateCreated'],
  },
  {
    name: 'Credential',
    schema: 'EducationalOccupationalCredential',
    fields: [
      name,
      { name: 'recognizedBy', kind: 'line' },
      { name: 'identifier', kind: 'line', sensitive: true },
      { name: 'validFrom', kind: 'date' },
      { name: 'expires', kind: 'date' },
      url,
      description,
    ],
    title: ['name', 'recognizedBy'],
    detail: ['recognizedBy'],
    time: ['validFrom'],
  },
  // What came in as JSON of a type that is none of these: nothing of it is lost.
  {
    name: 'Thing',
    schema: 'Thing',
    fields: [name, url, description, { name: 'data', kind: 'text' }],
    title: ['name', 'url', 'data'],
    detail: ['description', 'data'],
    time: [],
  },
]

const BY_NAME = new Map(ITEM_TYPES.map((type) => [type.name, type]))

/** The description of a type, or undefined where this version knows none of that name. */
export const itemType = (name: string): ItemType | undefined => BY_NAME.get(name)
