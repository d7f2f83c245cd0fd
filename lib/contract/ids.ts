/** Lower-case hex of 16 random bytes: one contact, and the conversation with them, on this device. */
export type ContactId = string & { readonly __brand: 'ContactId' }
/** Lower-case hex of SHA-256(device Ed25519 key)[0..16]: one device of one identity. */
export type DeviceId = string & { readonly __brand: 'DeviceId' }
/** Lower-case hex of SHA-256(EKa || KEM ciphertext)[0..16]: one ratchet session (PROTOCOL.md, Handshake). */
export type SessionId = string & { readonly __brand: 'SessionId' }
/** Lower-case hex of SHA-256(binary invitation)[0..16]. */
export type InvitationId = string & { readonly __brand: 'InvitationId' }
/** Lower-case hex of 16 random bytes, chosen by the sender: one message, the same on both sides. */
export type MessageId = string & { readonly __brand: 'MessageId' }
/** Lower-case hex of SHA-256(binary offer)[0..8]: one attempt at a direct connection, the same on both sides. */
export type ConnectionId = string & { readonly __brand: 'ConnectionId' }
/** Lower-case hex of 16 random bytes: one item of the person's data. */
export type ItemId = string & { readonly __brand: 'ItemId' }
/** Lower-case hex of 16 random bytes: the bytes of one file, or of a picture made from one. */
export type FileId = string & { readonly __brand: 'FileId' }
/** Lower-case hex of 16 random bytes: one import, chosen by who asks for it. */
export type ImportId = string & { readonly __brand: 'ImportId' }
/** Lower-case hex of 16 random bytes: one change that can be undone. */
export type ChangeId = string & { readonly __brand: 'ChangeId' }
/** Lower-case hex of 16 random bytes: one permission that was given. */
export type GrantId = string & { readonly __brand: 'GrantId' }
/** Lower-case hex of SHA-256(grantee, id that the page chose, when it began to wait)[0..16]: one request that waits for the person, or was just decided. */
export type AskId = string & { readonly __brand: 'AskId' }
/** `urn:uuid:` and a UUID: one receipt. */
export type ReceiptId = string & { readonly __brand: 'ReceiptId' }
