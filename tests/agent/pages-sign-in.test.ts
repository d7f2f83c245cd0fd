import 'fake-indexeddb/auto'
import { createPublicKey, verify } from 'node:crypto'
import { base58 } from '@scure/base'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadSettings, saveSettings } from '../../lib/agent/account'
import type { Settings } from '../../lib/agent/settings'
import { PAGE_ERRORS } from '../../lib/contract/page-api'
import { sealedStore } from '../../lib/vault/sealed'
import { allow, deny, type Household, household, pageOf, promptFor } from './page'

let house: Household
beforeAll(async () => {
  house = await household()
})

const decoded = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString())

/** The claims of a token whose signature Node's own crypto verified with the key that its did:key names. */
const verified = (token: string) => {
  const [header, claims, signature = ''] = token.split('.')
  const { alg, typ, kid } = decoded(header)
  expect({ alg, typ }).toEqual({ alg: 'EdDSA', typ: 'JWT' })
  const [did, method] = kid.split('#')
  expect(did).toBe(`did:key:${method}`)
  const key = base58.decode(method.slice(1))
  expect([...key.slice(0, 2)]).toEqual([0xed, 0x01])
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.slice(2)).toString('base64url') }
  const signed = Buffer.from(`${header}.${claims}`)
  expect(verify(null, signed, createPublicKey({ key: jwk, format: 'jwk' }), Buffer.from(signature, 'base64url'))).toBe(
    true,
  )
  const read = decoded(claims)
  expect(read.iss).toBe(did)
  return read
}

