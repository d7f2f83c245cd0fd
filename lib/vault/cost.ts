import { argon2id } from 'hash-wasm'
import { HearthError } from '../contract/errors'
import { hkdf } from '../crypto/hash'
import { normalise } from './passphrase'

/** What one guess costs: Argon2id's memory in KiB, passes and lanes. */
export interface Cost {
  memory: number
  passes: number
  lanes: number
}

/** What new and upgraded vaults use: 64 MiB, 3 passes, 1 lane (RFC 9106; lanes only help with threads). */
export const COST: Cost = { memory: 64 * 1024, passes: 3, lanes: 1 }

const HIGHEST: Cost = { memory: 256 * 1024, passes: 10, lanes: 4 }

/** Bytes of the salt. */
export const SALT_BYTES = 16

/** What a passphrase gives: the key of the data key's slot, and that of the root's, which asks at each use. */
export interface PassphraseKeys {
  slot: Uint8Array
  root: Uint8Array
}

/** Throws `vault-damaged` for a cost that Argon2id does not know, or that would stall the browser. */
export const checkCost = ({ memory, passes, lanes }: Cost): void => {
  const fits = lanes >= 1 && passes >= 1 && memory >= 8 * lanes
  if (!fits || lanes > HIGHEST.lanes || passes > HIGHEST.passes || memory > HIGHEST.memory) {
    throw new HearthError('vault-damaged', 'cost out of range')
  }
}

/** Whether a vault of that cost should be wrapped anew with {@link COST}. */
export const isCheap = (cost: Cost): boolean => cost.memory < COST.memory || cost.passes < COST.passes

/** One run of Argon2id over the normalised passphrase, split by HKDF into the two keys. */
export const stretch = async (passphrase: string, salt: Uint8Array, cost: Cost): Promise<PassphraseKeys> => {
  checkCost(cost)
  const stretched = await argon2id({
    // The library takes no empty password; no passphrase normalises to this one, so it opens nothing.
    password: normalise(passphrase) || '\n',
    salt,
    memorySize: cost.memory,
    iterations: cost.passes,
    parallelism: cost.lanes,
    hashLength: 32,
    outputType: 'binary',
  })
  return {
    slot: hkdf(stretched, salt, 'hearth/v1/vault/passphrase', 32),
    root: hkdf(stretched, salt, 'hearth/v1/vault/root', 32),
  }
}
