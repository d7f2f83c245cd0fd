/** Where one person leaves things for another on one UTC day. Nobody else can tell two of them from noise. */
export interface Topic {
  /** 64 hex digits: all that a relay sees. */
  name: string
  /** 32 bytes, known to the two only: it seals what is left there. */
  key: Uint8Array
}
