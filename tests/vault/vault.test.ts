import { describe, expect, it } from 'vitest'
import { concat, sameBytes } from '../../lib/contract/wire'
import { sha256 } from '../../lib/crypto/hash'
import { random } from '../../lib/crypto/random'
import { COST, stretch } from '../../lib/vault/cost'
import { readHeader, writeHeader } from '../../lib/vault/header'
import { fillSlot, openSlot } from '../../lib/vault/slots'
import { changePassphrase, createVault, openRoot, unlockVault, unlockWithWords } from '../../lib/vault/vault'

const CHEAP = { memory: 64, passes: 1, lanes: 1 }
const GOOD = 'orbit lemon castle drift piano'
const NEXT = 'velvet comet garden rusty anchor'
const root = random(16)
const recoveryKey = random(32)

const today = await createVault({ passphrase: GOOD, root, recoveryKey })
const cheap = await createVault({ passphrase: GOOD, root, recoveryKey }, CHEAP)

/** The header with changed fields and a checksum that fits, as somebody with the disk would write it. */
const rewritten = (change: Partial<ReturnType<typeof readHeader>>): Uint8Array =>
  writeHeader({ ...readHeader(cheap.header), ...change })

/** The header with raw bytes changed and a checksum that fits. */
const patched = (at: number, ...bytes: number[]): Uint8Array => {
  const body = cheap.header.slice(0, -8)
  body.set(bytes, at)
  return concat(body, sha256(body).slice(0, 8))
}

describe('a vault', () => {
  it('opens with its passphrase, however it is typed, and stays as it is', async () => {
    expect(await unlockVault(today.header, GOOD)).toEqual({ key: today.key })
    expect(await unlockVault(today.header, ` ${GOOD.replace(' ', '  ')}`)).toEqual({ key: today.key })
    expect(readHeader(today.header).cost).toEqual(COST)
  })

  it('has a data key, salt and slots of its own', () => {
    expect(today.key.length).toBe(32)
    expect(today.key).not.toEqual(cheap.key)
    expect(readHeader(today.header).salt).not.toEqual(readHeader(cheap.header).salt)
  })

  it('is not made with a weak passphrase', async () => {
    const weak = createVault({ passphrase: 'password123', root, recoveryKey }, CHEAP)
    await expect(weak).rejects.toMatchObject({ reason: 'weak-passphrase' })
  })

  it('holds no secret in clear', () => {
    for (const secret of [cheap.key, root, recoveryKey]) {
      for (let at = 0; at + secret.length <= cheap.header.length; at++) {
        expect(sameBytes(cheap.header.slice(at, at + secret.length), secret)).toBe(false)
      }
    }
  })

  it.each([
    ['another', NEXT],
    ['another case', GOOD.toUpperCase()],
    ['one letter off', GOOD.slice(0, -1)],
    ['nothing', ''],
  ])('throws wrong-passphrase for %s, and changes nothing', async (_, wrong) => {
    const before = cheap.header.slice()
    await expect(unlockVault(cheap.header, wrong)).rejects.toMatchObject({ reason: 'wrong-passphrase' })
    await expect(openRoot(cheap.header, wrong)).rejects.toMatchObject({ reason: 'wrong-passphrase' })
    await expect(changePassphrase(cheap.header, wrong, NEXT)).rejects.toMatchObject({ reason: 'wrong-passphrase' })
    expect(cheap.header).toEqual(before)
  })

  it('gives the root to the passphrase only', async () => {
    expect(await openRoot(cheap.header, GOOD)).toEqual(root)
    const { slots, commitment } = readHeader(cheap.header)
    const sealedByDataKey = rewritten({ slots: { ...slots, root: fillSlot('root', cheap.key, root, commitment) } })
    await expect(openRoot(sealedByDataKey, GOOD)).rejects.toMatchObject({ reason: 'vault-damaged' })
  })

  it('opens with the words, and with no others', () => {
    expect(unlockWithWords(cheap.header, recoveryKey)).toEqual(cheap.key)
    expect(() => unlockWithWords(cheap.header, random(32))).toThrow('another identity')
  })

  it('made cheaply is wrapped at the cost of today when it is unlocked', async () => {
    const { key, header } = await unlockVault(cheap.header, GOOD)
    if (header === undefined) throw new Error('not upgraded')
    expect(key).toEqual(cheap.key)
    expect(readHeader(header).cost).toEqual(COST)
    expect(await unlockVault(header, GOOD)).toEqual({ key })
    expect(await openRoot(header, GOOD)).toEqual(root)
    expect(unlockWithWords(header, recoveryKey)).toEqual(key)
  })
})

