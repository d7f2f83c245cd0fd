import type { ReceiptId } from './ids'

/**
 * What was allowed, as JSON-LD with the field names of ISO/IEC TS 27560. A site's own words stand in `purposes` only: whom it
 * is about and when it was given are read from the places where Hearth says so.
 */
export interface Receipt {
  '@context': object
  '@id': ReceiptId
  '@type': string
  schema_version: string
  receipt_id: ReceiptId
  record_id: ReceiptId
  /** The identity for this grantee. */
  pii_principal_id: string
  pii_processing: { '@type': string; purposes: [ReceiptPurpose] }
  /** The grantee, and the person. */
  party_identification: [ReceiptParty, ReceiptParty]
  /** When it was given; then when it ended. */
  events: [ReceiptEvent, ...ReceiptEvent[]]
}

/** What is allowed, why and how. `purpose`, `purpose_type`, `privacy_notice` and `retention_period` are claims of the site. */
export interface ReceiptPurpose {
  '@type': string
  purpose?: string
  purpose_type?: string
  lawful_basis: string
  /** `pii_attribute_id` is `did`, `did.signIn`, `Contact.name`, or `Contact` where it is about whole items. */
  pii_information: { '@type': string; pii_type?: string; pii_attribute_id: string }[]
  pii_controllers: string
  processing_method: string[]
  privacy_notice?: string
  retention_period?: string
  withdrawal_method: string
}

/** Somebody whom a receipt is about: a site by its origin, the person by the identity for it. */
export interface ReceiptParty {
  party_id: string
  party_role: string
  party_name?: string
  party_url?: string
}

/** What became of a permission; times are ISO 8601. */
export interface ReceiptEvent {
  entity_id: string
  event_type: string
  event_time: string
  event_state: string
  validity_duration?: string
  valid_until?: string
}
