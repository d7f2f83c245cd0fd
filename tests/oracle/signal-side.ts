import * as libsignal from '@signalapp/libsignal-client'

/** The libsignal end of a conversation, with everything in memory. */
export interface SignalSide {
  identity: Uint8Array
  /** Its bundle's signed prekey. */
  signedPreKey: Uint8Array
  start(bundle: libsignal.PreKeyBundle): Promise<void>
  encrypt(text: string): Promise<{ first: boolean; bytes: Uint8Array }>
  decrypt(bytes: Uint8Array, first: boolean): Promise<string>
}

class Sessions extends libsignal.SessionStore {
  #record: libsignal.SessionRecord | null = null
  override saveSession = async (_: libsignal.ProtocolAddress, record: libsignal.SessionRecord) => {
    this.#record = record
  }
  override getSession = async () => this.#record
  override getExistingSessions = async () => (this.#record ? [this.#record] : [])
}

class Identities extends libsignal.IdentityKeyStore {
  readonly key = libsignal.PrivateKey.generate()
  override getIdentityKey = async () => this.key
  override getLocalRegistrationId = async () => 1
  override saveIdentity = async () => false
  override isTrustedIdentity = async () => true
  override getIdentity = async () => null
}

const none = async (): Promise<never> => {
  throw new Error('there is none')
}

class NoPreKeys extends libsignal.PreKeyStore {
  override savePreKey = none
  override getPreKey = none
  override removePreKey = none
}

class NoKyberPreKeys extends libsignal.KyberPreKeyStore {
  override saveKyberPreKey = none
  override getKyberPreKey = none
  override markKyberPreKeyUsed = none
}

class SignedPreKeys extends libsignal.SignedPreKeyStore {
  readonly #record: libsignal.SignedPreKeyRecord
  constructor(record: libsignal.SignedPreKeyRecord) {
    super()
    this.#record = record
  }
  override saveSignedPreKey = none
  override getSignedPreKey = async () => this.#record
}

export const bare = (key: libsignal.PublicKey): Uint8Array => Uint8Array.from(key.serialize().subarray(1))

/** The bundle of our side, signed as libsignal wants it. */
export const bundleOf = (identitySecret: Uint8Array, signedPreKey: Uint8Array): libsignal.PreKeyBundle => {
  const identity = libsignal.PrivateKey.deserialize(Buffer.from(identitySecret))
  const key = libsignal.PublicKey.deserialize(Buffer.from([5, ...signedPreKey]))
  return libsignal.PreKeyBundle.new(1, 1, null, null, 1, key, identity.sign(key.serialize()), identity.getPublicKey())
}

export const signalSide = (): SignalSide => {
  const sessions = new Sessions()
  const identities = new Identities()
  const preKey = libsignal.PrivateKey.generate()
  const signature = identities.key.sign(preKey.getPublicKey().serialize())
  const record = libsignal.SignedPreKeyRecord.new(1, Date.now(), preKey.getPublicKey(), preKey, signature)
  const signedPreKeys = new SignedPreKeys(record)
  const peer = libsignal.ProtocolAddress.new('hearth', 1)
  return {
    identity: bare(identities.key.getPublicKey()),
    signedPreKey: bare(preKey.getPublicKey()),
    start: (bundle) => libsignal.processPreKeyBundle(bundle, peer, sessions, identities),
    encrypt: async (text) => {
      const message = await libsignal.signalEncrypt(Buffer.from(text), peer, sessions, identities)
      const first = message.type() === libsignal.CiphertextMessageType.PreKey
      return { first, bytes: Uint8Array.from(message.serialize()) }
    },
    decrypt: async (bytes, first) => {
      const plaintext = first
        ? await libsignal.signalDecryptPreKey(
            libsignal.PreKeySignalMessage.deserialize(Buffer.from(bytes)),
            peer,
            sessions,
            identities,
            new NoPreKeys(),
            signedPreKeys,
            new NoKyberPreKeys(),
          )
        : await libsignal.signalDecrypt(
            libsignal.SignalMessage.deserialize(Buffer.from(bytes)),
            peer,
            sessions,
            identities,
          )
      return plaintext.toString()
    },
  }
}