describe('changing the passphrase', () => {
  it('keeps data key, root and words, and closes the old one out', async () => {
    const header = await changePassphrase(cheap.header, GOOD, NEXT)
    expect((await unlockVault(header, NEXT)).key).toEqual(cheap.key)
    expect(await openRoot(header, NEXT)).toEqual(root)
    expect(unlockWithWords(header, recoveryKey)).toEqual(cheap.key)
    await expect(unlockVault(header, GOOD)).rejects.toMatchObject({ reason: 'wrong-passphrase' })
    expect(readHeader(header).salt).not.toEqual(readHeader(cheap.header).salt)
  })

  it('refuses a weak one', async () => {
    const weak = changePassphrase(cheap.header, GOOD, 'aaaaaaaaaaaa')
    await expect(weak).rejects.toMatchObject({ reason: 'weak-passphrase' })
  })
})

describe('a damaged header', () => {
  it('is told from a wrong passphrase, wherever a bit flipped', async () => {
    for (let at = 1; at < cheap.header.length; at++) {
      const flipped = cheap.header.map((byte, n) => (n === at ? byte ^ (1 << (at % 8)) : byte))
      await expect(unlockVault(flipped, GOOD), `byte ${at}`).rejects.toMatchObject({ reason: 'vault-damaged' })
    }
  })

  it.each([
    ['nothing', new Uint8Array(0)],
    ['one byte', Uint8Array.of(1)],
    ['a cut end', cheap.header.slice(0, -1)],
    ['a byte too many', concat(cheap.header, Uint8Array.of(0))],
    ['a megabyte', concat(Uint8Array.of(1), new Uint8Array(1 << 20))],
    ['version 0', patched(0, 0)],
    ['more than 256 MiB', patched(17, 0, 4, 0, 1)],
    ['4 TiB', patched(17, 0xff, 0xff, 0xff, 0xff)],
    ['no memory', patched(17, 0, 0, 0, 7)],
    ['no pass', patched(21, 0)],
    ['eleven passes', patched(21, 11)],
    ['no lane', patched(22, 0)],
    ['five lanes', patched(22, 5)],
  ])('throws vault-damaged for %s', async (_, header) => {
    await expect(unlockVault(header, GOOD)).rejects.toMatchObject({ reason: 'vault-damaged' })
    expect(() => unlockWithWords(header, recoveryKey)).toThrow()
  })

  it('says so when it comes from a newer version', async () => {
    await expect(unlockVault(patched(0, 2), GOOD)).rejects.toMatchObject({ reason: 'newer-version' })
  })

  it('with slots that hold another data key is refused: the commitment names one', async () => {
    const { salt, cost, slots, commitment } = readHeader(cheap.header)
    const keys = await stretch(GOOD, salt, cost)
    const passphrase = fillSlot('passphrase', keys.slot, random(32), commitment)
    const words = fillSlot('words', recoveryKey, random(32), commitment)
    const swapped = rewritten({ slots: { ...slots, passphrase, words } })
    await expect(unlockVault(swapped, GOOD)).rejects.toMatchObject({ reason: 'vault-damaged' })
    expect(() => unlockWithWords(swapped, recoveryKey)).toThrow('another data key')
  })

  it.each(['passphrase', 'words', 'root'] as const)('takes no slot of another kind or vault for %s', (kind) => {
    const [key, secret, commitment] = [random(32), random(32), random(32)]
    const kinds = (['passphrase', 'words', 'root'] as const).map((filled) => {
      const slot = fillSlot(filled, key, secret, commitment)
      expect(openSlot(kind, key, slot, random(32))).toBeNull()
      return openSlot(kind, key, slot, commitment) !== null && filled
    })
    expect(kinds.filter(Boolean)).toEqual([kind])
  })
})