describe('signing in', () => {
  it('gives a token that anybody can verify, for this origin and this nonce', async () => {
    const page = pageOf(house, 'https://forum.example')
    const asked = page.get('identity_signIn', {
      nonce: 'n-1',
      statement: 'Willkommen, می\u200cخواهم 👩\u200d🌾',
      resources: ['https://forum.example/terms'],
    })
    const { parts, durations } = await allow(house, page.origin)
    expect(durations).toEqual(['once'])
    const { did, token } = await asked
    expect(parts).toMatchObject([
      { kind: 'identity', act: 'signIn', did, statement: 'Willkommen, می\u200cخواهم 👩\u200d🌾' },
    ])
    const { iat, exp, ...claims } = verified(token)
    expect(claims).toEqual({
      iss: did,
      sub: did,
      aud: 'https://forum.example',
      nonce: 'n-1',
      statement: 'Willkommen, می\u200cخواهم 👩\u200d🌾',
      resources: ['https://forum.example/terms'],
    })
    expect(exp - iat).toBe(300)
    expect(Math.abs(iat - Date.now() / 1000)).toBeLessThan(60)
  })

  it('is asked each time, and lasts no longer than the site wants, and never more than five minutes', async () => {
    const page = pageOf(house, 'https://forum.example')
    const until = Math.floor(Date.now() / 1000) + 60
    for (const [expirationTime, lasts] of [
      [until, until],
      [new Date((until + 1) * 1000).toISOString(), until + 1],
      [until + 100_000, null],
    ] as const) {
      const asked = page.get('identity_signIn', { nonce: 'n', expirationTime })
      await allow(house, page.origin)
      const { exp, iat } = verified((await asked).token)
      expect(exp).toBe(lasts ?? iat + 300)
    }
    // The last has the form of a time, and is none.
    for (const expirationTime of [1, '1970-01-01T00:00:01Z', '2030-01-01T00:00:00+05'])
      expect(await page.ask('identity_signIn', { nonce: 'n', expirationTime })).toMatchObject({
        error: { code: -32602 },
      })
  })

  it.each([
    ['statement', 'Welcome\u202e moc.live'],
    ['statement', 'Welcome\nback'],
    ['statement', 'Wel\u200bcome'],
    ['statement', 'Half \ud800'],
    ['resources', ['https://forum.example/\u2067x']],
    ['nonce', 'n\u0000'],
  ])('signs nothing that cannot be shown as it is: %s %j', async (name, value) => {
    const page = pageOf(house, 'https://forum.example')
    expect(await page.ask('identity_signIn', { nonce: 'n', [name]: value })).toMatchObject({
      error: { code: -32602, message: `${name}: characters that cannot be shown` },
    })
  })

  it('gives nothing that is over already: the person may take longer than the site wanted to wait', async () => {
    const page = pageOf(house, 'https://hasty.example')
    const asked = page.ask('identity_signIn', { nonce: 'n', expirationTime: Math.floor(Date.now() / 1000) + 60 })
    await promptFor(house, page.origin)
    house.clock.now += 120_000
    await allow(house, page.origin)
    expect(await asked).toEqual({ error: PAGE_ERRORS.InvalidStateError })
    house.clock.now = 0
  })

  it('is another identity on another origin, and the same one when it is asked again', async () => {
    const origins = ['https://a.example', 'https://b.example', 'https://a.example:8443', 'http://localhost:3000']
    const dids = new Map<string, string>()
    for (const origin of [...origins, ...origins]) {
      const asked = pageOf(house, origin).get('identity_signIn', { nonce: 'n' })
      await allow(house, origin)
      const { did, token } = await asked
      expect(verified(token).aud).toBe(origin)
      expect(dids.get(origin) ?? did).toBe(did)
      dids.set(origin, did)
    }
    expect(new Set(dids.values()).size).toBe(origins.length)
  })

  it('needs no question where a grant says so, until that is revoked', async () => {
    const page = pageOf(house, 'https://often.example')
    const given = page.get('permissions_request', [{ name: 'identity', access: ['signIn'], duration: 'P1D' }])
    await allow(house, page.origin)
    const [grant] = await given
    expect(grant).toMatchObject({ parentCapability: 'identity.signIn', status: 'active', invoker: page.origin })
    const { token } = await page.get('identity_signIn', { nonce: 'quietly' })
    expect(verified(token).nonce).toBe('quietly')
    await page.get('permissions_revoke', [grant?.id])
    const asked = page.ask('identity_signIn', { nonce: 'n' })
    await deny(house, page.origin)
    expect(await asked).toEqual({ error: PAGE_ERRORS.NotAllowedError })
  })

  it('signs nothing unseen: whatever stands beside the identity is asked about, whatever was granted', async () => {
    const page = pageOf(house, 'https://contract.example')
    const given = page.get('permissions_request', [{ name: 'identity', access: ['signIn'], duration: 'P1D' }])
    await allow(house, page.origin)
    await given
    for (const more of [{ statement: 'I owe you 1,000' }, { resources: ['https://contract.example/terms'] }]) {
      const asked = page.ask('identity_signIn', { nonce: 'n', ...more })
      expect((await promptFor(house, page.origin)).parts).toMatchObject([more])
      await deny(house, page.origin)
      expect(await asked).toEqual({ error: PAGE_ERRORS.NotAllowedError })
    }
    expect(verified((await page.get('identity_signIn', { nonce: 'quietly' })).token).nonce).toBe('quietly')
  })

  it('shows the mark of the person and whether the site was here before', async () => {
    const page = pageOf(house, 'https://new.example')
    const denied = page.ask('identity_signIn', { nonce: 'n' })
    const view = await promptFor(house, page.origin)
    expect(view.site).toMatchObject({ origin: 'https://new.example', first: true, asked: false, local: false })
    await deny(house, page.origin)
    await denied
    const first = page.ask('identity_signIn', { nonce: 'n' })
    expect((await promptFor(house, page.origin)).site).toMatchObject({ first: true, asked: true })
    expect([...view.mark].length).toBe(2)
    await house.self.agent.commands.setMark({ mark: 'Wombat' })
    await allow(house, page.origin)
    await first
    const again = page.ask('identity_signIn', { nonce: 'n' })
    expect(await promptFor(house, page.origin)).toMatchObject({ mark: 'Wombat', site: { first: false, asked: true } })
    await deny(house, page.origin)
    await again
    await house.self.crash(async (db) => {
      const { key } = await house.self.kept()
      const store = sealedStore(db, key as Uint8Array)
      const { mark, ...settings } = (await loadSettings(db, key as Uint8Array)) as Settings
      expect(mark).toBe('Wombat')
      // As vaults were before there were marks.
      await saveSettings(store, settings as Settings)
    })
    const newer = pageOf(house, 'https://newer.example').ask('identity_signIn', { nonce: 'n' })
    const { mark } = await promptFor(house, 'https://newer.example')
    expect([...mark].length).toBe(2)
    await house.self.crash()
    expect((await promptFor(house, 'https://newer.example')).mark).toBe(mark)
    await deny(house, 'https://newer.example')
    void newer
    await expect(house.self.agent.commands.setMark({ mark: 'far too long' })).rejects.toMatchObject({
      reason: 'bad-name',
    })
  })
})
