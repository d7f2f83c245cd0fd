import { HearthError } from '../contract/errors'
import { sameSecret } from '../crypto/hash'
import { random } from '../crypto/random'
import { COST, type Cost, isCheap, type PassphraseKeys, SALT_BYTES, stretch } from './cost'
import { type Header, readHeader, writeHeader } from './header'
import { checkPassphrase } from './passphrase'
import { commitTo, fillSlot, openSlot } from './slots'

/** Makes a vault: a random 32-byte data key, and the header whose slots hold it. Throws `weak-passphrase`. */
export const createVault = async (
  secrets: { passphrase: string; root: Uint8Array; recoveryKey: Uint8Array },
  cost: Cost = COST,
): Promise<{ header: Uint8Array; key: Uint8Array }> => {
  checkPassphrase(secrets.passphrase)
  const key = random(32)
  const commitment = commitTo(key)
  const words = fillSlot('words', secrets.recoveryKey, key, commitment)
  return { header: await wrap({ ...secrets, key, commitment, words }, cost), key }
}

/**
 * Opens the vault. `header` comes back where the passphrase was wrapped anew at today's cost: whoever stores headers stores
 * it. Throws `wrong-passphrase`, which costs nothing but time, `vault-damaged` or `newer-version`.
 */
export const unlockVault = async (
  header: Uint8Array,
  passphrase: string,
): Promise<{ key: Uint8Array; header?: Uint8Array }> => {
  const vault = readHeader(header)
  const keys = await stretch(passphrase, vault.salt, vault.cost)
  const key = dataKey(vault, keys)
  if (!isCheap(vault.cost)) return { key }
  const root = rootIn(vault, keys)
  const cost = {
    ...COST,
    memory: Math.max(COST.memory, vault.cost.memory),
    passes: Math.max(COST.passes, vault.cost.passes),
  }
  return { key, header: await wrap({ passphrase, root, key, ...vault, words: vault.slots.words }, cost) }
}

/** The root's entropy, from a slot that the data key does not open. Throws as {@link unlockVault}. */
export const openRoot = async (header: Uint8Array, passphrase: string): Promise<Uint8Array> => {
  const vault = readHeader(header)
  const keys = await stretch(passphrase, vault.salt, vault.cost)
  dataKey(vault, keys)
  return rootIn(vault, keys)
}

/** The header for another passphrase; the data key and the words stay. Throws as {@link unlockVault}, or `weak-passphrase`. */
export const changePassphrase = async (header: Uint8Array, old: string, next: string): Promise<Uint8Array> => {
  const vault = readHeader(header)
  checkPassphrase(next)
  const keys = await stretch(old, vault.salt, vault.cost)
  const key = dataKey(vault, keys)
  const root = rootIn(vault, keys)
  return wrap({ passphrase: next, root, key, ...vault, words: vault.slots.words }, vault.cost)
}

/**
 * A new passphrase for who has forgotten theirs and has the words; the data key stays. Throws `wrong-words`, `weak-passphrase`,
 * `vault-damaged` or `newer-version`.
 */
export const recoverVault = async (
  header: Uint8Array,
  secrets: { root: Uint8Array; recoveryKey: Uint8Array; passphrase: string },
): Promise<{ header: Uint8Array; key: Uint8Array }> => {
  const vault = readHeader(header)
  const key = unlockWithWords(header, secrets.recoveryKey)
  checkPassphrase(secrets.passphrase)
  return { header: await wrap({ ...secrets, key, ...vault, words: vault.slots.words }, COST), key }
}

/** The data key by the recovery key that the words give. Throws `wrong-words`, `vault-damaged` or `newer-version`. */
export const unlockWithWords = (header: Uint8Array, recoveryKey: Uint8Array): Uint8Array => {
  const vault = readHeader(header)
  const key = openSlot('words', recoveryKey, vault.slots.words, vault.commitment)
  if (key === null) throw new HearthError('wrong-words', 'the words are of another identity')
  return committed(vault, key)
}

const wrap = async (
  vault: { passphrase: string; root: Uint8Array; key: Uint8Array; commitment: Uint8Array; words: Uint8Array },
  cost: Cost,
): Promise<Uint8Array> => {
  const { commitment, words } = vault
  const salt = random(SALT_BYTES)
  const keys = await stretch(vault.passphrase, salt, cost)
  const passphrase = fillSlot('passphrase', keys.slot, vault.key, commitment)
  const root = fillSlot('root', keys.root, vault.root, commitment)
  return writeHeader({ salt, cost, commitment, slots: { passphrase, words, root } })
}

const dataKey = (vault: Header, keys: PassphraseKeys): Uint8Array => {
  const key = openSlot('passphrase', keys.slot, vault.slots.passphrase, vault.commitment)
  if (key === null) throw new HearthError('wrong-passphrase')
  return committed(vault, key)
}

const rootIn = (vault: Header, keys: PassphraseKeys): Uint8Array => {
  const root = openSlot('root', keys.root, vault.slots.root, vault.commitment)
  if (root === null) throw new HearthError('vault-damaged', 'the root slot does not open')
  return root
}

const committed = (vault: Header, key: Uint8Array): Uint8Array => {
  if (!sameSecret(commitTo(key), vault.commitment)) throw new HearthError('vault-damaged', 'another data key')
  return key
}
