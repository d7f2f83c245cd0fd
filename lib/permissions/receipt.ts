import { itemType } from '../contract/item-types'
import { hostOf } from '../contract/origin'
import type { Access, Capability, Duration } from '../contract/permission'
import type { Receipt, ReceiptEvent, ReceiptPurpose } from '../contract/receipt'
import type { ReceiptRow } from './receipts'

// The fields of ISO/IEC TS 27560:2023, by the names it gives them, as the Data Privacy Vocabulary reads them
// (https://w3id.org/dpv/guides/consent-27560). Written out: a receipt is read without asking anybody for a context.
const CONTEXT = {
  dpv: 'https://w3id.org/dpv#',
  dct: 'http://purl.org/dc/terms/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  schema_version: { '@id': 'dct:conformsTo', '@type': '@id' },
  receipt_id: 'dct:identifier',
  record_id: 'dpv:hasIdentifier',
  pii_principal_id: { '@id': 'dpv:hasDataSubject', '@type': '@id' },
  pii_processing: 'dpv:hasProcess',
  purposes: 'dpv:hasPurpose',
  purpose: 'dct:description',
  purpose_type: { '@id': 'dct:type', '@type': '@id' },
  lawful_basis: { '@id': 'dpv:hasLegalBasis', '@type': '@id' },
  pii_information: 'dpv:hasPersonalData',
  pii_type: { '@id': 'dct:subject', '@type': '@id' },
  pii_attribute_id: 'dct:title',
  pii_controllers: { '@id': 'dpv:hasDataController', '@type': '@id' },
  processing_method: { '@id': 'dpv:hasProcessing', '@type': '@id' },
  privacy_notice: { '@id': 'dpv:hasNotice', '@type': '@id' },
  retention_period: { '@id': 'dpv:hasStorageCondition', '@type': 'xsd:duration' },
  withdrawal_method: { '@id': 'dpv:hasConsentControl', '@type': '@id' },
  party_identification: 'dpv:hasEntity',
  party_id: '@id',
  party_name: 'dpv:hasName',
  party_url: { '@id': 'dpv:hasContact', '@type': '@id' },
  party_role: '@type',
  events: 'dct:hasPart',
  event_time: { '@id': 'dct:date', '@type': 'xsd:dateTime' },
  validity_duration: { '@id': 'dct:valid', '@type': 'xsd:duration' },
  valid_until: { '@id': 'dct:valid', '@type': 'xsd:dateTime' },
  entity_id: { '@id': 'dpv:isImplementedByEntity', '@type': '@id' },
  event_type: { '@id': 'dpv:hasLegalBasis', '@type': '@id' },
  event_state: { '@id': 'dpv:hasConsentStatus', '@type': '@id' },
} as const

const SCHEMA = 'https://w3id.org/dpv/schema/dpv-27560#receipt'

const METHODS: Record<Access, string> = {
  read: 'dpv:Collect',
  create: 'dpv:Record',
  update: 'dpv:Modify',
  delete: 'dpv:Erase',
}
const PERIODS: Partial<Record<Duration, string>> = { P1D: 'P1D', P30D: 'P30D' }

/** A receipt as JSON-LD: who was given what, why and for how long, in the site's own words where they are its. No values. */
export const receiptOf = (row: ReceiptRow): Receipt => {
  const { id } = row
  return {
    '@context': CONTEXT,
    '@id': id,
    '@type': 'dpv:ConsentReceipt',
    schema_version: SCHEMA,
    receipt_id: id,
    record_id: id,
    pii_principal_id: row.did,
    pii_processing: { '@type': 'dpv:Process', purposes: [purposeOf(row)] },
    party_identification: [
      {
        party_id: row.grantee,
        party_role: 'dpv:DataController',
        party_name: hostOf(row.grantee),
        party_url: row.grantee,
      },
      { party_id: row.did, party_role: 'dpv:DataSubject' },
    ],
    events: eventsOf(row),
  }
}

const purposeOf = ({ grantee, capabilities, type, fields, purpose }: ReceiptRow): ReceiptPurpose => ({
  '@type': 'dpv:Purpose',
  ...(purpose && { purpose: purpose.text }),
  ...(purpose?.category !== undefined && { purpose_type: purpose.category }),
  lawful_basis: 'dpv:ExplicitlyExpressedConsent',
  pii_information: piiOf(type, fields, capabilities.includes('identity.signIn')),
  pii_controllers: grantee,
  processing_method: capabilities.map(methodOf),
  ...(purpose?.policyUrl !== undefined && { privacy_notice: purpose.policyUrl }),
  ...(purpose?.retention !== undefined && { retention_period: purpose.retention }),
  withdrawal_method: 'dpv:WithdrawConsent',
})

const piiOf = (type: string | null, fields: readonly string[], signsIn: boolean) => {
  // The identity for this site: nothing that another site would see.
  if (type === null) return [{ '@type': 'dpv:PseudonymisedData', pii_attribute_id: signsIn ? 'did.signIn' : 'did' }]
  if (fields.length === 0)
    return [{ '@type': 'dpv:PersonalData', pii_type: `https://schema.org/${type}`, pii_attribute_id: type }]
  const described = itemType(type)
  return fields.map((name) => ({
    '@type': described?.fields.find((field) => field.name === name)?.sensitive
      ? 'dpv:SensitivePersonalData'
      : 'dpv:PersonalData',
    pii_type: `https://schema.org/${name}`,
    pii_attribute_id: `${type}.${name}`,
  }))
}

const methodOf = (capability: Capability): string =>
  capability.startsWith('data.') ? METHODS[capability.slice('data.'.length) as Access] : 'dpv:Use'

const eventsOf = ({ at, did, duration, expiresAt, ended }: ReceiptRow): Receipt['events'] => {
  const event = { entity_id: did, event_type: 'dpv:ExplicitlyExpressedConsent' }
  const period = PERIODS[duration]
  const given: ReceiptEvent = {
    ...event,
    event_time: new Date(at).toISOString(),
    event_state: 'dpv:ConsentGiven',
    ...(period !== undefined && { validity_duration: period }),
    ...(expiresAt !== null && { valid_until: new Date(expiresAt).toISOString() }),
  }
  if (!ended) return [given]
  const state = ended.why === 'revoked' ? 'dpv:ConsentWithdrawn' : 'dpv:ConsentExpired'
  return [given, { ...event, event_time: new Date(ended.at).toISOString(), event_state: state }]
}
