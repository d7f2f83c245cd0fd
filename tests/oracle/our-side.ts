import { concat, encodeText } from '../../lib/contract/wire'
import { type RatchetState, ratchet } from '../../lib/conversation/ratchet'
import { type AgreementKey, agree, newAgreementKey } from '../../lib/crypto/agreement'
import { hkdf } from '../../lib/crypto/hash'
import { open, read, readFirst, seal, writeFirst } from './wire'

const signalV3 = ratchet({ rootLabel: 'WhisperRatchet', sealedHeaders: false })
const CLEAR = { toResponder: new Uint8Array(0), toInitiator: new Uint8Array(0) }

/** X3DH without a one-time prekey: the root key. */
const rootOf = (agreements: Uint8Array[]): Uint8Array =>
  hkdf(concat(new Uint8Array(32).fill(0xff), ...agreements), new Uint8Array(32), 'WhisperText', 64).slice(0, 32)

/** Our ratchet core, dressed as libsignal's version 3. */
export interface OurSide {
  identity: AgreementKey
  signedPreKey: AgreementKey
  start(theirs: { identity: Uint8Array; signedPreKey: Uint8Array }): void
  encrypt(text: string): { first: boolean; bytes: Uint8Array }
  decrypt(bytes: Uint8Array, first: boolean, sender: Uint8Array): string
}

export const ourSide = (): OurSide => {
  const identity = newAgreementKey()
  const signedPreKey = newAgreementKey()
  let state: RatchetState | null = null
  let peer = new Uint8Array(32)
  let baseKey: Uint8Array | null = null

  const opened = (bytes: Uint8Array, from: RatchetState): string => {
    const { ratchetKey, counter, previous } = read(bytes)
    // libsignal tells the number of the last message of the chain before; the core wants how many there were.
    const header = { key: ratchetKey, previous: previous + 1, number: counter }
    const received = signalV3.receive(from, () => header, Date.now())
    const plaintext = open(bytes, received.messageKey, peer, identity.public)
    state = received.state
    return new TextDecoder().decode(plaintext)
  }

  return {
    identity,
    signedPreKey,
    start: (theirs) => {
      const ephemeral = newAgreementKey()
      const root = rootOf([
        agree(identity.secret, theirs.signedPreKey),
        agree(ephemeral.secret, theirs.identity),
        agree(ephemeral.secret, theirs.signedPreKey),
      ])
      peer = Uint8Array.from(theirs.identity)
      baseKey = ephemeral.public
      state = signalV3.initiate(root, theirs.signedPreKey, CLEAR)
    },
    encrypt: (text) => {
      if (!state) throw new Error('no session')
      const sent = signalV3.send(state)
      state = sent.state
      const { key, previous, number } = sent.header
      const place = { ratchetKey: key, counter: number, previous: Math.max(0, previous - 1) }
      const message = seal(place, sent.messageKey, encodeText(text), identity.public, peer)
      // libsignal wants the handshake beside each message until it has answered.
      if (!baseKey || state.receiving) return { first: false, bytes: message }
      return { first: true, bytes: writeFirst({ baseKey, identity: identity.public, message }) }
    },
    decrypt: (bytes, first, sender) => {
      peer = Uint8Array.from(sender)
      const wrapped = first ? readFirst(bytes) : null
      if (state) return opened(wrapped?.message ?? bytes, state)
      if (!wrapped) throw new Error('no session')
      const root = rootOf([
        agree(signedPreKey.secret, sender),
        agree(identity.secret, wrapped.baseKey),
        agree(signedPreKey.secret, wrapped.baseKey),
      ])
      return opened(wrapped.message, signalV3.respond(root, signedPreKey, CLEAR))
    },
  }
}
