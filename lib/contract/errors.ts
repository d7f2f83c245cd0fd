/** Why something could not be done. Every reason has words for the user in `assets/locales` under `error`. */
export const REASONS = [
  // Texts that somebody pasted.
  'not-an-invitation',
  'not-a-reply',
  'not-sealed-text',
  'damaged',
  'expired',
  'already-used',
  'two-answered',
  'cancelled',
  'your-own',
  'newer-version',
  'too-large',
  'for-somebody-else',
  'already-opened',
  // Locks.
  'locked',
  'wrong-passphrase',
  'weak-passphrase',
  'wrong-words',
  'already-someone',
  'vault-damaged',
  // Conversations and carriers.
  'unknown-contact',
  'not-connected-yet',
  'unreachable',
  'too-many',
  'frozen',
  // The person's data.
  'bad-item',
  'unknown-item',
  'changed-since',
  'unknown-change',
  'busy',
  // Sites.
  'unknown-request',
  // Storage and the rest.
  'storage-full',
  'bad-name',
  'bad-address',
  'bad-relay',
  'unknown-method',
  'bad-request',
  'interrupted',
  'internal',
] as const

export type Reason = (typeof REASONS)[number]

/**
 * The one error class. `reason` is typed and crosses every boundary; the message is a short lower-case sentence for
 * developers and never holds keys, plaintext or invitations.
 */
export class HearthError extends Error {
  override readonly name = 'HearthError'
  readonly reason: Reason
  constructor(reason: Reason, message: string = reason, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** The reason of anything thrown: a {@link HearthError} keeps its own, everything else is `internal`. */
export const reasonOf = (error: unknown): Reason => (error instanceof HearthError ? error.reason : 'internal')
