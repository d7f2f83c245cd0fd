import { HearthError } from '../contract/errors'
import { cleanName } from '../contract/name'
import { certify } from '../identity/certificate'
import { newDeviceKeys } from '../identity/device'
import { NO_PREVIOUS, signDeviceList } from '../identity/device-list'
import { didOf } from '../identity/did'
import { deriveIdentity } from '../identity/root'
import { type HearthDatabase, readHeader, writeHeader } from '../store/database'
import { type SealedStore, sealedStore } from '../vault/sealed'
import { changePassphrase, createVault, openRoot, recoverVault, unlockVault } from '../vault/vault'
import { newMark } from './mark'
import type { Settings } from './settings'

/** The one row of the settings table. */
const ME = 'me'

/**
 * Makes a vault and somebody in it from a 16-byte root, new or restored, with fresh keys for this device and a device list
 * in a new epoch. Whoever gives no name (null) is called by the end of their did:key. Answers with the data key. Throws already-someone, bad-name, weak-passphrase.
 */
export const settleIn = async (
  db: HearthDatabase,
  person: { root: Uint8Array; name: string | null; passphrase: string; setup: Settings['setup'] },
  now: number,
): Promise<Uint8Array> => {
  if (await readHeader(db)) throw new HearthError('already-someone')
  const { identity, pairwiseRoot, cloudKey, recoveryKey } = deriveIdentity(person.root)
  const name = person.name === null ? didOf(identity.public).slice(-8) : cleanName(person.name)
  const { header, key } = await createVault({ passphrase: person.passphrase, root: person.root, recoveryKey })
  const device = newDeviceKeys()
  const certificate = certify(identity, device, now)
  const deviceList = signDeviceList(identity, {
    epoch: now,
    version: 1,
    previous: NO_PREVIOUS,
    certificates: [certificate],
  })
  // The header last: what is half made is nobody, and is made anew.
  await saveSettings(sealedStore(db, key), {
    name,
    identity: identity.public,
    certificate,
    device,
    deviceList,
    pairwiseRoot,
    cloudKey,
    setup: person.setup,
    routers: { kind: 'none' },
    relays: [],
    mark: newMark(),
  })
  await writeHeader(db, header)
  return key
}

const headerOf = async (db: HearthDatabase): Promise<Uint8Array> => {
  const header = await readHeader(db)
  if (!header) throw new HearthError('locked', 'nobody lives here')
  return header
}

/** The data key for the passphrase; the header is stored anew where it was upgraded. */
export const openWith = async (db: HearthDatabase, passphrase: string): Promise<Uint8Array> => {
  const { key, header } = await unlockVault(await headerOf(db), passphrase)
  if (header) await writeHeader(db, header)
  return key
}

/** The data key for the root of the twelve words, and a new passphrase in the place of the forgotten one. */
export const recoverWith = async (db: HearthDatabase, root: Uint8Array, passphrase: string): Promise<Uint8Array> => {
  const { recoveryKey } = deriveIdentity(root)
  const { header, key } = await recoverVault(await headerOf(db), { root, recoveryKey, passphrase })
  await writeHeader(db, header)
  return key
}

/** The root, for who says the passphrase once more. */
export const rootWith = async (db: HearthDatabase, passphrase: string): Promise<Uint8Array> =>
  openRoot(await headerOf(db), passphrase)

export const replacePassphrase = async (db: HearthDatabase, old: string, next: string): Promise<void> =>
  writeHeader(db, await changePassphrase(await headerOf(db), old, next))

export const loadSettings = async (db: HearthDatabase, key: Uint8Array): Promise<Settings> => {
  const settings = await sealedStore(db, key).table<Settings>('settings').get(ME)
  if (!settings) throw new HearthError('vault-damaged', 'no settings')
  return settings
}

export const saveSettings = (store: SealedStore, settings: Settings): Promise<void> =>
  store.table<Settings>('settings').put(ME, settings)
